"""What every handler promises: an answer of the right shape, from any state, without a write."""

from __future__ import annotations

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conversations.dialogue import turn
from conversations.dialogue.handlers import HANDLERS
from conversations.dialogue.wording.replies import MOST_BUTTONS, MOST_TITLE_CHARS
from conversations.knowledge import in_use as knowledge
from conversations.models import Message
from conversations.sending import outbox
from conversations.understanding.types import INTENTS
from games import versions

SAYINGS = {
    "greet": "hey there", "recommend": "something calm on pc", "refine": "shorter please", "more": "another one",
    "why": "why this one?", "like": "love it", "dislike": "not for me", "played": "already finished it",
    "details": "how long is it?", "profile": "i only own a switch", "smalltalk": "haha you're funny", "stop": "STOP",
    "start": "START", "help": "how does this work?", "human": "can i talk to a human", "erase": "delete my data",
    "other": "who won the match last night",
}  # fmt: skip


def test_there_is_a_handler_for_every_intent():
    assert set(HANDLERS) == set(INTENTS) == set(SAYINGS)


def waiting(person, body: str) -> Message:
    said = person.say("hi").message
    return Message.objects.create(
        contact=said.contact, channel="cli", sender="cli", direction="inbound", origin="player", status="received",
        provider_id=f"waiting-{body}", body=body, address=said.address, created_at=person.at,
    )  # fmt: skip


@pytest.mark.parametrize("has_offer", [False, True], ids=["at first", "after a game"])
@pytest.mark.parametrize("intent", INTENTS)
class TestEveryHandler:
    def test_plans_without_writing(self, mia, intent, has_offer):
        if has_offer:
            mia.say("something silly or calm on pc")
        message = waiting(mia, SAYINGS[intent])
        with CaptureQueriesContext(connection) as queries:
            turn.plan_turn(
                contact=message.contact, message=message, now=mia.at, rng=np.random.default_rng(3),
                knowledge=knowledge.current(),
            )  # fmt: skip
        assert not [one["sql"] for one in queries if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]

    def test_answers_in_a_shape_that_can_be_sent(self, mia, intent, has_offer):
        if has_offer:
            mia.say("something silly or calm on pc")
        said = mia.say(SAYINGS[intent])
        assert said.text.strip()
        assert all(len(reply.body) <= 1600 for reply in said.replies)
        assert len(said.buttons) <= MOST_BUTTONS
        assert all(0 < len(title) <= MOST_TITLE_CHARS for title in said.buttons)
        assert said.message.status == "handled"
        assert said.message.understanding["intent"]
        assert len(said.titles) <= 3


def test_the_same_chance_gives_the_same_plan(mia):
    message = waiting(mia, "something silly or calm on pc")
    drafts = [
        turn.plan_turn(
            contact=message.contact, message=message, now=mia.at, rng=np.random.default_rng(3),
            knowledge=knowledge.current(),
        ).outcome.draft
        for _ in range(2)
    ]  # fmt: skip
    assert drafts[0] == drafts[1]


def test_a_turn_that_is_rolled_back_leaves_nothing(mia):
    message = waiting(mia, "something calm on pc")
    before = Message.objects.count()
    plan = turn.plan_turn(
        contact=message.contact,
        message=message,
        now=mia.at,
        rng=np.random.default_rng(3),
        knowledge=knowledge.current(),
    )
    assert plan.outcome.slate is not None
    message.refresh_from_db()
    assert (message.status, Message.objects.count()) == ("received", before)


def test_a_turn_costs_the_same_number_of_queries_however_long_the_talk_is(mia, queries_stay_flat, monkeypatch):
    # Whether shared data changed is asked once a second, which a slow machine reaches between the two measurements.
    monkeypatch.setattr(versions, "_MAX_AGE_SECONDS", 3600.0)
    mia.say("something calm on pc")
    # Not "more": a small shelf runs out, and looking for what else there is costs its own queries.
    queries_stay_flat(lambda: mia.say("why?"), lambda: [mia.say("what is it about?") for _ in range(8)])


def test_cards_travel_beside_the_text(mia):
    said = mia.say("something silly or calm on pc")
    (cards,) = [reply.content["cards"] for reply in said.replies if "cards" in reply.content]
    assert [card["title"] for card in cards] == said.titles
    assert all(card["link"] in said.text and card["reason"] in said.text for card in cards)


def test_the_cover_of_the_lead_goes_with_the_reply(mia, shelf):
    for game in shelf.values():
        game.image_url = f"https://img.example.com/{game.slug}.jpg"
        game.save(update_fields=["image_url"])
    said = mia.say("something spooky on ps5")
    assert said.replies[0].content["image_url"] == "https://img.example.com/hollow-stair.jpg"


def test_replies_on_whatsapp_are_queued_for_the_address_that_asked(robin):
    said = robin.say("something calm on pc")
    (reply,) = said.replies
    assert (reply.status, reply.origin, reply.address_id) == ("queued", "reply", said.message.address_id)
    assert reply.slate.impressions.filter(shown_at=None).count() == len(said.titles)
    assert outbox.is_anything_due(robin.at) is False  # not connected: it waits
