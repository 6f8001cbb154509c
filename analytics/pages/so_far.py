"""Today against the same day a week ago, as far as today has come."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from analytics import reading
from analytics.metrics import METRICS
from analytics.pages.types import Ask
from analytics.reading import Period
from analytics.values import NOTHING, value_of


def compare_today(metric: str, ask: Ask) -> tuple[float | None, float | None, str]:
    """The value of today, that of a week ago, and up to when both are counted."""
    hour = ask.now.astimezone(ZoneInfo(settings.ANALYTICS_TIME_ZONE)).hour
    then = ask.today - timedelta(days=7)
    if hour and reading.offers(metric, by=("hour",), only=ask.only):
        now, before = (_until(metric, Period(day, day), hour, ask) for day in (ask.today, then))
        return now, before, f"until {hour:02d}:00"
    now, before = (reading.total(metric, period=Period(day, day), only=ask.only).value for day in (ask.today, then))
    return now, before, "today so far, the whole day then"


def _until(metric: str, period: Period, hour: int, ask: Ask) -> float | None:
    whole = NOTHING
    for group in reading.series(metric, period=period, by="hour", only=ask.only).groups:
        if group.whole and group.value.isdecimal() and int(group.value) < hour:
            whole = whole.plus(group.whole)
    return value_of(METRICS[metric], whole)


def reporting_day(now: datetime) -> datetime:
    return now.astimezone(ZoneInfo(settings.ANALYTICS_TIME_ZONE))
