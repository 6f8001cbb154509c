"""Which days that were counted already have got rows since: a talk brought in later, a reaction told days after.

Each table is read from where the look before last ended, so that a transaction that was still under way then is not
missed; what is seen twice is counted twice, with the same result.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.conf import settings
from django.db import connection

from analytics.days import midnight
from analytics.models import DayState, SourceCursor


@dataclass(frozen=True)
class _Source:
    """``reach`` is how many days before its own one a row may change: a reaction answers what was shown before."""

    table: str
    at: str
    reach: int = 0


_SOURCES: Final = (
    _Source("conversations_message", "created_at"),
    _Source("conversations_session", "opened_at"),
    _Source("conversations_moodreading", "at"),
    _Source("conversations_consentchange", "at"),
    _Source("conversations_handover", "opened_at"),
    _Source("conversations_miss", "at"),
    _Source("games_interaction", "at", reach=3),
    _Source("games_impression", "shown_at"),
    _Source("engagement_touch", "sent_at"),
)


def mark_late(*, before: date, now: datetime) -> int:
    """Days before this one that have got rows are counted anew; returns how many were marked."""
    marked: set[date] = set()
    for source in _SOURCES:
        marked.update(_days_of(source, before))
    mark(marked, now=now)
    return len(marked)


def mark(days: Iterable[date], *, now: datetime) -> None:
    """Something of these days has changed."""
    DayState.objects.bulk_create(
        [DayState(day=day, dirty_since=now) for day in sorted(set(days))],
        update_conflicts=True,
        unique_fields=["day"],
        update_fields=["dirty_since"],
    )


def _days_of(source: _Source, before: date) -> list[date]:
    cursor_row, is_new = SourceCursor.objects.get_or_create(table=source.table)
    zone = settings.ANALYTICS_TIME_ZONE
    told: dict[str, Any] = {
        "zone": zone, "reach": source.reach, "before": before, "until": midnight(before, zone),
        "from": cursor_row.before_id,
    }  # fmt: skip
    days: list[date] = []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max(id), 0) FROM {source.table}")
        (last,) = cursor.fetchone()
        if not is_new:
            cursor.execute(_LATE.format(table=source.table, at=source.at), told)
            days = [day for (day,) in cursor.fetchall()]
    # The first look finds what is there already, and no day has been counted without it.
    SourceCursor.objects.filter(pk=cursor_row.pk).update(before_id=last if is_new else cursor_row.last_id, last_id=last)
    return days


_LATE: Final = """
SELECT DISTINCT d::date FROM {table} s,
       generate_series((s.{at} AT TIME ZONE %(zone)s)::date - %(reach)s,
                       least((s.{at} AT TIME ZONE %(zone)s)::date, %(before)s::date - 1), interval '1 day') d
 WHERE s.id > %(from)s AND s.{at} < %(until)s
"""
