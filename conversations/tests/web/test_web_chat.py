"""The web chat over HTTP: anonymous, signed, limited, escaped, answered in the same request."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.test import Client

from conversations.channels.web.serializers import as_bubbles
from conversations.channels.web.throttles import AddressThrottle
from conversations.models import Contact, ContactAddress, Message

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _fresh_limits(db):
    cache.clear()


@pytest.fixture
def visitor() -> Client:
    """Somebody who opened the page and has its cookies."""
    client = Client(enforce_csrf_checks=True)
    client.get("/chat/")
    return client


def say(client: Client, text: str = "", *, choice: str = "", message_id: str | None = None, after: int = 0):
    return client.post(
        f"/chat/messages/?after={after}",
        data=json.dumps({"id": message_id or str(uuid.uuid4()), "text": text, "choice": choice}),
        content_type="application/json",
        headers={"X-CSRFToken": client.cookies["csrftoken"].value} if "csrftoken" in client.cookies else {},
    )


def test_opening_the_page_stores_nobody(visitor):
    assert not Contact.objects.exists()


def test_a_message_is_answered_in_the_same_request(visitor):
    response = say(visitor, "hi")
    mine, *theirs = response.json()["messages"]
    assert response.status_code == 200
    assert (mine["mine"], mine["text"]) == (True, "hi")
    assert theirs
    assert all(not bubble["mine"] and bubble["text"] for bubble in theirs)


def test_the_same_message_sent_twice_is_one_message(visitor):
    message_id = str(uuid.uuid4())
    say(visitor, "hi", message_id=message_id)
    say(visitor, "hi", message_id=message_id)
    assert Message.objects.filter(direction="inbound").count() == 1


def test_reloading_the_page_brings_the_conversation_back(visitor):
    say(visitor, "hi")
    assert [bubble["mine"] for bubble in visitor.get("/chat/messages/").json()["messages"]][:2] == [True, False]


def test_strangers_do_not_see_each_other(visitor):
    say(visitor, "my secret")
    stranger = Client()
    stranger.get("/chat/")
    assert stranger.get("/chat/messages/").json()["messages"] == []


def test_one_visitor_cannot_claim_the_message_of_another(visitor):
    message_id = str(uuid.uuid4())
    say(visitor, "mine", message_id=message_id)
    stranger = Client()
    stranger.get("/chat/")
    assert "mine" not in [
        bubble["text"] for bubble in say(stranger, "theirs", message_id=message_id).json()["messages"]
    ]


def test_a_forged_cookie_is_nobody(visitor):
    say(visitor, "hi")
    token = ContactAddress.objects.get().value
    forger = Client()
    forger.cookies["thrum_chat"] = f"{token}:abc"
    assert forger.get("/chat/messages/").json()["messages"] == []


def test_without_the_page_there_is_no_way_in():
    response = say(Client(enforce_csrf_checks=True), "hi")
    assert response.status_code == 403


@pytest.mark.parametrize(
    "text",
    ["", "   ", "\x00", "a\x00b", "😀" * 50, "\u202eمرحبا", "<script>alert(1)</script>", "'; DROP TABLE games_game;--"],
)
def test_any_text_gets_a_sensible_reply(visitor, text):
    response = say(visitor, text)
    assert response.status_code == 200
    assert any(not bubble["mine"] and bubble["text"] for bubble in response.json()["messages"])


def test_a_hundred_thousand_characters_get_a_reply_and_are_not_kept_whole(visitor):
    response = say(visitor, "sad " * 25_000)
    assert response.status_code == 200
    assert len(Message.objects.get(direction="inbound").body) <= 4_000


def test_half_an_emoji_is_no_reason_to_refuse_a_message(visitor):
    answer = visitor.post(
        "/chat/messages/",
        data='{"id": "00000000-0000-4000-8000-000000000001", "text": "so tired \\ud83d"}',
        content_type="application/json",
        headers={"X-CSRFToken": visitor.cookies["csrftoken"].value},
    )
    assert answer.status_code == 200
    assert Message.objects.get(direction="inbound").body == "so tired ?"


@pytest.mark.parametrize(
    "body",
    [
        "", "[]", "null", '{"text": "no id"}', '{"id": "x", "text": "hi"}', "{", "[" * 100_000, '{"a":' * 100_000,
        " " * 1_000_001 + "{}",
    ],
    ids=lambda body: f"{body[:12]!r} {len(body)}",
)  # fmt: skip
def test_a_body_that_is_no_message_is_refused_politely(visitor, body):
    response = visitor.post(
        "/chat/messages/",
        data=body,
        content_type="application/json",
        headers={"X-CSRFToken": visitor.cookies["csrftoken"].value},
    )
    assert response.status_code == 400


def test_too_many_messages_are_slowed_down(visitor, settings):
    codes = {say(visitor, "hi").status_code for _ in range(35)}
    assert 429 in codes


@pytest.mark.parametrize("after", ["-1", "x", "9" * 40, "١"])
def test_an_odd_position_means_from_the_beginning(visitor, after):
    say(visitor, "hi")
    assert visitor.get(f"/chat/messages/?after={after}").json()["messages"]


def test_pages_forbid_foreign_scripts(client):
    policy = client.get("/chat/")["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "'unsafe-inline'" not in policy


def test_what_we_keep_is_told_with_its_days(client, settings):
    page = client.get("/privacy/").content.decode()
    assert str(settings.RAW_PAYLOAD_DAYS) in page
    assert "delete my data" in page


def test_a_chat_that_was_slowed_down_still_hears_distress_stop_and_erasure(visitor):
    while say(visitor, "hi").status_code != 429:
        pass
    for words in ("i dont wanna be here anymore", "STOP", "delete my data"):
        assert say(visitor, words).status_code == 200


def test_neighbours_behind_one_address_do_not_slow_each_other_down(visitor):
    while say(visitor, "hi").status_code != 429:
        pass
    neighbour = Client(enforce_csrf_checks=True)
    neighbour.get("/chat/")
    assert say(neighbour, "hi").status_code == 200


def test_new_cookies_and_words_always_heard_are_no_way_around_the_cap_of_an_address(visitor, monkeypatch):
    monkeypatch.setattr(AddressThrottle, "THROTTLE_RATES", {"web_chat_address": "3/min"})
    assert [say(visitor, "STOP").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_games_that_are_cards_are_not_told_again_in_words():
    game = {"number": 1, "title": "Unpacking", "platforms": ["Switch"], "price": "$7.99", "reason": "Soft and slow.",
            "link": "https://thrum.example/g/1"}  # fmt: skip
    body = "only one really fits\n\n1. Unpacking (Switch · $7.99)\nSoft and slow.\nhttps://thrum.example/g/1\n\nis it right?"
    (bubble,) = as_bubbles([Message(pk=1, direction="outbound", body=body, content={"cards": [game]}, created_at=NOON)])
    assert (bubble["text"], bubble["after"]) == ("only one really fits", "is it right?")
