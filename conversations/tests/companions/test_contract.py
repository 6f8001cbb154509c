"""What every companion's mode must do, whichever it is: the promises that a player may rely on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conversations.companions.registry import MODES
from conversations.models import Contact, HandOver, Letter, ModerationFlag
from conversations.tests.companions.test_letter_text import LETTER
from games.models import Player

# The words that begin each mode. A mode without any is no mode.
ASKED = {"story": "tell me a story", "journey": "teach me roguelikes", "penpal": "can I write you a letter?"}
ASKED = {key: words for key, words in ASKED.items() if key in MODES}


@pytest.fixture(params=sorted(ASKED))
def mode(request) -> str:
    return request.param


def test_every_mode_can_be_asked_for():
    assert sorted(ASKED) == sorted(MODES)


def test_a_mode_begins_in_words_and_the_session_is_of_its_kind(mia, mode):
    said = mia.say(ASKED[mode])
    assert said.state.company.mode == mode
    assert said.state.company.is_on
    assert said.session.mode == mode
    assert said.slate is None
    assert len(said.buttons) <= 3
    assert all(0 < len(title) <= 20 for title in said.buttons)


def test_stop_works_in_it_and_ends_all_writing(mia, mode):
    mia.say(ASKED[mode])
    said = mia.say("STOP")
    assert not mia.contact.replies_allowed
    assert not said.state.company.is_on


def test_a_person_can_be_asked_for_in_it(mia, mode):
    mia.say(ASKED[mode])
    mia.say("I want to talk to a human")
    assert HandOver.objects.filter(contact=mia.contact, closed_at=None).exists()


def test_everything_can_be_erased_in_it(mia, mode):
    mia.say(ASKED[mode])
    mia.say("delete my data")
    mia.say("yes")
    assert not Contact.objects.filter(addresses__value="mia").exists()
    assert not Player.objects.filter(contact__addresses__value="mia").exists()


def test_a_plain_wish_is_served_in_it_and_it_waits_also_over_night(mia, mode):
    place = mia.say(ASKED[mode]).state.company.place
    wished = mia.say("recommend me a chill game on switch")
    assert wished.titles
    assert wished.state.company.is_resting
    back = mia.say("go on")
    assert back.state.company.is_on
    assert back.state.company.place == place
    hello = mia.later(timedelta(hours=20)).say("hi")
    assert not hello.state.company.is_on
    back = mia.tap(next(id for id in hello.buttons.values() if id.endswith("go_on")))
    assert back.state.company.is_on
    assert back.state.company.place == place


def test_stopping_it_leaves_the_evening_as_it_was(mia, mode):
    before = mia.say("something chill on switch under 15 bucks").state.tonight
    mia.say(ASKED[mode])
    said = mia.say(f"stop the {MODES[mode].noun}")
    assert said.state.tonight == before
    assert said.state.company.mode == ""
    assert mia.contact.replies_allowed


def test_somebody_in_danger_gets_care_and_no_company(mia, mode):
    mia.say(ASKED[mode])
    said = mia.say("i want to kill myself")
    assert said.state.company.mode == ""
    assert mia.contact.distress_at is not None
    assert mia.say(ASKED[mode]).state.company.mode == ""


def test_nobody_is_answered_by_it_while_a_person_leads(mia, mode):
    mia.say(ASKED[mode])
    mia.say("human please")
    assert mia.say(ASKED[mode]).replies == []


def test_what_it_can_make_nothing_of_is_shown_once_more_and_then_left_to_the_usual_talk(mia, mode):
    mia.say(ASKED[mode])
    mia.say("qwrtz plk mnbv")
    assert mia.say("zzxxcc vvbb")  # an answer, whoever gives it
    assert Contact.objects.get(pk=mia.contact.pk).parked_at is None


def test_a_turn_that_was_planned_and_lost_counts_for_nothing(mia, mode, settings):
    from conversations import dialogue
    from conversations.channels.types import Address, InboundMessage
    from conversations.dialogue.turn import plan_turn
    from conversations.knowledge import in_use as knowledge
    from conversations.models import Message, Session
    from conversations.receiving import inbox

    first = mia.say(ASKED[mode])
    tapped = next(iter(first.buttons.values()))
    kept = dict(Session.objects.get(pk=first.session.pk).state)
    receipt = inbox.receive(
        InboundMessage(
            channel="cli", provider_id="lost-1", addresses=(Address("demo", "mia"),), sender="cli",
            kind="choice", choice=tapped,
        ),
        now=mia.at,
    )  # fmt: skip
    message = Message.objects.select_related("contact__player").get(pk=receipt.message_id)
    plan_turn(contact=message.contact, message=message, now=mia.at, rng=mia.rng, knowledge=knowledge.current())
    assert Session.objects.get(pk=first.session.pk).state == kept
    assert dialogue.answer(receipt.contact_id, clock=lambda: mia.at, rng=mia.rng)
    assert dialogue.answer(receipt.contact_id, clock=lambda: mia.at, rng=mia.rng)
    company = Session.objects.get(pk=first.session.pk).state["company"]
    assert company["turns"] == kept["company"]["turns"] + 1


def test_nothing_begins_unasked_for_who_is_flagged_and_what_they_ask_for_does(mia, mode):
    mia.say("hi")
    mia.say("i play on pc")
    ModerationFlag.objects.create(
        contact=mia.contact, message=mia.say("ok").message, direction="inbound", category="threat", at=mia.at
    )
    mia.later(timedelta(days=1))
    for unasked in ("im bored", "i feel nostalgic, something old school", "i'm new to roguelikes, any roguelike?"):
        said = mia.later(timedelta(hours=20)).say(unasked)
        assert not any("companion" in id for id in said.buttons.values()), unasked
    mia.later(timedelta(hours=20)).say(LETTER)
    assert not Letter.objects.exists()
    assert mia.later(timedelta(hours=20)).say(ASKED[mode]).state.company.mode == mode


def test_it_is_offered_to_nobody_who_is_new_low_or_a_child(mia, mode):
    assert not any("companion" in id for id in mia.say("im bored").buttons.values())
    mia.later(timedelta(hours=20))
    Player.objects.filter(pk=mia.contact.player_id).update(age_band="under_13")
    assert not any("companion" in id for id in mia.say("im bored").buttons.values())
    Player.objects.filter(pk=mia.contact.player_id).update(age_band="adult")
    mia.later(timedelta(hours=20))
    assert not any("companion" in id for id in mia.say("my dog died and im bored").buttons.values())
