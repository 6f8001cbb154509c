"""Counts days: every few minutes those that may have changed, and any range anew on request, with the same result.

A day is counted in two steps. First what players and games did on it, which other days look at too; then the metrics.
Today changes all the time; a day gone by settles for four days (outcomes, delivery reports) and looks back at its
newcomers for seven. What changes later marks its day (``late_rows``).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, Min, Q

from analytics import first_words, late_rows, levels, queue_samples, rolling
from analytics.days import Day, day_of, days_between
from analytics.game_days import count_games
from analytics.metrics import SCANS, Scan
from analytics.metrics.campaigns import TOUCHES
from analytics.models import DayState
from analytics.player_days import count_players
from analytics.scanning import metrics_of, scan_day
from analytics.session_scores import score_ended
from analytics.storing import Key, store
from analytics.values import Counted
from games.models import Player

SETTLES: Final = 4  # days until outcomes and delivery reports are final
LOOKS_BACK: Final = 8  # days until it is known what became of newcomers
_SETTLING_EVERY, _SETTLED_EVERY = timedelta(hours=1), timedelta(hours=20)
_OVERLAP: Final = timedelta(minutes=10)  # a run that began before another may end after it
_LOCK: Final = 7_478_030  # of advisory locks, one a day
_MEMORY: Final = "64MB"  # a day's rows are counted by many things at once; the usual 4 MB would put them on disk
_SECONDS: Final = 50.0  # a task has 120; what is left comes with the next one


def refresh(*, now: datetime, seconds: float = _SECONDS, clock: Callable[[], float] = time.monotonic) -> list[date]:
    """Count what is due, the newest first, for so long at most. Returns the days that were counted."""
    today = day_of(now, settings.ANALYTICS_TIME_ZONE)
    late_rows.mark_late(before=today, now=now)
    ends = clock() + seconds
    done: list[date] = []
    never = never_counted(now=now)
    for day in _due(today, now, never=never):
        if done and clock() > ends:
            break
        if _count([day], now=now, may_wait=False):
            done.append(day)
    _note_hourly(today, has_new=not {*done}.isdisjoint({*never} - {today}), now=now)
    return done


def never_counted(*, now: datetime) -> list[date]:
    """The days since the first player came that were never counted, the newest first."""
    today = day_of(now, settings.ANALYTICS_TIME_ZONE)
    counted = set(DayState.objects.filter(counted_at__isnull=False).values_list("day", flat=True))
    return [day for day in reversed(list(days_between(first_day_of_all() or today, today))) if day not in counted]


def rebuild(
    first: date, last: date, *, now: datetime, tell: Callable[[date], None] = lambda day: None
) -> Sequence[date]:
    """Count a range of days anew, waiting for whoever counts one of them."""
    days = list(days_between(first, min(last, day_of(now, settings.ANALYTICS_TIME_ZONE))))
    for day in days:
        _count_rows(day, now=now, may_wait=True)
        tell(day)
    for day in days:
        _count_metrics(day, now=now, may_wait=True)
        tell(day)
    if days:
        _count_windows(days, now=now)
    return days


def first_day_of_all() -> date | None:
    """The day on which the first player came."""
    at = Player.objects.aggregate(at=Min("created_at"))["at"]
    return None if at is None else day_of(at, settings.ANALYTICS_TIME_ZONE)


def is_counted_for_good(scan: Scan, day: date, *, now: datetime) -> bool:
    """What it would be counted from is forgotten by now; what was counted stays."""
    kept = {"words": settings.MESSAGE_BODY_DAYS, "samples": queue_samples.KEPT.days, "": 0}[scan.kept]
    return kept > 0 and day <= day_of(now - timedelta(days=kept), settings.ANALYTICS_TIME_ZONE)


def _due(today: date, now: datetime, *, never: Sequence[date]) -> list[date]:
    """Today, what settles, what is marked, and what was never counted since the first day that was."""
    states = {state.day: state for state in DayState.objects.filter(Q(day__gt=today - timedelta(days=LOOKS_BACK)))}
    due = [today]
    for age in range(1, LOOKS_BACK):
        day = today - timedelta(days=age)
        every = _SETTLING_EVERY if age <= SETTLES else _SETTLED_EVERY
        state = states.get(day)
        if state is None or state.counted_at is None or state.dirty_since or state.counted_at <= now - every:
            due.append(day)
    marked = DayState.objects.filter(dirty_since__isnull=False, day__lt=today).values_list("day", flat=True)
    began = first_day_of_all() or today
    everything = [*due, *sorted(marked, reverse=True), *never]
    return [day for day in dict.fromkeys(everything) if began <= day <= today]


def _count(days: Iterable[date], *, now: datetime, may_wait: bool) -> bool:
    return all(
        _count_rows(day, now=now, may_wait=may_wait) and _count_metrics(day, now=now, may_wait=may_wait) for day in days
    )


@transaction.atomic
def _count_rows(day: date, *, now: datetime, may_wait: bool) -> bool:
    if not _lock(day, may_wait=may_wait):
        return False
    of_day = Day(day, settings.ANALYTICS_TIME_ZONE, now)
    score_ended(of_day)
    count_players(of_day)
    count_games(of_day)
    return True


@transaction.atomic
def _count_metrics(day: date, *, now: datetime, may_wait: bool) -> bool:
    if not _lock(day, may_wait=may_wait):
        return False
    of_day = Day(day, settings.ANALYTICS_TIME_ZONE, now)
    found: dict[Key, Counted] = first_words.count_first_words(of_day)
    written = {metric.key for metric in metrics_of(TOUCHES)}
    for scan in SCANS.values():
        if not is_counted_for_good(scan, day, now=now):
            found.update(scan_day(scan, of_day))
            written.update(metric.key for metric in metrics_of(scan.key))
    store(day, found, metrics=written)
    state, is_new = DayState.objects.get_or_create(day=day, defaults={"counted_at": now})
    if not is_new:
        # What was marked while we counted stays marked.
        DayState.objects.filter(pk=state.pk).filter(Q(dirty_since=None) | Q(dirty_since__lte=now)).update(
            counted_at=now, dirty_since=None
        )
    return True


def _note_hourly(today: date, *, has_new: bool, now: datetime) -> None:
    """Windows of a week and a month read a month of players' days: once an hour, for all days that were counted since,
    or at once where a day was counted for the first time. States are read when they are."""
    state = DayState.objects.filter(day=today).first()
    if state is None:
        return
    is_due = state.levels_at is None or state.levels_at <= now - _SETTLING_EVERY
    if not (is_due or has_new):
        return
    noted = DayState.objects.aggregate(at=Max("levels_at"))["at"]
    since = Q() if noted is None else Q(counted_at__gte=noted - _OVERLAP)
    counted = DayState.objects.filter(since, counted_at__isnull=False).values_list("day", flat=True)
    _count_windows([*counted, today], now=now)
    if is_due:
        levels.note_levels(today, now=now)
        DayState.objects.filter(day=today).update(levels_at=now)


@transaction.atomic
def _count_windows(days: Sequence[date], *, now: datetime) -> None:
    _lock(min(days), may_wait=True)
    today = day_of(now, settings.ANALYTICS_TIME_ZONE)
    last = min(rolling.touched_by(max(days)), today)
    rolling.count_windows(min(days), last)
    rolling.count_cohorts(min(days), last)
    levels.note_past_of_demo(days)


def _lock(day: date, *, may_wait: bool) -> bool:
    wanted = "pg_advisory_xact_lock" if may_wait else "pg_try_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {wanted}(%s, %s), set_config('work_mem', %s, true)", [_LOCK, day.toordinal(), _MEMORY])
        got, _ = cursor.fetchone()
    return may_wait or bool(got)
