"""The counters as Prometheus text: sums since counting began, today's waits, and how things stand now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.db.models import Count, Min, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_q.models import OrmQ

from analytics import reading
from analytics.days import day_of
from analytics.metrics import METRICS
from analytics.models import DailyMetric
from analytics.queue_samples import QUEUES
from analytics.values import quantile_of

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_WITHIN: Final = ("0.5", "0.95", "0.99")
# Told by these values instead of as a whole: what an alarm would be set on.
_BY: Final[Mapping[str, str]] = {
    "delivery_errors": "error", "task_failures": "queue", "messages_in": "channel", "sessions": "session_kind",
    "hand_overs": "because", "reactions": "reaction", "catalogue_gaps": "gap", "queue_most": "queue",
    "queue_oldest": "queue", "withheld": "withheld",
}  # fmt: skip

_Rows = Iterable[tuple[str, float]]


@require_safe
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """For who brings the token; where none is set there is no such page."""
    if not settings.METRICS_TOKEN:
        raise Http404
    if not constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}"):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(exposition(now=timezone.now()), content_type=CONTENT_TYPE)


def exposition(*, now: datetime) -> str:
    """Of real people only. A handful of statements, whatever the size of the tables behind."""
    today = day_of(now, settings.ANALYTICS_TIME_ZONE)
    return "\n".join([*_sums(), *_waits(today), *_states(today), *_queues(now), *_age(now), ""])


def _sums() -> Iterator[str]:
    """A day may be counted anew, so a sum may fall by a little; what reads counters takes that for a new beginning."""
    counted = {key: metric for key, metric in METRICS.items() if metric.kind in ("count", "share")}
    rows = DailyMetric.objects.filter(metric__in=counted, dim1__in=["", *_BY.values()], dim2="", is_demo=False)
    sums: dict[str, list[tuple[str, float, float]]] = {}
    summed = rows.order_by().values_list("metric", "dim1", "value1").annotate(Sum("numerator"), Sum("denominator"))
    for key, dimension, value, numerator, denominator in summed:
        if dimension == _BY.get(key, ""):
            sums.setdefault(key, []).append((value, numerator, denominator))
    for key, found in sorted(sums.items()):
        metric, label = METRICS[key], _BY.get(key, "")
        name = f"thrum_{key}_total"
        yield from _family(name, metric.definition, "counter", label, [(value, n) for value, n, _ in found])
        if metric.kind == "share":
            about = f"What “{metric.label}” is a share of."
            yield from _family(f"thrum_{key}_of_total", about, "counter", label, [(value, d) for value, _, d in found])


def _waits(today: date) -> Iterator[str]:
    waits = {key: metric for key, metric in METRICS.items() if metric.kind == "quantile"}
    rows = DailyMetric.objects.filter(metric__in=waits, dim1="", dim2="", day=today, is_demo=False)
    for key, buckets in rows.order_by("metric").values_list("metric", "buckets"):
        told = [(share, quantile_of(buckets or [], float(share)) or 0.0) for share in _WITHIN]
        about = f"{METRICS[key].label}, of today."
        yield from _family(f"thrum_{key}_seconds", about, "gauge", "quantile", told)


def _states(today: date) -> Iterator[str]:
    levels = {key: metric for key, metric in METRICS.items() if metric.kind == "level" and not metric.denominator}
    rows = DailyMetric.objects.filter(metric__in=levels, dim2="", day=today, is_demo=False).order_by("metric", "value1")
    found: dict[str, list[tuple[str, float]]] = {}
    for key, dimension, value, number in rows.values_list("metric", "dim1", "value1", "numerator"):
        if dimension == _BY.get(key, ""):
            found.setdefault(key, []).append((value, number))
    for key, told in found.items():
        yield from _family(f"thrum_{key}", METRICS[key].definition, "gauge", _BY.get(key, ""), told)


def _queues(now: datetime) -> Iterator[str]:
    waiting = (
        OrmQ.objects.filter(lock__lte=now).order_by().values("key").annotate(count=Count("pk"), oldest=Min("lock"))
    )
    found = {row["key"]: row for row in waiting}
    depths = [(queue, float(found[queue]["count"]) if queue in found else 0.0) for queue in QUEUES]
    ages = [(queue, (now - found[queue]["oldest"]).total_seconds() if queue in found else 0.0) for queue in QUEUES]
    yield from _family("thrum_queue_waiting", "Tasks that wait now.", "gauge", "queue", depths)
    yield from _family("thrum_queue_oldest_wait_seconds", "How long the oldest has waited.", "gauge", "queue", ages)


def _age(now: datetime) -> Iterator[str]:
    age = reading.data_age(now)
    if age is not None:
        yield from _family(
            "thrum_data_age_seconds", "Since it was last counted.", "gauge", "", [("", age.total_seconds())]
        )


def _family(name: str, about: str, kind: str, label: str, rows: _Rows) -> Iterator[str]:
    yield f"# HELP {name} {_escaped(about)}"
    yield f"# TYPE {name} {kind}"
    for value, number in sorted(rows):
        mark = f'{{{label}="{_escaped(value, quotes=True)}"}}' if label else ""
        yield f"{name}{mark} {number:.17g}"


def _escaped(text: str, *, quotes: bool = False) -> str:
    told = text.replace("\\", "\\\\").replace("\n", "\\n")
    return told.replace('"', '\\"') if quotes else told
