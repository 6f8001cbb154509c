"""Which channels there are."""

from __future__ import annotations

import functools

from conversations.channels.base import Channel, TemplateDesk
from conversations.channels.pulled import ApiChannel, CommandLineChannel, WebChannel
from conversations.channels.simulated import SimulatedChannel
from conversations.channels.twilio_whatsapp.channel import WhatsAppChannel
from conversations.channels.twilio_whatsapp.templates import TwilioTemplates

_CHANNELS: dict[str, type[Channel]] = {
    channel.kind: channel for channel in (WhatsAppChannel, WebChannel, ApiChannel, CommandLineChannel, SimulatedChannel)
}


@functools.cache
def channel_for(kind: str) -> Channel:
    """The channel of this name. Raises KeyError for one that does not exist."""
    return _CHANNELS[kind]()


def pushed_kinds() -> tuple[str, ...]:
    """Channels whose messages we must send, rather than leave for the player's page to fetch."""
    return tuple(kind for kind, channel in _CHANNELS.items() if channel.is_pushed)


def connected_kinds() -> tuple[str, ...]:
    return tuple(kind for kind in _CHANNELS if channel_for(kind).is_connected())


def template_desk() -> TemplateDesk:
    """Of the one channel that has templates."""
    return TwilioTemplates()
