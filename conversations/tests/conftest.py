"""The cast of the conversation tests, and Twilio's stand-in."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.cache import caches
from twilio.request_validator import RequestValidator

from conversations.channels.twilio_whatsapp.standin import ACCOUNT, SENDER, TOKEN, Standin
from conversations.channels.types import Address, InboundMessage
from conversations.models import PROACTIVE_TOPICS, Contact, ContactAddress, Message, SenderWindow
from games.models import Player

NOW = datetime(2026, 5, 4, 18, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def make_contact(db) -> Callable[..., Contact]:
    def make(phone: str, *, last_inbound_ago: timedelta = timedelta(hours=1), **fields: Any) -> Contact:
        if fields.get("proactive_allowed"):
            fields.setdefault("topics", list(PROACTIVE_TOPICS))
        contact = Contact.objects.create(
            player=Player.objects.create(origin="whatsapp"), last_inbound_at=NOW - last_inbound_ago, **fields
        )
        ContactAddress.objects.create(contact=contact, kind="phone", value=phone)
        SenderWindow.objects.create(contact=contact, sender=SENDER, last_inbound_at=NOW - last_inbound_ago)
        return contact

    return make


@pytest.fixture
def amina(make_contact) -> Contact:
    """Said yes, wrote to us an hour ago: anything may be sent to her."""
    return make_contact("+15550100001", display_name="Amina", proactive_allowed=True)


@pytest.fixture
def bilal(make_contact) -> Contact:
    """Said yes, silent for three days: templates only."""
    return make_contact(
        "+15550100002", display_name="Bilal", proactive_allowed=True, last_inbound_ago=timedelta(days=3)
    )


@pytest.fixture
def chen(make_contact) -> Contact:
    """Said STOP: nothing may be sent to him until he writes again."""
    return make_contact("+15550100003", display_name="Chen", replies_allowed=False)


@pytest.fixture
def whatsapp(settings) -> None:
    """WhatsApp is connected, with one token, behind a proxy with another name."""
    settings.TWILIO_ACCOUNT_SID = ACCOUNT
    settings.TWILIO_AUTH_TOKENS = [TOKEN]
    settings.TWILIO_WHATSAPP_NUMBER = SENDER.removeprefix("whatsapp:")
    settings.TWILIO_MESSAGING_SERVICE_SID = ""
    settings.PUBLIC_BASE_URL = "https://bot.example.com"
    settings.SECURE_SSL_REDIRECT = False
    settings.SEND_THREADS = 4
    settings.TWILIO_TIMEOUT_SECONDS = 5.0
    caches["process"].clear()


@pytest.fixture
def twilio(whatsapp, settings) -> Iterator[Standin]:
    standin = Standin()
    standin.start()
    settings.TWILIO_API_BASE_URL = standin.url
    yield standin
    standin.stop()
    assert standin.complaints == []


@pytest.fixture
def post_to_webhook(client, whatsapp) -> Callable[..., Any]:
    """Post a form to a webhook as Twilio does: with a valid signature unless another is given."""

    def post(form: dict[str, str], *, path: str = "inbound/", token: str = TOKEN, signature: str | None = None):
        path = f"/webhooks/twilio/whatsapp/{path}"
        form = {"AccountSid": ACCOUNT, **form}
        signed = RequestValidator(token).compute_signature(f"https://bot.example.com{path}", form)
        return client.generic(
            "POST",
            path,
            urlencode(form),
            content_type="application/x-www-form-urlencoded; charset=utf-8",
            headers={"X-Twilio-Signature": signed if signature is None else signature},
        )

    return post


def inbound_form(body: str = "hi", **changes: str) -> dict[str, str]:
    """A text message as Twilio posts it."""
    sid = changes.pop("MessageSid", "SM" + uuid.uuid4().hex)
    return {
        "MessageSid": sid, "SmsSid": sid, "SmsMessageSid": sid, "SmsStatus": "received", "ApiVersion": "2010-04-01",
        "From": "whatsapp:+15550100009", "To": SENDER, "WaId": "15550100009", "ProfileName": "Robin", "Body": body,
        "NumMedia": "0", "NumSegments": "1", "MessageType": "text", "ReferralNumMedia": "0",
        "ExternalUserId": "whatsapp:US.900100200300", **changes,
    }  # fmt: skip


def an_inbound(body: str = "hi", *, phone: str = "+15550100009", **changes: Any) -> InboundMessage:
    fields = {
        "channel": "whatsapp", "provider_id": "SM" + uuid.uuid4().hex, "addresses": (Address("phone", phone),),
        "sender": SENDER, "body": body, **changes,
    }  # fmt: skip
    return InboundMessage(**fields)


def queued(contact: Contact, body: str = "hello", *, origin: str = "reply", **fields: Any) -> Message:
    """An outbound message as `enqueue` stores it."""
    return Message.objects.create(
        contact=contact, address=contact.addresses.first(), channel="whatsapp", sender=SENDER, direction="outbound",
        origin=origin, body=body,
        **{"status": "queued", "created_at": NOW, "due_at": NOW,
           "content": {"topic": "deals"} if origin == "proactive" else {}, **fields},
    )  # fmt: skip
