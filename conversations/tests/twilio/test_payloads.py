"""Whole forms as Twilio posts them, one file each: what is stored, whether it is answered, what a status does.

The files name our account ACCOUNT and our message OURS; sids and numbers in them are made up.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from conversations import tasks
from conversations.channels.twilio_whatsapp.standin import ACCOUNT
from conversations.models import Contact, Message
from conversations.tests.conftest import queued
from games.tests.factories import GameFactory

pytestmark = pytest.mark.django_db
_FILES = {path.stem: path for path in sorted((Path(__file__).parents[1] / "payloads").glob("*.json"))}
_STATUSES = [name for name in _FILES if name.startswith("status_")]
_MESSAGES = [name for name in _FILES if name not in _STATUSES]
_SILENT_FOR_TWILIO = {"STOP": False, "START": True, "HELP": True}


def read(name: str) -> dict[str, Any]:
    payload: dict[str, Any] = json.loads(_FILES[name].read_text().replace("ACCOUNT", ACCOUNT))
    return payload


@pytest.fixture(autouse=True)
def _something_to_offer(db) -> None:
    for _ in range(4):
        GameFactory(mood_fit={"chill": 0.9, "tired": 0.9, "spooky": 0.9})


@pytest.mark.parametrize("name", _MESSAGES)
def test_a_message_is_stored_and_answered_once(name, post_to_webhook):
    payload = read(name)
    for _ in range(2):  # Twilio delivers again when our answer was lost on its way
        assert post_to_webhook(payload["form"], path=payload["path"]).status_code == 200
    message = Message.objects.get()
    for field, value in payload["stored"].items():
        assert getattr(message, field) == value, field
    assert message.raw == payload["form"]

    tasks.answer(message.contact_id)

    message.refresh_from_db()
    assert message.status == "handled"
    assert message.replies.exists() is payload["answered"]
    assert all(reply.address_id == message.address_id for reply in message.replies.all())
    opted = payload["form"].get("OptOutType")
    if opted:
        assert Contact.objects.get().replies_allowed is _SILENT_FOR_TWILIO[opted]
    if opted == "START":
        assert Contact.objects.get().proactive_allowed


def test_a_file_on_a_foreign_host_is_marked_and_left_alone(post_to_webhook):
    post_to_webhook(read("file_on_a_foreign_host")["form"])
    assert Message.objects.get().content["media"][0]["refused"] == "foreign host"


def test_a_name_of_emoji_is_not_what_we_call_them(post_to_webhook):
    post_to_webhook(read("name_of_emoji")["form"])
    message = Message.objects.get()
    tasks.answer(message.contact_id)
    assert "🦄" not in "".join(message.replies.values_list("body", flat=True))


@pytest.mark.parametrize("name", _STATUSES)
def test_a_status_does_what_it_may(name, post_to_webhook, amina):
    payload = read(name)
    expected = payload["becomes"]
    message = queued(amina, status="accepted", provider_id=payload["form"]["MessageSid"], created_at=timezone.now())
    path = payload["path"].replace("OURS", str(message.public_id))
    for _ in range(2):
        code = post_to_webhook(payload["form"], path=path).status_code
        assert code == (403 if expected.get("refused") else 200)
    message.refresh_from_db()
    amina.refresh_from_db()
    assert (message.status, message.error_code) == (expected["status"], expected["error_code"])
    assert bool(message.error) is bool(expected["error_code"])
    assert amina.replies_allowed is expected.get("replies_allowed", True)
