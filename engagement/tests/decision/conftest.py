"""Those whom a cycle looks at. It is Monday, one in the afternoon in Lisbon."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from conversations.channels.twilio_whatsapp.standin import SENDER
from conversations.models import PROACTIVE_TOPICS, Contact, ContactAddress, Message, SenderWindow
from engagement.models import MessageTemplate, MessageText
from games.models import Player

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
SID = "HX" + "c" * 32


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def make_person(db) -> Callable[..., Contact]:
    """Said yes to everything, known for a month, last wrote two days ago."""

    def make(
        name: str, *, ago: timedelta = timedelta(days=2), known_for: timedelta = timedelta(days=30),
        kind: str = "phone", age_band: str = "", **fields: Any,
    ) -> Contact:  # fmt: skip
        told = {"proactive_allowed": True, "topics": list(PROACTIVE_TOPICS), "time_zone": "Europe/Lisbon", **fields}
        contact = Contact.objects.create(
            player=Player.objects.create(origin="whatsapp", age_band=age_band),
            display_name=name, last_inbound_at=NOW - ago, inbound_seq=1, answered_seq=1, **told,
        )  # fmt: skip
        Contact.objects.filter(pk=contact.pk).update(created_at=NOW - known_for)
        address = ContactAddress.objects.create(contact=contact, kind=kind, value=f"+3519100{contact.pk:06d}")
        is_pushed = kind != "web"
        if is_pushed:
            SenderWindow.objects.create(contact=contact, sender=SENDER, last_inbound_at=NOW - ago)
        Message.objects.create(
            contact=contact, address=address, channel="whatsapp" if is_pushed else "web", sender=SENDER,
            direction="inbound", origin="player", status="handled", body="hi", seq=1, created_at=NOW - ago,
            provider_id=f"SM{contact.pk}",
        )  # fmt: skip
        return contact

    return make


@pytest.fixture
def templates(db) -> None:
    """Each tone has a template that Meta has approved."""
    template = MessageTemplate.objects.create(
        name="checking_in", body="Hello {{1}}, shall we find you a game?", samples={"1": "Ana"}, content_sid=SID,
        status="approved",
    )  # fmt: skip
    for tone in ("playful", "warm", "neutral"):
        MessageText.objects.update_or_create(
            tone=tone, defaults={"text": "Hello {name}!", "template": template, "template_variables": {"1": "{name}"}}
        )


@pytest.fixture
def ana(make_person, templates) -> Contact:
    """May be written to."""
    return make_person("Ana Reis")
