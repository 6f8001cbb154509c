"""The clock of whom we talk with: told by them, else their number's country; UTC where neither says."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from conversations import clocks
from conversations.dialogue.types import Turn

ASKED = "zone"


def zone_of(turn: Turn) -> str:
    """Empty where nobody knows."""
    if clocks.is_zone(turn.contact.time_zone):
        return turn.contact.time_zone
    return clocks.clock_of_phone(phone_of(turn), now=turn.now)


def clock_of(turn: Turn) -> ZoneInfo:
    return ZoneInfo(zone_of(turn) or "UTC")


def phone_of(turn: Turn) -> str:
    address = turn.message.address
    return address.value if address and address.kind == "phone" else ""
