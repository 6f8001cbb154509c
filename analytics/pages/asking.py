"""From an address to a question: which days, and whom. What cannot be asked is said beside its field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet

from analytics import reading
from analytics.demo import record
from analytics.dimensions import DIMENSIONS
from analytics.number_words import span_in_words
from analytics.pages.types import Ask, Page, with_filter
from analytics.reading import Filters, Period
from engagement.models import Campaign, Segment, Variant
from games.models import PlayerCluster

PRESETS: Final = (7, 28, 90)
_USUAL: Final = 28
_LONGEST: Final = 366
_MOST_CHOICES: Final = 200
# Nothing happened before, and further back a week earlier or another zone would be no day at all.
_EARLIEST: Final = date(2000, 1, 1)
REAL: Final = "real"


@dataclass(frozen=True)
class Field:
    """A filter. ``reason`` says why it cannot be chosen now."""

    key: str
    label: str
    choices: tuple[tuple[str, str], ...]
    chosen: str
    reason: str = ""
    otherwise: str = "all"


@dataclass(frozen=True)
class Form:
    """The bar above a page: presets, own days, filters."""

    presets: tuple[tuple[str, str, bool], ...]  # words, address, whether it is the one shown
    first_day: str
    last_day: str
    fields: tuple[Field, ...]
    in_words: str
    problem: str = ""

    @property
    def is_filtered(self) -> bool:
        return any(field.chosen for field in self.fields)


def ask_from(params: Mapping[str, str], *, now: datetime, page: Page | None = None) -> tuple[Ask, str]:
    """And what of the address could not be read, in words. Without a page nothing is filtered."""
    today = now.astimezone(ZoneInfo(settings.ANALYTICS_TIME_ZONE)).date()
    period, problem = _period(params, today)
    chosen = {key: params[key][:80] for key in (page.filters if page else ()) if params.get(key)}
    has_demo = reading.has_demo()
    people = REAL if has_demo and params.get("people") == REAL else ""
    only = Filters(**chosen, is_demo=has_demo and not people)
    return Ask(period, only, now, today, people), problem


def _period(params: Mapping[str, str], today: date) -> tuple[Period, str]:
    usual = Period.until(today, days=_USUAL)
    if params.get("from") or params.get("to"):
        try:
            last = date.fromisoformat(params["to"]) if params.get("to") else today
            first = date.fromisoformat(params["from"]) if params.get("from") else last - timedelta(days=_USUAL - 1)
        except (ValueError, OverflowError):
            return usual, "That is no day; shown are the usual ones."
        first, last = max(first, _EARLIEST), min(last, today)
        if first > last:
            return usual, "The first day is after the last; shown are the usual ones."
        if (last - first).days >= _LONGEST:
            return Period.until(last, days=_LONGEST), f"At most {_LONGEST} days are shown at once."
        return Period(first, last), ""
    told = params.get("days", "")
    return (Period.until(today, days=int(told)) if told in map(str, PRESETS) else usual), ""


def form_of(page: Page, ask: Ask, *, problem: str = "") -> Form:
    chosen = dict(ask.only.chosen)
    return Form(
        presets=tuple(
            (
                f"{days} days",
                "?" + urlencode({"days": days, **chosen, **_people(ask)}),
                Period.until(ask.today, days=days) == ask.period,
            )
            for days in PRESETS
        ),
        first_day=ask.period.first_day.isoformat(),
        last_day=ask.period.last_day.isoformat(),
        fields=(*(_field(page, ask, key) for key in page.filters), *_whom(ask)),
        in_words=span_in_words(ask.period.first_day, ask.period.last_day),
        problem=problem,
    )


def address_of(ask: Ask) -> str:
    """The question as the end of an address."""
    days = {"from": ask.period.first_day.isoformat(), "to": ask.period.last_day.isoformat()}
    return urlencode({**days, **ask.only.chosen, **_people(ask)})


def _people(ask: Ask) -> dict[str, str]:
    return {"people": ask.people} if ask.people else {}


def _whom(ask: Ask) -> tuple[Field, ...]:
    """While a demo stands it is what there is to see; real people are one choice away."""
    if not (ask.only.is_demo or ask.people):
        return ()
    return (Field("people", "people", ((REAL, "real ones"),), ask.people, otherwise="made-up ones"),)


def _field(page: Page, ask: Ask, key: str) -> Field:
    label = DIMENSIONS[key].label
    others = [other for other in ask.only.chosen if other != key]
    choices = _choices(key, ask.only.is_demo)
    with_it = with_filter(ask.only, key)
    reason = ""
    if not choices:
        reason = f"There is no {label} yet."
    elif others and not any(panel.offers(with_it) for panel in page.panels):
        words = " and ".join(DIMENSIONS[other].label for other in others)
        reason = f"Nothing here is counted by {words} and {label} at once."
    return Field(key, label, choices, getattr(ask.only, key), reason)


def _choices(key: str, is_demo: bool) -> tuple[tuple[str, str], ...]:
    match key:
        case "channel":
            names = DIMENSIONS["channel"].labels()
            return tuple((value, names[value]) for value in DIMENSIONS["channel"].order)
        case "segment":
            segments = Segment.objects.order_by("name").values_list("pk", "name")
            if is_demo:
                segments = segments.filter(pk__in=record.keys_of("segments"))
            return _named(segments)
        case "cluster":
            current = PlayerCluster.objects.filter(is_current=True)
            if is_demo:  # theirs are none that anybody else is put into
                current = PlayerCluster.objects.filter(pk__in=record.keys_of("groups of players"))
            return _named(current.order_by("label").values_list("pk", "label"))
        case "campaign":
            return _named(Campaign.objects.filter(is_demo=is_demo).order_by("-pk").values_list("pk", "name"))
        case _:
            variants = Variant.objects.filter(experiment__is_demo=is_demo).select_related("experiment")
            newest = variants.order_by("-experiment_id", "pk")[:_MOST_CHOICES]
            return tuple((one.label, f"{one.experiment.name}: {one}") for one in newest)


def _named(rows: QuerySet[Any, tuple[int, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((str(pk), name) for pk, name in rows[:_MOST_CHOICES])
