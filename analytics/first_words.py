"""What we sent unasked on a day and what came of it, by engagement's own reckoning of a message's outcome."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.db.models.functions import ExtractHour

from analytics.days import Day
from analytics.metrics.campaigns import TOUCHES
from analytics.scanning import facts, metrics_of
from analytics.storing import Key
from analytics.values import Counted
from engagement import outcomes
from engagement.models import Campaign, Touch

# What belongs to no campaign has no window of its own: as long as a pick may be answered.
_USUAL_WINDOW: Final = timedelta(hours=72)
_COLUMNS: Final = ("is_demo", "campaign", "variant", "kind", "hour")
_COUNTED: Final = ("sent", "delivered", "read", "replied", "accepted", "opted_out")

_Sums = dict[tuple[str, ...], dict[str, int]]


def count_first_words(day: Day) -> dict[Key, Counted]:
    """A statement for each length of window that a campaign of that day has."""
    sent = Touch.objects.filter(sent_at__gte=day.since, sent_at__lt=day.until).annotate(
        is_demo=Q(contact__player__origin="demo"), hour=ExtractHour("sent_at", tzinfo=ZoneInfo(day.zone))
    )
    by_window: dict[timedelta, list[int]] = defaultdict(list)
    theirs = Campaign.objects.filter(pk__in=sent.order_by().values("campaign").distinct())
    for pk, hours in theirs.values_list("pk", "attribution_hours"):
        by_window[timedelta(hours=hours)].append(pk)
    found: dict[bool, _Sums] = {False: {}, True: {}}
    for window, campaigns in by_window.items():
        _add(found, sent.filter(campaign__in=campaigns), window)
    _add(found, sent.filter(campaign=None), _USUAL_WINDOW)
    return {
        key: counted for is_demo, sums in found.items() for key, counted in _broken_down(sums, is_demo=is_demo).items()
    }


def _add(found: Mapping[bool, _Sums], touches: QuerySet[Touch], window: timedelta) -> None:
    for (is_demo, campaign, variant, kind, hour), funnel in outcomes.funnels(touches, *_COLUMNS, window=window):
        values = (str(campaign or ""), variant, kind, f"{hour:02d}")
        found[is_demo][values] = {name: getattr(funnel, name) for name in _COUNTED}


def _broken_down(sums: _Sums, *, is_demo: bool) -> dict[Key, Counted]:
    metrics = metrics_of(TOUCHES)
    found: dict[Key, Counted] = {}
    for breakdown in {breakdown for metric in metrics for breakdown in metric.breakdowns}:
        whole: _Sums = defaultdict(lambda: dict.fromkeys(_COUNTED, 0))
        for values, counts in sums.items():
            named = dict(zip(_COLUMNS[1:], values, strict=True))
            group = whole[tuple(named[key] for key in breakdown)]
            for name, number in counts.items():
                group[name] += number
        for values, counts in whole.items():
            named = dict(zip(breakdown, values, strict=True))
            found.update(facts(metrics, breakdown, named, is_demo=is_demo, measures=counts))
    return found
