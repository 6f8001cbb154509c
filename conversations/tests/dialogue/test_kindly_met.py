"""What wants a word rather than a list of games, and a list that is to begin again."""

from __future__ import annotations

import pytest

from conversations.dialogue.said.commands import command_in
from conversations.dialogue.wording.voice import all_wordings
from games.models import Game


def says(text: str, key: str) -> bool:
    return any(one.source.partition("{{")[0].strip() in text for one in all_wordings()[key])


@pytest.mark.parametrize(
    "text", ["i dont really want to talk about it", "I'd rather not talk about it tonight", "can't talk about him yet"]
)
def test_who_would_rather_not_talk_about_it_is_left_in_peace(mia, shelf, text):
    mia.say("my grandma died on tuesday")
    said = mia.say(text)
    assert says(said.text, "sorrow.silence")
    assert said.titles == []


@pytest.mark.parametrize(
    "text", ["do you think its wrong to play games now", "am i a bad person for having fun?", "is it ok to laugh"]
)
def test_who_mourns_may_play_and_is_told_so(mia, shelf, text):
    mia.say("my grandma died on tuesday")
    assert says(mia.say(text).text, "sorrow.allowed")


def test_who_mourns_and_says_thanks_is_not_wished_fun(mia, shelf):
    mia.say("my grandma died on tuesday")
    assert says(mia.say("thank you").text, "sorrow.thanks")


@pytest.mark.parametrize(
    "text", ["forget all of that, start over", "start over", "let's start fresh", "ok forget everything i said"]
)
def test_who_starts_over_begins_without_the_wishes_of_before(mia, shelf, text):
    mia.say("something calm on pc, no zombies, under 10 dollars")
    said = mia.say(text)
    assert says(said.text, "over.fresh")
    assert said.state.tonight.excluded_genres == ()
    assert said.state.tonight.price_max == ""
    assert mia.contact.replies_allowed


@pytest.mark.parametrize(
    "text", ["start", "something to start with", "forget the budget", "start over after a breakup"]
)
def test_other_beginnings_are_none(text):
    assert command_in(text) != "afresh"


@pytest.mark.parametrize("text", ["is it in Czech language?", "is it in my language?", "is it in polish"])
def test_every_language_is_one_that_can_be_asked_for(mia, shelf, text):
    mia.say("something calm on pc")
    assert "its languages" in mia.say(text).text


def test_a_question_that_no_note_answers_is_answered_in_a_whole_sentence(mia, shelf):
    mia.say("something calm on pc")
    said = mia.say("does the main character have a name?")
    assert says(said.text, "details.not_noted") or "whether there's" in said.text
    assert "(that)" not in said.text


def test_a_title_that_ends_in_a_sign_ends_the_sentence(mia, shelf):
    Game.objects.update(title="What the Golf?")
    mia.say("something calm on pc")
    for _ in range(4):
        assert "?." not in mia.say("can i play it offline").text


@pytest.mark.parametrize("text", ["Thanks you, you are very kind", "thank you very much", "thanks, you're the best"])
def test_thanks_in_many_words_choose_no_game(mia, shelf, text):
    mia.say("something calm on pc")
    assert says(mia.say(text).text, "smalltalk.thanks")
