"""Seven days of memory, and what it is used for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conversations.memory import last_days as memory
from conversations.models import MoodReading


def titles_liked(mia):
    first = mia.say("something calm and cozy on switch")
    mia.tap(first.buttons["more like this"].replace("more", "like"))
    return first.titles[0]


def test_an_idle_return_opens_with_what_they_loved_and_the_mood_it_was(mia):
    loved = titles_liked(mia)
    said = mia.later(timedelta(hours=12)).say("hey")
    assert said.session.kind == "idle_return"
    assert loved in said.text
    assert "cozy stuff" in said.text or "low-effort stuff" in said.text


def test_a_cold_return_has_an_opening_of_its_own(mia):
    loved = titles_liked(mia)
    said = mia.later(timedelta(hours=49)).say("hi")
    assert said.session.kind == "cold_return"
    assert loved in said.text


def test_a_game_that_was_only_shown_is_asked_after(mia):
    shown = mia.say("something calm on switch").titles[0]
    said = mia.later(timedelta(hours=12)).say("hey")
    assert shown in said.text


def test_a_game_that_was_turned_down_is_not_brought_up(mia):
    first = mia.say("something calm on switch")
    mia.tap(first.buttons["not for me"])
    said = mia.later(timedelta(hours=12)).say("hey")
    assert first.titles[0] not in said.text


def test_who_comes_back_with_a_wish_is_greeted_in_half_a_line(mia):
    mia.say("hi")
    said = mia.later(timedelta(hours=12)).say("something calm on switch")
    assert said.titles[0] in said.text
    assert "Mia" in said.text.split("\n")[0]


def test_memory_ends_after_seven_days(mia):
    titles_liked(mia)
    contact, day = mia.contact, timedelta(days=1)
    within = memory.recall(contact=contact, now=mia.at + 6 * day)
    beyond = memory.recall(contact=contact, now=mia.at + 7 * day + timedelta(minutes=1))
    assert within.moods
    assert within.shown
    assert within.titles("like")
    assert (beyond.moods, beyond.shown, beyond.reactions) == ((), (), ())


def test_an_opening_beyond_the_memory_claims_nothing(mia):
    loved = titles_liked(mia)
    said = mia.later(timedelta(days=9)).say("hi")
    assert loved not in said.text
    assert said.text


def test_recalling_takes_three_queries_however_much_there_is(mia, django_assert_num_queries):
    titles_liked(mia)
    contact = mia.contact
    with django_assert_num_queries(3):
        memory.recall(contact=contact, now=mia.at)


def test_what_do_you_know_about_me_tells_profile_and_week(mia):
    mia.say("i only have a switch and i hate horror")
    loved = titles_liked(mia)
    said = mia.say("what do you know about me?")
    for known in ("Mia", "Switch", "horror", loved, "chill"):
        assert known in said.text
    assert "delete my data" in said.text


def test_about_a_stranger_we_know_nothing_and_say_so(noa):
    said = noa.say("what do you know about me?")
    assert "•" not in said.text


@pytest.mark.parametrize("words", ["what do u know about me", "show me my profile", "what have you stored about me?"])
def test_the_question_is_heard_in_many_words(noa, words):
    assert noa.say(words).titles == []
    assert MoodReading.objects.count() == 0
