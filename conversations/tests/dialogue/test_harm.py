"""Somebody is hurt by a person near them, somebody threatens us, somebody is still low: none of them is sold a car chase."""

from __future__ import annotations

import pytest

from conversations.dialogue.care.harm import is_harmed
from conversations.dialogue.said.provocations import provocation_in
from conversations.tests.dialogue.conftest import Person


@pytest.mark.parametrize(
    "text",
    [
        "my dad hits me when hes drunk and im hiding in my room bored", "my boyfriend hit me last night",
        "he beats me when he drinks", "my stepdad gets drunk and beats me", "i was raped last year and cant sleep",
        "im scared of my husband", "too scared to go home, need a game", "my mum slaps me every day",
        "i'm being abused at home", "some kids at school beat me up",
    ],
)  # fmt: skip
def test_who_tells_that_somebody_hurts_them_is_heard(text):
    assert is_harmed(text)


@pytest.mark.parametrize(
    "text",
    [
        "my brother beats me at mario kart every time", "the boss hits me so hard", "my dad beats me at chess lol",
        "this game hits me in the feels", "my boss hits me up on slack at 10pm", "he hits me with a combo and i die",
        "my gf beats me every time we play", "my sister hits me up for recs", "i was beaten by malenia again",
        "my ex hurt me but im over it", "i'm scared of my landlord's cat", "my dad beat me 3-0",
    ],
)  # fmt: skip
def test_games_jokes_and_figures_of_speech_are_no_harm(text):
    assert not is_harmed(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("i will find where you live and kill your family", "threat"), ("im gonna kill you", "threat"),
        ("i know where you live", "threat"), ("ill find you a better one", ""), ("i want to kill you in tekken", ""),
    ],
)  # fmt: skip
def test_a_threat_is_told_from_a_turn_of_phrase(text, kind):
    assert provocation_in(text) == kind


@pytest.mark.django_db
def test_who_is_hurt_at_home_gets_care_and_no_game(mia: Person, shelf):
    said = mia.say("my dad hits me when hes drunk and im hiding in my room bored")
    assert said.slate is None
    assert "helpline" in said.text
    assert mia.contact.distress_at is not None, "an operator sees it"


@pytest.mark.django_db
def test_a_threat_brings_a_short_answer_and_no_game(mia: Person, shelf):
    said = mia.say("i will find where you live and kill your family")
    assert said.slate is None
    assert mia.contact.moderation_flags.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["i feel nothing", "im so sad", "everything is so empty and lonely"])
def test_who_mourns_and_is_still_low_is_not_picked_games_by_what_hurts(mia: Person, shelf, words):
    mia.say("my dog died this morning")
    said = mia.say(words)
    assert said.state.tonight.mood == "chill"
    assert said.state.tonight.sorrow == "death"
    assert said.state.tonight.wish == ""
