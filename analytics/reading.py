"""What pages ask of what was counted. Reads rollups only, never the rows that they come from.

A breakdown or filter that is not counted raises NotOffered; ``offers`` tells beforehand. Demo people are counted
apart from real ones and never beside them: ``Filters.is_demo`` says which of the two is meant, and ``shows_demo``
which there is something to see of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import F, Max, QuerySet, Sum
from django.db.models.functions import ExtractIsoWeekDay

from analytics.asked_once import once
from analytics.dimensions import DIMENSIONS, Dimension
from analytics.metrics import METRICS, OF_THE_MACHINE, Metric
from analytics.models import DailyMetric, DayState, PlayerDay
from analytics.reading_types import (
    EVERYBODY,
    FILTERS,
    Filters,
    Group,
    Matrix,
    Period,
    Row,
    Series,
    Table,
    Total,
)  # fmt: skip
from analytics.values import Counted, interval_of, together, value_of

__all__ = [
    "EVERYBODY",
    "FILTERS",
    "OTHERS",
    "WEEKDAY",
    "Filters",
    "Group",
    "Matrix",
    "NotOffered",
    "Period",
    "Row",
    "Series",
    "Table",
    "Total",
    "data_age",
    "distinct_players",
    "filters_of",
    "first_day",
    "has_demo",
    "matrix",
    "offered",
    "offers",
    "series",
    "shows_demo",
    "table",
    "total",
]  # fmt: skip

OTHERS: Final = "\0others"
WEEKDAY: Final = "weekday"  # follows from the day, so whatever is counted by day can be told by it


class NotOffered(Exception):
    """This combination is not counted; the message says so in words."""


def offers(metric_key: str, *, by: Iterable[str] = (), only: Filters = EVERYBODY) -> bool:
    """Whether this metric is counted by these dimensions under these filters."""
    wanted = tuple(sorted({*by, *only.chosen} - {WEEKDAY}))
    return wanted in METRICS[metric_key].breakdowns


def offered(metric_key: str) -> frozenset[tuple[str, ...]]:
    """Every breakdown that is counted: none, one or two dimensions each, in alphabetical order."""
    return METRICS[metric_key].breakdowns


def filters_of(metric_keys: Iterable[str]) -> tuple[str, ...]:
    """The filters that each of these metrics can be asked with, without a breakdown."""
    return tuple(key for key in FILTERS if all((key,) in METRICS[metric].breakdowns for metric in metric_keys))


def series(
    metric_key: str,
    *,
    period: Period,
    by: str | None = None,
    only: Filters = EVERYBODY,
    quantile: float = 0.5,
    most: int | None = None,
) -> Series:
    """A line for each value of ``by``, a point for each day. Beyond ``most`` lines the smallest become one."""
    metric = METRICS[metric_key]
    found: dict[str, dict[date, Counted]] = defaultdict(dict)
    asked = (by,) if by else ()
    for day, values, counted in once(
        (metric.key, period, asked, only), lambda: list(_rows(metric, period, asked, only))
    ):
        key = values[by] if by else ""
        found[key][day] = counted.plus(found[key].get(day, Counted()))
    if not by:
        found.setdefault("", {})
    dimension = DIMENSIONS[by] if by else None
    labels = dimension.labels() if dimension else {"": metric.label}
    groups = [
        _group(metric, value, _label(dimension, value, labels), [days.get(day) for day in period.days], quantile)
        for value, days in found.items()
    ]
    groups = _in_order(groups, dimension)
    if most is not None and len(groups) > most:
        largest = {group.value for group in sorted(groups, key=_weight, reverse=True)[: most - 1]}
        rest = [group for group in groups if group.value not in largest]
        groups = [*(group for group in groups if group.value in largest), _others(metric, rest, quantile)]
    return Series(metric, period, dimension, tuple(groups))


def total(metric_key: str, *, period: Period, only: Filters = EVERYBODY, quantile: float = 0.5) -> Total:
    whole = series(metric_key, period=period, only=only, quantile=quantile).groups[0]
    metric = METRICS[metric_key]
    return Total(metric, whole.total, whole.whole, interval_of(metric, whole.whole))


def table(
    metric_keys: Sequence[str], *, period: Period, by: str, only: Filters = EVERYBODY, quantile: float = 0.5
) -> Table:
    """A row for each value, a column for each metric, over the whole period. In the dimension's order, else the
    largest of the first metric first."""
    metrics = tuple(METRICS[key] for key in metric_keys)
    found = [_wholes(metric, period, (by,), only) for metric in metrics]
    dimension, sizes = DIMENSIONS[by], {value: _size(whole) for (value,), whole in found[0].items()}
    sizes = {value: sizes.get(value, 0.0) for wholes in found for (value,) in wholes}
    rows = [
        Row(
            value, label,
            tuple(
                Total(metric, value_of(metric, whole, quantile=quantile), whole, interval_of(metric, whole))
                for metric, wholes in zip(metrics, found, strict=True) for whole in (wholes.get((value,)),)
            ),
        )
        for value, label in _values_in_order(dimension, sizes)
    ]  # fmt: skip
    return Table(metrics, dimension, tuple(rows))


def matrix(metric_key: str, *, rows: str, columns: str, period: Period, only: Filters = EVERYBODY) -> Matrix:
    """Two dimensions against each other over the whole period, such as hours and weekdays."""
    metric = METRICS[metric_key]
    cells = {(pair[0], pair[1]): whole for pair, whole in _wholes(metric, period, (rows, columns), only).items()}
    sizes: tuple[dict[str, float], ...] = (defaultdict(float), defaultdict(float))
    for pair, whole in cells.items():
        for place, value in enumerate(pair):
            sizes[place][value] += _size(whole)
    down, across = _values_in_order(DIMENSIONS[rows], sizes[0]), _values_in_order(DIMENSIONS[columns], sizes[1])
    return Matrix(
        metric, DIMENSIONS[rows], DIMENSIONS[columns], down, across,
        tuple(tuple(value_of(metric, cells.get((row, column))) for column, _ in across) for row, _ in down), cells,
    )  # fmt: skip


def distinct_players(*, unit: str, period: Period, by: str | None = None, only: Filters = EVERYBODY) -> Series:
    """Different people who were active on each day, or within the week or the month that ends with it."""
    keys = {"day": "active_players", "week": "active_players_7d", "month": "active_players_30d"}
    return series(keys[unit], period=period, by=by, only=only)


def data_age(now: datetime) -> timedelta | None:
    """How old what pages show is; None before anything was counted."""
    at = DayState.objects.aggregate(at=Max("counted_at"))["at"]
    return None if at is None else max(now - at, timedelta(0))


def has_demo() -> bool:
    return PlayerDay.objects.filter(is_demo=True).exists()


def shows_demo() -> bool:
    """Whether all that there is to see is of demo people."""
    return not PlayerDay.objects.filter(is_demo=False).exists() and has_demo()


def first_day() -> date | None:
    """The first day of which anything was counted."""
    return DailyMetric.objects.order_by("day").values_list("day", flat=True).first()


def _wholes(metric: Metric, period: Period, by: Sequence[str], only: Filters) -> dict[tuple[str, ...], Counted]:
    """Of the whole period, by the values of these dimensions. What adds up is added up in the database."""
    if metric.kind in ("level", "distinct", "quantile"):
        days: dict[tuple[str, ...], dict[date, Counted]] = defaultdict(dict)
        for day, values, counted in _rows(metric, period, by, only):
            key = tuple(values[dim] for dim in by)
            days[key][day] = counted.plus(days[key].get(day, Counted()))
        found = {key: together(metric, [told.get(day) for day in period.days]) for key, told in days.items()}
        return {key: whole for key, whole in found.items() if whole is not None}
    rows, places = _asked(metric, period, by, only)
    sums = rows.order_by().values_list(*(places[dim] for dim in by)).annotate(Sum("numerator"), Sum("denominator"))
    return {tuple(map(str, values)): Counted(one, two) for *values, one, two in sums}


def _asked(
    metric: Metric, period: Period, by: Sequence[str], only: Filters
) -> tuple[QuerySet[DailyMetric], Mapping[str, Any]]:
    """The rows, and in which column the values of each dimension stand."""
    dims = tuple(sorted({*by, *only.chosen} - {WEEKDAY}))
    if dims not in metric.breakdowns:
        words = " and ".join(DIMENSIONS[key].label for key in (*by, *only.chosen)) or "a whole"
        raise NotOffered(f"“{metric.label}” is not counted by {words}.")
    one, two = (*dims, "", "")[:2]
    places = {one: F("value1"), two: F("value2"), WEEKDAY: ExtractIsoWeekDay("day")}
    rows = DailyMetric.objects.filter(
        metric=metric.key,
        is_demo=only.is_demo and metric.scan not in OF_THE_MACHINE,
        dim1=one,
        dim2=two,
        day__gte=period.first_day,
        day__lte=period.last_day,
    )
    for key, value in only.chosen.items():
        rows = rows.filter(**{"value1" if key == one else "value2": value})
    return rows, places


def _rows(
    metric: Metric, period: Period, by: Sequence[str], only: Filters
) -> Iterator[tuple[date, Mapping[str, str], Counted]]:
    rows, places = _asked(metric, period, by, only)
    one, two = (*(dim for dim in places if dim != WEEKDAY), "")[:2]
    columns = ("day", "value1", "value2", "numerator", "denominator", "buckets")
    for day, value1, value2, numerator, denominator, buckets in rows.order_by("day").values_list(*columns):
        values = {one: value1, two: value2, WEEKDAY: str(day.isoweekday())}
        yield day, values, Counted(numerator, denominator, tuple(buckets or ()))


def _group(metric: Metric, value: str, label: str, days: Sequence[Counted | None], quantile: float) -> Group:
    whole = together(metric, days)
    return Group(
        value, label, tuple(days), tuple(value_of(metric, day, quantile=quantile) for day in days),
        whole, value_of(metric, whole, quantile=quantile),
    )  # fmt: skip


def _others(metric: Metric, groups: Sequence[Group], quantile: float) -> Group:
    days: list[Counted | None] = []
    for counted in zip(*(group.days for group in groups), strict=True):
        there = [one for one in counted if one is not None]
        whole = Counted()
        for one in there:
            whole = whole.plus(one)
        days.append(whole if there else None)
    return _group(metric, OTHERS, f"{len(groups)} others", days, quantile)


def _in_order(groups: list[Group], dimension: Dimension | None) -> list[Group]:
    order = {value: place for place, value in enumerate(dimension.order)} if dimension else {}

    return sorted(groups, key=lambda group: (order.get(group.value, len(order)), -_weight(group), group.value))


def _weight(group: Group) -> float:
    return _size(group.whole)


def _size(whole: Counted | None) -> float:
    return 0.0 if whole is None else max(whole.denominator, whole.numerator)


def _values_in_order(dimension: Dimension, sizes: Mapping[str, float]) -> tuple[tuple[str, str], ...]:
    order = {value: number for number, value in enumerate(dimension.order)}
    labels = dimension.labels()
    values = sorted(sizes, key=lambda value: (order.get(value, len(order)), -sizes[value], value))
    return tuple((value, _label(dimension, value, labels)) for value in values)


def _label(dimension: Dimension | None, value: str, labels: Mapping[str, str]) -> str:
    return dimension.label_of(value, labels) if dimension else labels[value]
