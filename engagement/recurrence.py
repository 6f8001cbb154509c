"""When something that comes again comes: pure, on the calendar, in UTC."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

DAILY: Final = "daily"
WEEKLY: Final = "weekly"
MONTHLY: Final = "monthly"
EVERY: Final = (DAILY, WEEKLY, MONTHLY)


def occurrences(
    *, first: datetime, every: str, since: datetime, until: datetime, ends_at: datetime | None = None
) -> Iterator[datetime]:
    """The times from ``since`` up to, not with, ``until``. The 31st of a month that has none is its last day."""
    end = until if ends_at is None else min(until, ends_at)
    number = _first_number(first, every, since)
    while (moment := _nth(first, every, number)) < end:
        if moment >= since:
            yield moment
        number += 1


def latest(*, first: datetime, every: str, now: datetime, ends_at: datetime | None = None) -> datetime | None:
    """The last time that has come; None before the first and after the end."""
    if now < first or (ends_at is not None and now >= ends_at):
        return None
    number = _first_number(first, every, now)
    while _nth(first, every, number + 1) <= now:
        number += 1
    return _nth(first, every, number)


def _first_number(first: datetime, every: str, since: datetime) -> int:
    """The number of an occurrence at or before ``since``, or 0: never one that is too late."""
    if since <= first:
        return 0
    if every == MONTHLY:
        return max((since.year - first.year) * 12 + since.month - first.month - 1, 0)
    return (since - first) // _step(every)


def _step(every: str) -> timedelta:
    return timedelta(days={DAILY: 1, WEEKLY: 7}[every])


def _nth(first: datetime, every: str, number: int) -> datetime:
    if every != MONTHLY:
        return first + number * _step(every)
    years, month = divmod(first.month - 1 + number, 12)
    year, month = first.year + years, month + 1
    return first.replace(year=year, month=month, day=min(first.day, calendar.monthrange(year, month)[1]))
