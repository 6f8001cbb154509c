"""Who said STOP and looks whether we are still there is told once how things stand."""

from __future__ import annotations

import pytest

from conversations.models import ConsentChange
from conversations.tests.dialogue.conftest import Person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "words", ["are you there?", "hello?", "anyone there", "why are you so quiet", "did you leave?", "bist du noch da?"]
)
def test_who_asks_whether_we_are_there_is_told_what_brings_us_back(mia: Person, shelf, words):
    mia.say("something calm")
    mia.say("STOP")
    said = mia.say(words)
    assert "START" in said.text
    assert "start again" in said.buttons
    assert not mia.contact.proactive_allowed


def test_it_is_told_once(mia: Person, shelf):
    mia.say("STOP")
    mia.say("are you there?")
    assert "START" not in mia.say("are you there?").text


def test_a_wish_after_stop_is_answered_as_ever(mia: Person, shelf):
    mia.say("STOP")
    said = mia.say("something calm on switch")
    assert said.titles
    assert "START" not in said.text


def test_start_after_that_turns_all_on(mia: Person, shelf):
    mia.say("STOP")
    mia.say("are you there?")
    mia.say("START")
    mia.contact.refresh_from_db()
    assert mia.contact.proactive_allowed
    assert ConsentChange.objects.filter(contact=mia.contact, granted=True, topic="proactive").exists()


def test_who_never_stopped_is_greeted(mia: Person, shelf):
    assert "START" not in mia.say("are you there?").text


def test_who_is_low_after_stop_hears_no_rules(mia: Person, shelf):
    mia.say("STOP")
    assert "START" not in mia.say("feeling really down, everything is too much").text
