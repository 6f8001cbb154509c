"""A reminder's time and its limits, in words, on the clock of whoever asked for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from conversations import clocks
from conversations.channels.registry import channel_for
from conversations.dialogue import whereabouts
from conversations.dialogue.times_said import gap_in_words, in_words
from conversations.dialogue.types import Turn


def caveat(turn: Turn, due_at: datetime) -> str:
    """Where a reminder may not reach them, that is said when it is set."""
    channel = channel_for(turn.message.channel)
    if not channel.is_pushed:
        return "remind.here_only"
    is_far = channel.free_form_hours is not None and due_at - turn.now > timedelta(hours=channel.free_form_hours)
    return "remind.window" if is_far and not settings.REMINDER_TEMPLATE_SID else ""


def when(turn: Turn, at: datetime, zone: str = "") -> str:
    clock = ZoneInfo(zone) if zone else whereabouts.clock_of(turn)
    if not zone and not whereabouts.zone_of(turn) and at - turn.now < timedelta(hours=20):
        return gap_in_words(at - turn.now)
    return in_words(at.astimezone(clock), now=turn.now.astimezone(clock))


def zone_words(turn: Turn) -> str:
    return clocks.name_of(whereabouts.zone_of(turn) or "UTC")


def there(turn: Turn) -> datetime:
    return turn.now.astimezone(whereabouts.clock_of(turn))
