"""Days as if they had been counted: every metric, by everything that a page shows it by."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import product

from analytics.metrics import METRICS, SECONDS
from analytics.models import DailyMetric, DayState
from analytics.pages import PAGES

NOW = datetime(2026, 6, 10, 12, 30, tzinfo=UTC)  # a Wednesday
TODAY = NOW.date()
# Of each dimension two values that exist, one of them with a name that must be shown as it is.
VALUES = {
    "channel": ("whatsapp", "web"), "hour": ("09", "21", "22"), "mood": ("sad", "happy"), "mood_after": ("sad", "happy"),
    "secondary": ("silly", "tired"), "strategy": ("best_fit", "discovery"), "slot": ("0", "1", "2"),
    "confidence": ("2", "7", "9"), "policy": ("learnt", "held back"), "genre": ("rpg", "puzzle"),
    "sentiment": ("positive", "negative"), "status": ("delivered", "failed"), "queue": ("talk", "work"),
    "session_kind": ("onboarding", "cold_return"), "error": ("63016", "21610"),
    "cohort": ("2026-05-25", "2026-06-01", "2026-06-08"), "campaign": ("1", "2", "3"), "task": ("<b>task</b>", "=task"),
}  # fmt: skip


def shown_by() -> set[tuple[str, tuple[str, ...]]]:
    """Each metric with each breakdown in which a page asks for it, and whole; weekdays follow from the day."""
    found = {(key, dims) for key in METRICS for dims in ((), ("hour",))}
    for page in PAGES.values():
        for panel in page.panels:
            found |= {(metric, tuple(sorted({*panel.by} - {"weekday"}))) for metric in panel.metrics}
    return {
        (key, tuple(sorted(set(dims)))) for key, dims in found if tuple(sorted(set(dims))) in METRICS[key].breakdowns
    }


def count_days(days: int, *, values: int = 2, is_demo: bool = False, today: date = TODAY) -> None:
    DailyMetric.objects.bulk_create(
        row
        for key, dims in sorted(shown_by())
        for chosen in product(*(_some(dim, values) for dim in dims))
        for row in _rows(key, dims, chosen, days, is_demo, today)
    )
    DayState.objects.update_or_create(day=today, defaults={"counted_at": NOW - timedelta(minutes=4)})


def _some(dim: str, values: int) -> tuple[str, ...]:
    known = VALUES.get(dim, ("one", "two"))
    return (*known, *(f"{dim} {number}" for number in range(len(known), values)))[:values]


def _rows(
    key: str, dims: tuple[str, ...], chosen: tuple[str, ...], days: int, is_demo: bool, today: date
) -> Iterator[DailyMetric]:
    metric = METRICS[key]
    one, two = (*dims, "", "")[:2]
    value1, value2 = (*chosen, "", "")[:2]
    for back in (*range(days), 7):
        buckets = [0] * (len(SECONDS) + 1)
        buckets[8] = 40
        yield DailyMetric(
            metric=key, is_demo=is_demo, day=today - timedelta(days=back), dim1=one, value1=value1, dim2=two,
            value2=value2, numerator=10 + back, denominator=0 if metric.kind == "count" else 40,
            buckets=buckets if metric.kind == "quantile" else None,
        )  # fmt: skip
