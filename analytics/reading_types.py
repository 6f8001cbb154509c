"""What a page asks for, and the figures that it gets. Pure but for the names of dimensions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from analytics.dimensions import Dimension
from analytics.metrics import Metric
from analytics.values import Counted
from games.recommender.policy.intervals import Interval

FILTERS: Final = ("channel", "segment", "cluster", "campaign", "variant")


@dataclass(frozen=True)
class Period:
    """Days of the reporting zone, both ends included."""

    first_day: date
    last_day: date

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.first_day + timedelta(days=n) for n in range((self.last_day - self.first_day).days + 1))

    def before(self) -> Period:
        """As long, and right before."""
        length = timedelta(days=len(self.days))
        return Period(self.first_day - length, self.last_day - length)

    @classmethod
    def until(cls, last_day: date, *, days: int) -> Period:
        return cls(last_day - timedelta(days=days - 1), last_day)


@dataclass(frozen=True)
class Filters:
    """Of which people or messages. Values are those of the dimension: a segment's number as text, a channel's key."""

    channel: str = ""
    segment: str = ""
    cluster: str = ""
    campaign: str = ""
    variant: str = ""
    is_demo: bool = False

    @property
    def chosen(self) -> Mapping[str, str]:
        return {key: value for key in FILTERS if (value := getattr(self, key))}


EVERYBODY: Final = Filters()


@dataclass(frozen=True)
class Group:
    """One line of a chart: a value of the dimension, and what was counted of it day by day."""

    value: str
    label: str
    days: tuple[Counted | None, ...]
    values: tuple[float | None, ...]
    whole: Counted | None
    total: float | None


@dataclass(frozen=True)
class Series:
    """``groups`` in the dimension's order, else the largest first; a single one without a breakdown."""

    metric: Metric
    period: Period
    by: Dimension | None
    groups: tuple[Group, ...]

    @property
    def days(self) -> tuple[date, ...]:
        return self.period.days


@dataclass(frozen=True)
class Total:
    """One number of a period. Of a level it is the last one, of distinct people the mean of the days."""

    metric: Metric
    value: float | None
    counted: Counted | None
    interval: Interval | None


@dataclass(frozen=True)
class Row:
    """``totals`` in the order of the metrics that were asked for."""

    value: str
    label: str
    totals: tuple[Total, ...]


@dataclass(frozen=True)
class Table:
    metrics: tuple[Metric, ...]
    by: Dimension
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Matrix:
    """``values`` by row and column; None where there was nothing to measure."""

    metric: Metric
    rows: Dimension
    columns: Dimension
    row_values: tuple[tuple[str, str], ...]  # value, label
    column_values: tuple[tuple[str, str], ...]
    values: tuple[tuple[float | None, ...], ...]
    counted: Mapping[tuple[str, str], Counted] = field(default_factory=dict)
