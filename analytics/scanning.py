"""Counts a day: one statement for all metrics that share a scan, by every breakdown that one of them declares.

GROUPING SETS read the day's rows once for all breakdowns. Who is in which group of one taste is looked up beside the
rows; a player may be in several segments, so breakdowns by segment are counted apart, from the same rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from django.db import connection

from analytics.days import Day
from analytics.metrics import METRICS, SCANS, Metric, Scan
from analytics.storing import Key
from analytics.values import Counted

_CLUSTER, _SEGMENT = "cluster", "segment"
_IN_GROUP = """{join} JOIN analytics_membership {name} ON {name}.player_id = r.player_id AND {name}.kind = '{kind}'
      AND {name}.from_day <= %(day)s AND ({name}.until_day IS NULL OR {name}.until_day > %(day)s)"""
_GROUPS = {
    _CLUSTER: _IN_GROUP.format(join="LEFT", name="k", kind=_CLUSTER),
    _SEGMENT: _IN_GROUP.format(join="", name="g", kind=_SEGMENT),
}
_GROUP_COLUMNS = {_CLUSTER: "coalesce(k.key::text, '')", _SEGMENT: "g.key::text"}

Breakdown = tuple[str, ...]


def scan_day(scan: Scan, day: Day) -> dict[Key, Counted]:
    """Every number of every metric of this scan, on that day. One statement."""
    found: dict[Key, Counted] = {}
    parts = _parts(scan.key)
    with connection.cursor() as cursor:
        cursor.execute(_statement(scan, parts), day.parameters)
        for part, is_demo, mask, values, *measured in cursor.fetchall():
            dimensions = _dimensions(parts[part])
            grouped = tuple(sorted(_grouped(dimensions, mask)))
            named = dict(zip(dimensions, values, strict=True))
            measures = dict(zip(scan.measures, measured, strict=True))
            found.update(facts(metrics_of(scan.key), grouped, named, is_demo=is_demo, measures=measures))
    return found


def facts(
    metrics: Iterable[Metric],
    grouped: Breakdown,
    values: Mapping[str, str],
    *,
    is_demo: bool,
    measures: Mapping[str, Any],
) -> Iterator[tuple[Key, Counted]]:
    """What one row of a scan says of each metric that is broken down this way. Nothing of nothing is
    left out, but for a state."""
    one, two = (*grouped, "", "")[:2]
    for metric in metrics:
        if grouped not in metric.breakdowns:
            continue
        counted = _counted(metric, measures)
        if metric.kind == "level" or counted.numerator or counted.denominator or any(counted.buckets):
            key = Key(metric.key, is_demo, one, two, _text(values.get(one)), _text(values.get(two)))
            yield key, counted


def _counted(metric: Metric, measures: Mapping[str, Any]) -> Counted:
    denominator = float(measures[metric.denominator] or 0) if metric.denominator else 0.0
    if metric.kind == "quantile":
        return Counted(0.0, denominator, tuple(measures[metric.numerator]))
    return Counted(float(measures[metric.numerator] or 0), denominator)


@cache
def metrics_of(scan: str) -> tuple[Metric, ...]:
    return tuple(metric for metric in METRICS.values() if metric.scan == scan)


@cache
def _parts(scan: str) -> tuple[tuple[Breakdown, ...], ...]:
    """Breakdowns that are read together: those by segment, where a player may be several times, and the others."""
    apart: dict[bool, set[Breakdown]] = defaultdict(set)
    for metric in metrics_of(scan):
        for breakdown in metric.breakdowns:
            apart[_SEGMENT in breakdown].add(breakdown)
    return tuple(tuple(sorted(breakdowns)) for _, breakdowns in sorted(apart.items()))


def _dimensions(breakdowns: Sequence[Breakdown]) -> tuple[str, ...]:
    return tuple(sorted({key for breakdown in breakdowns for key in breakdown}))


def _statement(scan: Scan, parts: Sequence[Sequence[Breakdown]]) -> str:
    """The rows are read once, whatever they are counted by."""
    counts = "\nUNION ALL\n".join(_counts(scan, number, breakdowns) for number, breakdowns in enumerate(parts))
    return f"WITH r AS MATERIALIZED ({scan.rows})\n{counts}"


def _counts(scan: Scan, part: int, breakdowns: Sequence[Breakdown]) -> str:
    dimensions = _dimensions(breakdowns)
    unknown = set(dimensions) - {*scan.dimensions, _CLUSTER, _SEGMENT}
    if unknown:
        raise LookupError(f"{scan.key} does not know {sorted(unknown)}")
    column = {key: _GROUP_COLUMNS.get(key, f"r.{key}") for key in dimensions}
    joins = "\n".join(sql for key, sql in _GROUPS.items() if key in dimensions)
    sets = ", ".join(f"({', '.join(column[key] for key in breakdown)})" for breakdown in breakdowns)
    mask = f"GROUPING({', '.join(column.values())})" if dimensions else "0"
    values = f"ARRAY[{', '.join(f'{sql}::text' for sql in column.values())}]::text[]"
    return f"""SELECT {part}, r.is_demo, {mask}, {values}, {", ".join(scan.measures.values())}
        FROM r {joins} GROUP BY r.is_demo, GROUPING SETS ({sets})"""


def _grouped(dimensions: Sequence[str], mask: int) -> Iterator[str]:
    """GROUPING has a bit for each dimension, the last one the lowest; it is set where the row is of all values."""
    last = len(dimensions) - 1
    return (key for place, key in enumerate(dimensions) if not mask >> (last - place) & 1)


def _text(value: object) -> str:
    return "" if value is None else str(value)[:80]


def scans() -> Iterable[Scan]:
    return SCANS.values()
