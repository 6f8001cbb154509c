"""Days of the reporting zone: when they begin and end, and which one a moment falls on. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Day:
    """From its midnight to the next on the clock of the zone: 23 or 25 hours when clocks change. ``now`` is the
    moment of counting."""

    day: date
    zone: str
    now: datetime

    @property
    def since(self) -> datetime:
        return midnight(self.day, self.zone)

    @property
    def until(self) -> datetime:
        return midnight(self.day + timedelta(days=1), self.zone)

    @property
    def parameters(self) -> dict[str, Any]:
        return {"day": self.day, "since": self.since, "until": self.until, "zone": self.zone, "now": self.now}


def midnight(day: date, zone: str) -> datetime:
    """In UTC, as the database keeps moments."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def day_of(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


def days_between(first: date, last: date) -> Iterator[date]:
    """Both ends included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
