"""What travels between a channel and the rest, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Address:
    """``kind`` is one of ContactAddress.Kind."""

    kind: str
    value: str


@dataclass(frozen=True)
class Media:
    """A file that came with a message. ``refused`` says why it must not be fetched."""

    url: str
    content_type: str
    refused: str = ""


@dataclass(frozen=True)
class Audio:
    """What somebody said, in memory only. ``mime`` is what the bytes are, whatever was said about them."""

    data: bytes
    mime: str


@dataclass(frozen=True)
class InboundMessage:
    """A message as it came in, whatever the channel.

    ``addresses``: every address it proves, the one to answer first. ``kind``: text, choice,
    image, voice, video, document, location, contact, sticker or other. ``body`` is what the person wrote
    (a document's file name is in ``file_name``, never here). ``choice`` is the id of a tapped button
    or list row. ``opt_out`` is set when the provider has already handled STOP/START/HELP itself.
    ``raw`` is the provider's form with every field, known or not.
    """

    channel: str
    provider_id: str
    addresses: tuple[Address, ...]
    sender: str  # which of our own addresses it was sent to
    kind: str = "text"
    body: str = ""
    choice: str = ""
    profile_name: str = ""
    file_name: str = ""
    media: tuple[Media, ...] = ()
    location: tuple[float, float] | None = None
    quoted_provider_id: str = ""
    opt_out: str = ""
    referral: dict[str, str] = field(default_factory=dict)
    raw: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Button:
    """A quick reply. ``id`` comes back as InboundMessage.choice; the title has at most 20 characters."""

    id: str
    title: str


@dataclass(frozen=True)
class GameCard:
    """A game as the web chat draws it; other channels have it in the text."""

    number: int
    slug: str
    title: str
    platforms: tuple[str, ...]
    price: str
    reason: str
    link: str
    image_url: str = ""


@dataclass(frozen=True)
class OutboundMessage:
    """A message as it leaves: free text with optional buttons, or a template with variables."""

    public_id: str
    to: Address
    sender: str
    body: str = ""
    buttons: tuple[Button, ...] = ()
    image_url: str = ""
    template_sid: str = ""
    template_variables: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ProviderTemplate:
    """A template as the provider has it. ``status`` is unsubmitted, pending, approved, rejected, paused or disabled."""

    sid: str
    name: str
    language: str
    kind: str
    body: str
    samples: dict[str, str]
    status: str
    category: str
    rejection_reason: str = ""
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True)
class StatusUpdate:
    """What a provider says about a message that we sent. ``status`` is one of Message.Status."""

    channel: str
    provider_id: str
    public_id: str
    status: str
    error_code: str = ""
    error: str = ""
