"""What a channel can do. One folder per channel; nothing else knows its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import ClassVar, Protocol

from conversations.channels.errors import Verdict
from conversations.channels.types import Audio, Button, OutboundMessage, ProviderTemplate


class TemplateDesk(Protocol):
    """Where a provider keeps templates and has them judged. All raise DeliveryError."""

    def fetch(self) -> Sequence[ProviderTemplate]:
        """All that are there."""

    def create(
        self, *, name: str, language: str, body: str, samples: Mapping[str, str], buttons: Sequence[Button] = ()
    ) -> str:
        """Store one and return the provider's id; nobody judges it yet."""

    def submit(self, sid: str, *, name: str, category: str) -> str:
        """Have it judged; returns its status from now on."""


class Channel(Protocol):
    kind: ClassVar[str]
    max_body_chars: ClassVar[int]
    max_buttons: ClassVar[int]
    free_form_hours: ClassVar[int | None]  # None: the provider sets no reply window
    is_pushed: ClassVar[bool]  # False: the player's page fetches; a stored message is a sent one
    shows_cards: ClassVar[bool]
    is_made_up: ClassVar[bool]  # True: nobody is at the other end, and nothing is to be learnt from it

    def is_connected(self) -> bool:
        """Whether credentials are there, so that something can be sent."""

    def prepare(self) -> None:
        """Read what sending needs; called on the send loop's own thread before a run."""

    def verdict_for(self, code: str) -> Verdict:
        """What the provider's error code means for us."""

    def send(self, message: OutboundMessage) -> str:
        """Hand the message to the provider and return its id.

        Raises DeliveryError. Never touches the database; called from many threads.
        """

    def find_sent(self, message: OutboundMessage, *, claimed_at: datetime) -> Sequence[str]:
        """The provider's ids of messages that look like this one, sent since ``claimed_at``.

        Asked before anything is sent again after a crash. Raises DeliveryError.
        """

    def delete_sent(self, provider_id: str) -> str:
        """Delete the provider's copy of a message, in or out. Returns "" or why to try again."""

    def fetch_audio(self, url: str, *, seconds: float) -> Audio:
        """A voice note that came in, within ``seconds`` in all. Raises MediaRefused."""
