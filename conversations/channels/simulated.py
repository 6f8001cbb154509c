"""A WhatsApp that is made up: its shape and limits are the real one's, and nothing it is given goes anywhere.

Whoever plays a chat puts a provider in its place for the length of the run. Outside of one the channel is not
connected, so the send loop passes it over, and sending on it is a fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import ClassVar, Protocol

from conversations.channels.errors import MediaRefused
from conversations.channels.twilio_whatsapp import content
from conversations.channels.twilio_whatsapp.channel import WhatsAppChannel
from conversations.channels.types import Audio, OutboundMessage


class Provider(Protocol):
    """What stands at the other end during a run."""

    def take(self, message: OutboundMessage) -> str:
        """Take the message and return its id. Raises DeliveryError."""

    def find(self, message: OutboundMessage) -> Sequence[str]:
        """The ids under which it has this message."""


_provider: ContextVar[Provider | None] = ContextVar("provider", default=None)


@contextmanager
def provided_by(provider: Provider) -> Iterator[None]:
    token = _provider.set(provider)
    try:
        yield
    finally:
        _provider.reset(token)


class SimulatedChannel(WhatsAppChannel):
    kind: ClassVar[str] = "simulated"
    is_made_up: ClassVar[bool] = True

    def is_connected(self) -> bool:
        return _provider.get() is not None

    def prepare(self) -> None:
        return

    def send(self, message: OutboundMessage) -> str:
        return _current().take(message)

    def find_sent(self, message: OutboundMessage, *, claimed_at: datetime) -> Sequence[str]:
        return _current().find(message)

    def delete_sent(self, provider_id: str) -> str:
        return ""  # there is no copy

    def fetch_audio(self, url: str, *, seconds: float) -> Audio:
        raise MediaRefused("made up")


def has_room_for_buttons(body: str) -> bool:
    """Whether WhatsApp draws quick replies under so long a text; else they arrive as words."""
    return content.fits(body)


def _current() -> Provider:
    provider = _provider.get()
    if provider is None:
        raise AssertionError("nothing is sent on the simulated channel outside a run")
    return provider
