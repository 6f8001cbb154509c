"""What was that one with the …? Found among what this person was shown, and nowhere else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conversations.models import Contact
from games.models import Impression


@pytest.fixture
def week(mia):
    """Monday noon a calm talk, Tuesday a silly one; now it is Wednesday."""
    mia.first = mia.say("something calm and cozy on switch").titles
    mia.second = mia.later(timedelta(days=1)).say("something silly on switch").titles
    mia.later(timedelta(days=1))
    return mia


def test_a_word_of_the_title_finds_the_game_with_day_and_link(week):
    said = (
        week.say("what was that one with the pond?")
        if "Paper Pond" in week.first
        else week.say("what was the harbour one")
    )
    assert "on Monday" in said.text
    assert "/g/" in said.text
    assert len(said.state.offered) == 1
    assert said.state.offered[0].title in week.first


def test_what_was_shown_on_a_day_is_listed(week):
    said = week.say("what did you tell me on monday")
    assert all(title in said.text for title in week.first)
    assert not any(title in said.text for title in set(week.second) - set(week.first))


def test_yesterday_is_the_day_before_this_one(week):
    said = week.say("the game from yesterday")
    assert all(title in said.text for title in week.second[:1])
    assert not any(title in said.text for title in set(week.first) - set(week.second))


def test_the_first_thing_ever_is_the_lead_of_the_first_answer(week):
    said = week.say("what was the first thing you showed me")
    assert week.first[0] in said.text
    assert "on Monday" in said.text


def test_a_genre_describes_a_game(week):
    said = week.say("what was that party game you showed me")
    assert {"Goose Parade", "Banana Court"} & {one.title for one in said.state.offered}
    assert all(one.title in week.second for one in said.state.offered)


def test_several_that_fit_are_numbered_and_a_number_chooses(week):
    said = week.say("what were the cozy ones you showed me")
    assert "1. " in said.text
    second = said.state.offered[1].title
    assert second in week.say("tell me more about the second one").text


def test_what_was_never_shown_is_not_made_up_and_a_search_is_offered(week):
    said = week.say("what was that game about pirate accountants you showed me")
    assert said.titles == []
    assert "yes, find one" in said.buttons


def test_yes_searches_for_what_was_described(week):
    week.say("what was that one with the racing cars")
    assert week.say("yes").titles


def test_a_day_without_games_says_so(week):
    said = week.say("what did you show me on friday")
    assert said.titles == []
    assert "Friday" in said.text


def test_a_day_with_games_that_none_of_the_words_describe_shows_the_day(week):
    said = week.say("what was that one about pirate accountants from yesterday")
    assert {one.title for one in said.state.offered} <= set(week.second)
    assert "pirate accountants" in said.text


def test_a_stranger_was_shown_nothing(noa):
    said = noa.say("what was that game you showed me")
    assert said.titles == []
    assert not Impression.objects.exists()


def test_days_are_those_of_their_own_clock(week):
    """Noon in London is the next day already in Auckland."""
    Contact.objects.filter(pk=week.contact.pk).update(time_zone="Pacific/Auckland")
    said = week.say("what did you show me on tuesday")
    assert any(title in said.text for title in week.first)


def test_nobody_recalls_what_another_was_shown(week, noa):
    said = noa.say("what was that one with the goose you showed me")
    assert not any(title in said.text for title in (*week.first, *week.second))


def test_a_recalled_game_is_what_it_means_from_now_on(week):
    said = week.say("what was the first thing you showed me")
    title = said.state.offered[0].title
    assert title in week.say("is it on switch?").text


def test_a_question_of_the_world_is_no_recollection(week):
    said = week.say("what's the one with the best story")
    assert "showed" not in said.text


def test_what_was_withheld_was_not_shown(robin):
    robin.say("something calm on switch")  # on WhatsApp, and never accepted by it
    assert robin.say("what was the first thing you showed me").titles == []
