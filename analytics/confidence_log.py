"""How sure we were of each pick and what came of it: newest first, a page at a time, whole as a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse

from analytics.charts import Cell, number, words
from analytics.dimensions import DIMENSIONS
from analytics.number_words import span_in_words
from analytics.pages.asking import Field, Form, address_of
from analytics.pages.types import Ask
from games.models import Impression

HEADERS: Final = ("shown", "game", "confidence", "came to", "strategy", "position", "chance", "fitted", "why")
PAGE: Final = 50
_MOST_IN_A_FILE: Final = 200_000
_COLUMNS: Final = (
    "pk", "shown_at", "game__title", "confidence", "outcome", "strategy", "slot", "propensity", "fit", "reason",
    "slate_id",
)  # fmt: skip
_TENTHS: Final = tuple((str(tenth), f"{tenth}0–{tenth + 1}0 %") for tenth in range(10))


@dataclass(frozen=True)
class Wanted:
    """``before`` is where the page before ended: the time and the number of its last row."""

    strategy: str = ""
    outcome: str = ""
    tenth: str = ""
    before: tuple[datetime, int] | None = None

    @property
    def query(self) -> str:
        told = {"strategy": self.strategy, "outcome": self.outcome, "confidence": self.tenth}
        return urlencode({key: value for key, value in told.items() if value})


@dataclass(frozen=True)
class Page:
    rows: tuple[tuple[Cell, ...], ...]
    older: str  # the end of the address of the next page; empty at the end
    is_first: bool


def wanted_from(params: Mapping[str, str]) -> Wanted:
    """What cannot be read is as if it were not there."""
    at, _, pk = params.get("before", "").rpartition("~")
    try:
        before = (datetime.fromisoformat(at), int(pk)) if pk else None
    except ValueError:
        before = None
    tenth = params.get("confidence", "")
    return Wanted(
        params.get("strategy", "")[:30],
        outcome if (outcome := params.get("outcome", "")) in Impression.Outcome.values else "",
        tenth if tenth in dict(_TENTHS) else "",
        before if before and before[0].tzinfo else None,
    )


def form_of(wanted: Wanted, ask: Ask, *, problem: str = "") -> Form:
    strategies = DIMENSIONS["strategy"]
    named = tuple((key, strategies.names[key]) for key in strategies.order)
    first, last = ask.period.first_day, ask.period.last_day
    return Form(
        presets=(),
        first_day=first.isoformat(),
        last_day=last.isoformat(),
        fields=(
            Field("strategy", "strategy", named, wanted.strategy),
            Field("outcome", "came to", tuple(Impression.Outcome.choices), wanted.outcome),
            Field("confidence", "confidence", _TENTHS, wanted.tenth),
        ),
        in_words=span_in_words(first, last),
        problem=problem,
    )


def page(wanted: Wanted, *, ask: Ask) -> Page:
    found = list(_rows(wanted, ask).values_list(*_COLUMNS)[: PAGE + 1])
    shown = found[:PAGE]
    older = ""
    if len(found) > PAGE:
        pk, at, *_ = shown[-1]
        told = wanted.query
        older = f"?{address_of(ask)}&{told + '&' if told else ''}{urlencode({'before': f'{at.isoformat()}~{pk}'})}"
    return Page(tuple(_cells(row) for row in shown), older, wanted.before is None)


def every(wanted: Wanted, *, ask: Ask) -> Iterator[tuple[Cell, ...]]:
    """The newest two hundred thousand; nothing of them is held in memory."""
    rows = _rows(replace(wanted, before=None), ask).values_list(*_COLUMNS)[:_MOST_IN_A_FILE]
    for row in rows.iterator(chunk_size=2_000):
        yield _cells(row)


def _rows(wanted: Wanted, ask: Ask) -> QuerySet[Impression]:
    zone = ZoneInfo(settings.ANALYTICS_TIME_ZONE)
    since = datetime.combine(ask.period.first_day, time.min, zone)
    until = datetime.combine(ask.period.last_day + timedelta(days=1), time.min, zone)
    rows = Impression.objects.filter(shown_at__gte=since, shown_at__lt=until).order_by("-shown_at", "-pk")
    made_up = Q(player__origin="demo")
    rows = rows.filter(made_up) if ask.only.is_demo else rows.exclude(made_up)
    if wanted.strategy:
        rows = rows.filter(strategy=wanted.strategy)
    if wanted.outcome:
        rows = rows.filter(outcome=wanted.outcome)
    if wanted.tenth:
        least = int(wanted.tenth) / 10
        rows = rows.filter(confidence__gte=least)
        rows = rows.filter(confidence__lt=least + 0.1) if wanted.tenth != "9" else rows
    if wanted.before:
        at, pk = wanted.before
        # The first condition says less than the second, and is one that the index can begin from.
        rows = rows.filter(shown_at__lte=at).filter(Q(shown_at__lt=at) | Q(pk__lt=pk))
    return rows


def _cells(row: tuple[object, ...]) -> tuple[Cell, ...]:
    _, at, title, confidence, outcome, strategy, slot, propensity, fit, reason, slate = row
    assert isinstance(at, datetime)
    assert isinstance(slot, int)
    names = DIMENSIONS["strategy"].names
    return (
        Cell(f"{at:%-d %b %H:%M}", at.isoformat(), reverse("admin:games_slate_change", args=[slate])),
        words(str(title)), _number(confidence, "%"), words(Impression.Outcome(str(outcome)).label),
        words(names.get(str(strategy), str(strategy))), number(slot + 1), _number(propensity, "%"),
        _number(fit, "%"), words(str(reason)),
    )  # fmt: skip


def _number(value: object, unit: str) -> Cell:
    return number(value if isinstance(value, float) else None, unit)
