"""Strings that break programs get a sensible answer too, on every way in.

``naughty_strings.json`` is every third of the Big List of Naughty Strings by Max Woolf (MIT licence).
"""

from __future__ import annotations

import csv
import io
import json
import uuid
from pathlib import Path

import pytest
from django.core.cache import caches
from django.core.management import call_command

from conversations import tasks
from conversations.models import Message
from conversations.tests.conftest import inbound_form
from games.models import Game
from games.tests.factories import GameFactory

STRINGS: list[str] = json.loads((Path(__file__).parent / "naughty_strings.json").read_text())
OWN = [
    "",
    "\x00",
    "a" * 100_000,
    "😭",
    "🏳️‍🌈👨‍👩‍👧‍👦" * 50,
    "\u202e\u0645\u0644\u0644\u202c",
    "\u202e evil",
    "{{ 7*7 }}{% debug %}",
    "%s %(x)s {0}",
    "\r\n.\r\n",
    "/g/../../etc",
]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _something_to_offer(db) -> None:
    for _ in range(4):
        GameFactory(mood_fit={"chill": 0.9})


def test_whatsapp_takes_every_one_and_answers(post_to_webhook, whatsapp):
    for number, text in enumerate([*STRINGS, *OWN]):
        caches["process"].clear()  # a person's limit is not what this is about
        phone = f"+1555{number:07d}"
        form = inbound_form(
            text, From=f"whatsapp:{phone}", WaId=phone[1:], ExternalUserId=f"whatsapp:US.{number + 10**9}"
        )
        assert post_to_webhook(form).status_code == 200, repr(text[:80])
    waiting = Message.objects.filter(direction="inbound")
    assert waiting.count() == len(STRINGS) + len(OWN)
    for contact_id in waiting.values_list("contact_id", flat=True):
        tasks.answer(contact_id)
    assert not waiting.exclude(status="handled").exists()
    answers = Message.objects.filter(direction="outbound")
    assert all(0 < len(body) <= 1600 for body in answers.values_list("body", flat=True))
    silent = waiting.filter(replies=None)
    assert not silent.exists(), [message.body[:60] for message in silent]


def test_the_web_chat_takes_every_one_and_escapes_what_it_gives_back(client, settings):
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": {"web_chat": None}}
    client.get("/chat/")
    for text in [*STRINGS[::4], *OWN]:
        caches["default"].clear()
        body = {"id": str(uuid.uuid4()), "text": text}
        answer = client.post("/chat/messages/", json.dumps(body), content_type="application/json")
        assert answer.status_code in (200, 400), repr(text[:80])
        assert answer["Content-Type"] == "application/json"
        if answer.status_code == 400:
            assert answer.json()["text"], repr(text[:80])


def test_the_catalogue_takes_every_one_as_a_text(tmp_path):
    texts = [text for text in STRINGS if text.strip()]
    file = tmp_path / "games.csv"
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["slug", "title", "summary"])
        writer.writerows([f"naughty-{number}", f"No. {number}", text] for number, text in enumerate(texts))
    out, err = io.StringIO(), io.StringIO()
    call_command("import_games", str(file), stdout=out, stderr=err)
    assert f"{len(texts)} created" in out.getvalue() + err.getvalue()
    kept = dict(Game.objects.filter(slug__startswith="naughty-").values_list("slug", "summary"))
    assert len(kept) == len(texts)
    assert all(kept.values())
