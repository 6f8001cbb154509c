"""Four people whom a marketer could mean, and one who is nobody's business."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from conversations.models import Contact, ContactAddress, Message, MoodReading, SenderWindow, Session
from engagement import segment_facts
from games.models import Player

NOW = datetime(2026, 5, 4, 18, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


def feel(contact: Contact, mood: str, *, ago: timedelta) -> MoodReading:
    message = Message.objects.create(
        contact=contact, channel="whatsapp", direction="inbound", origin="player", status="handled", body="…",
        created_at=NOW - ago,
    )  # fmt: skip
    return MoodReading.objects.create(contact=contact, message=message, mood=mood, confidence=0.9, at=NOW - ago)


@pytest.fixture
def make_person(db) -> Callable[..., Contact]:
    def make(
        name: str, phone: str = "", *, seen: timedelta | None = None, sessions: int = 0, write_first: bool = False,
        topics: tuple[str, ...] = (), replies: bool = True, **taste: Any,
    ) -> Contact:  # fmt: skip
        contact = Contact.objects.create(
            player=Player.objects.create(origin="whatsapp", **taste), display_name=name, proactive_allowed=write_first,
            replies_allowed=replies, topics=list(topics), last_inbound_at=seen and NOW - seen,
        )  # fmt: skip
        Contact.objects.filter(pk=contact.pk).update(created_at=NOW - timedelta(days=100))
        if phone:
            ContactAddress.objects.create(contact=contact, kind="phone", value=phone)
        if seen is not None:
            SenderWindow.objects.create(contact=contact, sender="whatsapp:+15550001111", last_inbound_at=NOW - seen)
        for number in range(sessions):
            at = NOW - timedelta(days=20 + number)
            Session.objects.create(
                contact=contact, kind="returning", channel="whatsapp", opened_at=at, last_message_at=at, closed_at=at
            )
        return contact

    return make


@pytest.fixture
def dora(make_person) -> Contact:
    """Plays farming games on her Switch in Berlin, wrote an hour ago, sad the day before."""
    contact = make_person(
        "Dora", "+491701234567", seen=timedelta(hours=1), sessions=3, write_first=True, topics=("new_games", "deals"),
        platforms=["switch"], liked_genres=["farming"], city="Berlin ", age_band="adult", price_sweet="12.50",
        scores={"genre:farming": 0.45, "genre:puzzle": 0.2, "tag:cozy": 0.9}, scores_at=NOW, events_count=9,
        cold_start_done=True,
    )  # fmt: skip
    feel(contact, "sad", ago=timedelta(days=1))
    return contact


@pytest.fixture
def emeka(make_person) -> Contact:
    """Silent for six days, plays shooters on PC and PlayStation in Lagos; was happy eight days ago."""
    contact = make_person(
        "Emeka", "+2348012345678", seen=timedelta(days=6), sessions=1, write_first=True, topics=("deals",),
        platforms=["pc", "ps5"], liked_genres=["shooter"], city="Lagos", age_band="adult",
    )  # fmt: skip
    feel(contact, "happy", ago=timedelta(days=8))
    return contact


@pytest.fixture
def fay(make_person) -> Contact:
    """From Toronto, told nothing about herself, never said that we may write first."""
    return make_person("Fay", "+14165550123", seen=timedelta(days=40))


@pytest.fixture
def gus(make_person) -> Contact:
    """A child, said STOP."""
    return make_person("Gus", "+447700900123", seen=timedelta(hours=3), replies=False, age_band="under_13",
                       platforms=["switch", "ios"])  # fmt: skip


@pytest.fixture
def everybody(dora, emeka, fay, gus) -> dict[str, Contact]:
    segment_facts.refresh("TRUE", [], now=NOW)
    return {contact.display_name: contact for contact in (dora, emeka, fay, gus)}
