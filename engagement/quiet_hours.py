"""When it is night for somebody, and when that night ends. Pure; right over midnight and when clocks change.

Night is what the clock on the wall says. An hour that comes twice is night twice; where the end of the night is
jumped over, it ends with the jump. Who may live in one of several zones sleeps while it is night in any of them.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engagement.facts import NEVER, QuietHours

_ROUNDS = 60  # each goes to the end of some night; zones that share no waking hour never meet
_A_DAY, _SATURDAY = 24 * 60, 5
_DAYS_AHEAD = 3  # a zone that changes sides of the date line leaves out a day


def is_quiet(zones: Sequence[str], at: datetime, quiet: QuietHours) -> bool:
    """Whether it is night in any of them, or may be because none is known."""
    return not zones or any(_is_night_in(zone, at, quiet) for zone in zones)


def _is_night_in(zone: str, at: datetime, quiet: QuietHours) -> bool:
    """What the clock on the wall there says."""
    local = at.astimezone(_zone(zone))
    minute = local.hour * 60 + local.minute
    is_weekend = local.weekday() >= _SATURDAY
    ends = quiet.weekend_ends if is_weekend and quiet.weekend_ends is not None else quiet.ends
    if quiet.starts <= ends:
        return quiet.starts <= minute < ends
    return minute >= quiet.starts or minute < ends


def next_waking(at: datetime, zones: Sequence[str], quiet: QuietHours) -> datetime:
    """The first moment from ``at`` on that is no night in any of the zones; NEVER if there is none."""
    moment = at
    for _ in range(_ROUNDS):
        asleep = [zone for zone in zones if _is_night_in(zone, moment, quiet)]
        if not asleep:
            return moment
        moment = max(_end_of_night(moment, zone, quiet) for zone in asleep)
        if moment == NEVER:
            break
    return NEVER


def calendar_day(at: datetime, zones: Sequence[str]) -> tuple[datetime, datetime]:
    """When the day of the calendar that ``at`` falls on in the first of the zones begins, and when the next does."""
    return _days_from(at, zones, first=0, count=1)


def calendar_week(at: datetime, zones: Sequence[str]) -> tuple[datetime, datetime]:
    """The same for its week, from Monday to Monday."""
    clock = _zone(zones[0] if zones else "UTC")
    return _days_from(at, zones, first=-at.astimezone(clock).weekday(), count=7)


def _days_from(at: datetime, zones: Sequence[str], *, first: int, count: int) -> tuple[datetime, datetime]:
    clock = _zone(zones[0] if zones else "UTC")
    today = at.astimezone(clock).date()
    begins, ends = (
        datetime.combine(today + timedelta(days=days), time(), clock).astimezone(UTC) for days in (first, first + count)
    )
    return begins, ends


def _end_of_night(at: datetime, zone: str, quiet: QuietHours) -> datetime:
    clock = _zone(zone)
    today = at.astimezone(clock).date()
    # Between a weekday without a night's end and a weekend with one, midnight may be it.
    walls = {minute % _A_DAY for minute in (quiet.ends, quiet.weekend_ends, 0) if minute is not None}
    candidates = [
        datetime.combine(today + timedelta(days=days), time(*divmod(wall, 60)), clock)
        .replace(fold=fold)
        .astimezone(UTC)
        for days in range(_DAYS_AHEAD + 1)
        for wall in walls
        for fold in (0, 1)
    ]
    candidates += _change_of_clocks(at, at + timedelta(days=_DAYS_AHEAD), clock)
    return min(
        (moment for moment in candidates if moment > at and not _is_night_in(zone, moment, quiet)), default=NEVER
    )


def _change_of_clocks(since: datetime, until: datetime, clock: ZoneInfo) -> list[datetime]:
    """When the clock there is set forward or back in between, to the second."""
    before = since.astimezone(clock).utcoffset()
    if until.astimezone(clock).utcoffset() == before:
        return []
    low, high = int(since.timestamp()), int(until.timestamp()) + 1
    while high - low > 1:
        middle = (low + high) // 2
        if datetime.fromtimestamp(middle, clock).utcoffset() == before:
            low = middle
        else:
            high = middle
    return [datetime.fromtimestamp(high, UTC)]


@functools.cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
