"""The cast of the campaign tests: people who may be written to, a small catalogue, a campaign that says hello."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import User

from conversations.channels.twilio_whatsapp.standin import SENDER
from conversations.models import PROACTIVE_TOPICS, Contact, ContactAddress, Message, SenderWindow
from conversations.tests.conftest import twilio, whatsapp  # noqa: F401 - fixtures
from engagement import advancing, campaigns, enrolling, pacer
from engagement.campaigns import live_copy
from engagement.models import Campaign, MessageTemplate, Step, Touch
from games.models import Player
from games.tests.factories import GameFactory

# A Monday, noon in Berlin.
NOW = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
HELLO = "Hey {name}, how was your weekend?"
PICK = "Hey {name}, {game} might suit you: {reason}."


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(5)


@pytest.fixture
def make_person(db) -> Callable[..., Contact]:
    """Said yes to everything, lives in Berlin, wrote three hours ago: anything may be sent to them."""

    def make(name: str, *, ago: timedelta = timedelta(hours=3), player: dict[str, Any] | None = None, **fields: Any):
        wrote_at = NOW - ago
        told = {"proactive_allowed": True, "topics": list(PROACTIVE_TOPICS), "time_zone": "Europe/Berlin", **fields}
        contact = Contact.objects.create(
            player=Player.objects.create(origin="whatsapp", platforms=["pc"], **(player or {})),
            display_name=name, last_inbound_at=wrote_at, inbound_seq=1, answered_seq=1, **told,
        )  # fmt: skip
        Contact.objects.filter(pk=contact.pk).update(created_at=NOW - timedelta(days=30))
        address = ContactAddress.objects.create(contact=contact, kind="phone", value=f"+4915100{contact.pk:06d}")
        SenderWindow.objects.create(contact=contact, sender=SENDER, last_inbound_at=wrote_at)
        wrote(contact, at=wrote_at, seq=1, address=address)
        return contact

    return make


def wrote(contact: Contact, *, at: datetime, seq: int = 2, address: ContactAddress | None = None) -> Message:
    """They wrote, and have been answered."""
    return Message.objects.create(
        contact=contact, address=address or contact.addresses.first(), channel="whatsapp", sender=SENDER,
        direction="inbound", origin="player", status="handled", body="hi", seq=seq, created_at=at,
        provider_id=f"SM{contact.pk}-{seq}",
    )  # fmt: skip


@pytest.fixture
def mia(make_person) -> Contact:
    return make_person("Mia Sommer")


@pytest.fixture
def games(db) -> list[Any]:
    return [
        GameFactory(slug="dorfromantik", title="Dorfromantik", feel="Calm tiles, one after the other.",
                    genres=["puzzle"], mood_fit={"stressed": 0.95, "tired": 0.9}, price="13.99"),
        GameFactory(slug="hades", title="Hades", feel="Fast runs through hell.", genres=["action"],
                    mood_fit={"hyped": 0.9, "angry": 0.8}, price="24.50"),
    ]  # fmt: skip


@pytest.fixture
def template(db) -> MessageTemplate:
    """Approved by Meta."""
    return MessageTemplate.objects.create(
        name="weekend_hello", body="Hey {{1}}, how was your weekend?", samples={"1": "Mia"}, content_sid="HX" + "a" * 32,
        status="approved",
    )  # fmt: skip


@pytest.fixture
def lena(db) -> User:
    return User.objects.create_user("lena")


@pytest.fixture
def omar(db) -> User:
    return User.objects.create_user("omar")


@pytest.fixture
def draft(db) -> Callable[..., Campaign]:
    """A campaign that is not submitted yet: one step, nobody held out, unless told otherwise."""

    def make(*texts: str, steps: list[dict[str, Any]] | None = None, **fields: Any) -> Campaign:
        told = {"name": f"hello {Campaign.objects.count()}", "topic": "new_games", "holdout_percent": 0, **fields}
        campaign = Campaign.objects.create(**told)
        for position, step in enumerate(steps or [{"text": text} for text in texts or (HELLO,)], start=1):
            text = step.get("text", HELLO)
            Step.objects.create(
                campaign=campaign, position=position, **{"picks_a_game": "{game}" in text, "text": text, **step}
            )
        return campaign

    return make


@pytest.fixture
def launched(draft) -> Callable[..., Campaign]:
    """Submitted, approved with it, and running."""

    def make(*texts: str, at: datetime = NOW, **fields: Any) -> Campaign:
        campaign = draft(*texts, **fields)
        campaigns.submit(campaign=campaign, by=None, now=at)
        campaigns.launch(campaign=campaign, by=None, now=at)
        campaign.refresh_from_db()
        return campaign

    return make


def play(campaign: Campaign, *, now: datetime = NOW, limit: int = 100) -> None:
    """One turn of everything, for this campaign."""
    campaign.refresh_from_db()
    if campaign.state == Campaign.State.RUNNING:
        enrolling.enrol(campaign, live_copy(campaign.version), now=now)
    advancing.advance(now=now)
    pacer.release(now=now, rng=np.random.default_rng(1), limit=limit)


def touches_of(campaign: Campaign) -> list[tuple[str, str]]:
    return list(Touch.objects.filter(campaign=campaign).order_by("pk").values_list("state", "reason"))


def deliver(campaign: Campaign, *, at: datetime, status: str = "delivered", **changes: Any) -> None:
    """The provider says so of everything that is queued."""
    from engagement import touch_results

    messages = Message.objects.filter(touch__campaign=campaign, status="queued")
    messages.update(status=status, **{"sent_at": at, "claimed_at": at, **changes})
    touch_results.note(now=at)
