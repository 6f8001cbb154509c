"""What is wrong with a suggestion moves the next one, is said back in half a sentence, and is undone by one tap."""

from __future__ import annotations

import pytest

from conversations.dialogue.offers.sliders import slide
from conversations.dialogue.said.critiques import read_critiques, read_fame, read_years
from conversations.dialogue.state import DialogueState, Tonight


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("nah too sad", ("lighter",)),
        ("bit depressing innit", ("lighter",)),
        ("too scary", ("not_scary",)),
        ("something less violent", ("less_violent",)),
        ("way too hard", ("easier",)),
        ("too easy tbh", ("harder",)),
        ("too intense, calmer please", ("calmer",)),
        ("a bit slow", ("livelier",)),
        ("not so childish", ("grown_up",)),
        ("something newer", ("newer",)),
        ("too mainstream", ("hidden",)),
    ],
)
def test_a_critique_is_heard(text, heard):
    assert read_critiques(text) == heard


@pytest.mark.parametrize(
    "text", ["im so sad", "feeling really slow today", "it's been a very hard week", "not bad", "love it"]
)
def test_a_feeling_is_no_critique(text):
    assert read_critiques(text) == ()


@pytest.mark.parametrize(
    "text",
    ["i want something really scary", "a really sad game please", "a very hard game", "something that's very violent"],
)
def test_who_asks_for_much_of_it_does_not_complain_of_it(text):
    assert read_critiques(text) == ()


@pytest.mark.parametrize("text", ["that's really sad", "that one is too scary", "those are pretty old"])
def test_what_is_said_of_a_suggestion_is_a_critique(text):
    assert read_critiques(text)


@pytest.mark.parametrize(
    "text",
    [
        "i recently lost my job, want something calm",
        "this year has been awful",
        "the last year was rough, something cozy",
        "get over my recent breakup",
    ],
)
def test_a_year_of_ones_life_is_no_year_of_release(text):
    assert read_years(text, this_year=2026) == (None, None)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("something from the last 2 years", (2024, None)),
        ("something recent", (2024, None)),
        ("released in the past two years", (2024, None)),
        ("came out this year", (2024, None)),
        ("old school stuff", (None, 2011)),
        ("90s vibes", (1990, 1999)),
        ("like the early 2000s", (2000, 2009)),
        ("i have had this laptop for years", (None, None)),
    ],
)
def test_years_of_release_are_read(text, years):
    assert read_years(text, this_year=2026) == years


def test_fame_is_read():
    assert read_fame("any hidden gems?") == "hidden"
    assert read_fame("a horror no one ever played") == "hidden"
    assert read_fame("no big names tonight") == "hidden"
    assert read_fame("what's everyone playing") == "known"
    assert read_fame("something calm") == ""
    assert read_fame("nobody plays with me anymore") == ""
    assert read_fame("nobody knows how i feel") == ""


def test_too_sad_spares_the_sad_of_sad_games():
    tonight, heard = slide(Tonight(mood="sad"), "nah too sad", this_year=2026)
    assert heard == ("lighter",)
    assert tonight.mood == "chill"
    assert "sad" in tonight.avoided_moods


def test_a_change_can_be_taken_back_by_a_tap_and_by_a_word(mia):
    mia.say("something calm on pc")
    said = mia.say("too easy")
    assert said.state.tonight.wants_harder
    assert "harder" in said.text
    assert ("undo", "undo that") in said.state.buttons
    said = mia.say("undo")
    assert not said.state.tonight.wants_harder
    assert said.titles


def test_there_is_nothing_to_undo_before_a_change(mia):
    mia.say("something calm on pc")
    assert not mia.say("undo that").titles


def test_repeat_says_the_same_again_anywhere(mia):
    said = mia.say("something calm on pc")
    again = mia.say("say that again?")
    assert said.text.split("\n")[2] in again.text


def test_a_question_of_ours_can_be_skipped(mia):
    mia.say("something calm")
    assert mia.say("skip").state.awaiting == ""


def test_the_state_before_a_change_survives_storage():
    state = DialogueState(before=Tonight(mood="chill", genres=("puzzle",)))
    assert DialogueState.from_json(state.as_json()) == state
