"""One sentence, all the way: webhook, inbox, answer, outbox, send loop, Twilio, and what Twilio says back."""

from __future__ import annotations

import io
import json
import uuid
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command

from conversations.models import Message, Session
from conversations.tests.conftest import SENDER, inbound_form
from games.embedding import game_vectors
from games.models import Game, Impression, Slate
from games.tests.factories import GameFactory, OfferFactory

pytestmark = pytest.mark.django_db(transaction=True)
SENTENCE = "third night no sleep, something calm on switch under 20 quid"


@pytest.fixture
def shelf(transactional_db, encoder, now) -> None:
    """Two that fit, and one each that costs too much, runs elsewhere, or keeps you awake."""
    _put("A Short Hike", "7.99", feel="Like a free afternoon in the woods. Nobody expects you back.", calm=0.95)
    _put("Unpacking", "19.99", feel="Each mug makes its own soft sound when you set it down.", calm=0.9)
    _put("Animal Crossing", "59.99", feel="The island keeps your hours.", calm=0.95)
    _put("Dorfromantik", "13.99", feel="Laying tiles until your shoulders drop.", calm=0.9, platforms=["pc"])
    _put("Doom Eternal", "9.99", feel="Loud, fast and furious. You never stop moving.", calm=0.05, genres=["shooter"])
    game_vectors.embed_pending(limit=100, encoder=encoder, now=now)


def _put(title: str, price: str, *, feel: str, calm: float, **fields: object) -> Game:
    game = GameFactory(
        slug=title.lower().replace(" ", "-"), title=title, feel=feel, summary=feel, session_minutes=20,
        mood_fit={"tired": calm, "chill": calm}, **{"platforms": ["switch"], **fields},
    )  # fmt: skip
    OfferFactory(
        game=game, store="Nintendo eShop", family="nintendo" if "switch" in game.platforms else "pc",
        amount=Decimal(price), url=f"https://store.example.com/{game.slug}",
    )  # fmt: skip
    return game


def test_a_message_on_whatsapp_brings_games_that_fit(shelf, post_to_webhook, twilio, run_queue, client):
    received = post_to_webhook(inbound_form(SENTENCE))
    assert (received.status_code, received["Content-Type"]) == (200, "text/xml; charset=utf-8")
    assert twilio.messages == []  # acknowledged at once; the answer follows

    assert run_queue() >= 2  # an answer, then a send

    sent = twilio.messages[0]
    assert (sent["from"], sent["to"]) == (SENDER, "whatsapp:+15550100009")
    assert "1. " in sent["body"]
    assert "on Nintendo eShop" in sent["body"]
    assert all(title in sent["body"] for title in ("A Short Hike", "Unpacking"))
    assert not any(title in sent["body"] for title in ("Animal Crossing", "Dorfromantik", "Doom"))

    slate = Slate.objects.get()
    assert set(slate.impressions.values_list("game__title", flat=True)) == {"A Short Hike", "Unpacking"}
    assert not slate.impressions.filter(shown_at=None).exists()
    assert Session.objects.get().kind == "onboarding"
    assert Message.objects.get(direction="inbound").status == "handled"

    _follow_the_link(client, sent["body"])
    _hear_of_its_delivery(post_to_webhook, sent)


def _follow_the_link(client, body: str) -> None:
    """The short link leads to the store and is counted as a click."""
    link = next(word for word in body.split() if "/g/" in word)
    answer = client.get(
        urlsplit(link).path, headers={"user-agent": "Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile"}
    )
    assert answer.status_code == 302
    assert answer["Location"].startswith("https://store.example.com/")
    assert Impression.objects.filter(player__interactions__kind="click").exists()


def _hear_of_its_delivery(post_to_webhook, sent: dict) -> None:
    """Callbacks carry our own id, come in any order, and only ever lead forward."""
    callback = urlsplit(sent["form"]["StatusCallback"])
    assert parse_qs(callback.query)["mid"]
    path = f"{callback.path.rpartition('whatsapp/')[2]}?{callback.query}"
    for status in ("delivered", "read", "sent"):
        form = {"MessageSid": sent["sid"], "MessageStatus": status, "From": SENDER, "To": sent["to"]}
        assert post_to_webhook(form, path=path).status_code == 200
    assert Message.objects.get(provider_id=sent["sid"]).status == "read"


def test_the_web_chat_answers_the_same_sentence(shelf, client):
    client.get("/chat/")
    answer = client.post(
        "/chat/messages/", {"id": str(uuid.uuid4()), "text": SENTENCE}, content_type="application/json"
    )
    assert answer.status_code == 200
    text = json.dumps(answer.json())
    assert "A Short Hike" in text
    assert "Animal Crossing" not in text


def test_the_command_line_answers_the_same_sentence(shelf):
    out = io.StringIO()
    call_command("chat", "--as", "Mia", "--json", SENTENCE, stdout=out)
    answer = json.loads(out.getvalue())
    assert {pick["title"] for pick in answer["recommendations"]} == {"A Short Hike", "Unpacking"}
    assert answer["understanding"]["price_max"] == 20
