"""The clock of whom we talk with: told by them, else their number's country; UTC where neither says."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from conversations import clocks
from conversations.dialogue.types import Turn
from conversations.models import Contact, Message

ASKED = "zone"
_BESIDE = re.compile(
    r"(?<!\bwhen)(?<!\bonce)(?<!\bwhile)(?<!\bif)(?<!\buntil)"
    r"[\s,.;]*\b(?:and |btw |because |cause |bc |since |as )?"
    r"(?:(?:i'?m|i am|we'?re|we are|i) (?:now |currently |here |based |living |live |stay |right now )*in"
    r"|(?:living|based) in)"
    r" ([\w' -]+?)(?: (?:now|rn|right now|btw|time|though))?\s*(?=[,.;!]|$)",
    re.IGNORECASE,
)


def zone_of(turn: Turn) -> str:
    """Empty where nobody knows."""
    return zone_for(turn.contact, turn.message, now=turn.now)


def zone_for(contact: Contact, message: Message, *, now: datetime) -> str:
    if clocks.is_zone(contact.time_zone):
        return contact.time_zone
    return clocks.clock_of_phone(_phone_of(message), now=now)


def clock_of(turn: Turn) -> ZoneInfo:
    return ZoneInfo(zone_of(turn) or "UTC")


def phone_of(turn: Turn) -> str:
    return _phone_of(turn.message)


def _phone_of(message: Message) -> str:
    address = message.address
    return address.value if address and address.kind == "phone" else ""


def told_beside(text: str, *, now: datetime) -> tuple[str, str]:
    """ "Tomorrow 8pm, I'm in London": the zone of the place, empty where none is named, and the words without it."""
    for found in _BESIDE.finditer(text.replace("’", "'")):
        if zone := clocks.zone_in_words(found[1], now=now):
            rest = f"{text[: found.start()]} {text[found.end() :]}".strip(" ,.;")
            return zone, rest
    return "", text
