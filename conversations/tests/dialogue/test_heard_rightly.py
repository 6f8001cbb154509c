"""Five very different people, and what used to go past them: limits, facts that nobody noted, people who want nobody."""

from __future__ import annotations

import pytest

from conversations.dialogue.care import grief
from conversations.dialogue.handlers.human import wants_nobody
from conversations.tests.dialogue.conftest import Person
from conversations.understanding.company import read_youngest_age
from games.models import Game

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "words",
    ["no i don't want to talk to anyone", "i dont want to speak to a person", "no humans please", "don't need a human"],
)
def test_who_wants_to_talk_to_nobody_is_handed_to_nobody(mia: Person, shelf, words):
    mia.say("something calm")
    said = mia.say(words)
    assert mia.contact.held_by_human_at is None
    assert said.replies


@pytest.mark.parametrize(
    "words", ["i don't want to talk to a bot, get me a person", "can i talk to someone", "human please"]
)
def test_who_wants_a_person_gets_one(mia: Person, shelf, words):
    assert not wants_nobody(words)
    mia.say(words)
    assert mia.contact.held_by_human_at is not None


@pytest.mark.parametrize("words", ["got about half an hour before i pass out", "i've got 40 minutes before the train"])
def test_a_limit_that_is_told_after_games_refuses_none_of_them(mia: Person, shelf, words):
    first = mia.say("absolutely wrecked, something calm").titles[0]
    said = mia.say(words)
    assert said.state.tonight.minutes
    assert first not in (said.state.tonight.refused or ())
    assert "off the list" not in said.text
    assert not mia.contact.player.interactions.filter(kind="dislike").exists()


@pytest.mark.parametrize(
    ("asks", "what"),
    [
        ("is it ok if i can pause any time?", "paused"), ("does it have NG+?", "new game plus"),
        ("do i buy that in a shop?", "box"), ("can the dog wear a hat?", ""),
    ],
)  # fmt: skip
def test_a_question_that_no_record_answers_is_not_dodged(mia: Person, shelf, asks, what):
    mia.say("something calm")
    said = mia.say(asks)
    assert what in said.text
    assert any(word in said.text for word in ("don't know", "no idea", "don't have", "can't say"))


def test_what_they_play_on_stands_first_where_the_list_of_machines_breaks_off(mia: Person, shelf):
    Game.objects.update(platforms=["pc", "mac", "steam_deck", "ps4", "ps5", "switch"])
    mia.say("i play on switch")
    mia.say("something calm")
    assert "Switch, " in mia.say("tell me more about it").text


def test_a_budget_beside_a_question_for_the_price_is_used(mia: Person, shelf):
    mia.say("something calm on switch")
    said = mia.say("How much would that cost? I have about thirty pounds.")
    assert (said.state.tonight.price_max, said.state.tonight.currency) == ("30.0", "GBP")


@pytest.mark.parametrize("words", ["ok maybe for the weekend, remember it for me", "keep that one for later"])
def test_what_is_to_be_remembered_is_on_the_list(mia: Person, shelf, words):
    first = mia.say("something calm").titles[0]
    mia.say(words)
    assert first in mia.say("my list").text


@pytest.mark.parametrize(
    ("words", "age"),
    [
        ("my grandson, he is turning nine on saturday", 9), ("my son just turned eight and loves dinosaurs", 8),
        ("my daughter turns seven next week", 7), ("he is one of them", None), ("she turns two hours later", None),
        ("he is two hours away", None),
    ],
)  # fmt: skip
def test_an_age_in_words_is_an_age(words, age):
    assert read_youngest_age(words) == age


@pytest.mark.parametrize("words", ["just off a night shift, lost a patient", "one of my residents died last night"])
def test_who_cares_for_others_mourns_too(words):
    assert grief.sorrow_in(words) == grief.DEATH


def test_a_patient_who_changed_the_clinic_is_no_death():
    assert not grief.sorrow_in("lost a patient to another practice")
