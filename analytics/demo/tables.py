"""The rows of a made-up past by table, in the order in which they are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Model

from conversations.models import (
    ConsentChange,
    Contact,
    ContactAddress,
    HandOver,
    Message,
    Miss,
    MoodReading,
    Session,
)
from engagement.models import Touch
from games.models import Impression, Interaction, Player, Slate


@dataclass
class Rows:
    """Everything of everybody, by table; each list is copied in when those that it points at have their keys."""

    players: list[Player] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    addresses: list[ContactAddress] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    slates: list[Slate] = field(default_factory=list)
    impressions: list[Impression] = field(default_factory=list)
    interactions: list[Interaction] = field(default_factory=list)
    said: list[Message] = field(default_factory=list)
    answered: list[Message] = field(default_factory=list)
    first_words: list[Message] = field(default_factory=list)
    readings: list[MoodReading] = field(default_factory=list)
    misses: list[Miss] = field(default_factory=list)
    hand_overs: list[HandOver] = field(default_factory=list)
    consents: list[ConsentChange] = field(default_factory=list)
    touches: list[Touch] = field(default_factory=list)

    def in_order(self) -> Iterator[Sequence[Model]]:
        """Each table behind those that it points at, its rows in the order in which they would have come."""
        self.sessions.sort(key=lambda row: row.opened_at)
        self.slates.sort(key=lambda row: row.created_at)
        self.impressions.sort(key=lambda row: row.slate.created_at)
        self.interactions.sort(key=lambda row: row.at)
        for messages in (self.said, self.answered, self.first_words):
            messages.sort(key=lambda row: row.created_at)
        yield from (self.players, self.contacts, self.addresses, self.sessions, self.slates, self.impressions)
        yield from (self.interactions, self.said, self.answered, self.first_words, self.readings, self.misses)
        yield from (self.hand_overs, self.consents, self.touches)
