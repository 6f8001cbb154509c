"""From what was counted of a metric to its value: sums of days, shares, quantiles and their intervals. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from analytics.metrics.types import SECONDS, Metric
from games.recommender.policy.intervals import Interval, wilson

_LEAST_FOR_A_QUANTILE = 1


@dataclass(frozen=True)
class Counted:
    """What lies behind a value. Adds up over days and over groups that do not overlap."""

    numerator: float = 0.0
    denominator: float = 0.0
    buckets: tuple[int, ...] = ()

    def plus(self, other: Self) -> Counted:
        if not other.buckets or not self.buckets:
            buckets = self.buckets or other.buckets
        else:
            buckets = tuple(one + two for one, two in zip(self.buckets, other.buckets, strict=True))
        return Counted(self.numerator + other.numerator, self.denominator + other.denominator, buckets)


NOTHING = Counted()


def value_of(metric: Metric, counted: Counted | None, *, quantile: float = 0.5) -> float | None:
    """None where nothing was there to measure; nothing counted is 0."""
    if metric.kind == "quantile":
        return quantile_of(counted.buckets, quantile) if counted else None
    if metric.kind in ("share", "mean") or (metric.kind == "level" and metric.denominator):
        return counted.numerator / counted.denominator if counted and counted.denominator else None
    if metric.kind == "level":
        return counted.numerator if counted else None
    return counted.numerator if counted else 0.0


def interval_of(metric: Metric, counted: Counted | None) -> Interval | None:
    """Of a share: where it lies with 95 % confidence, as far as chance goes."""
    if metric.kind != "share" or counted is None:
        return None
    return wilson(round(counted.numerator), round(counted.denominator))


def quantile_of(buckets: Sequence[int], share: float, bounds: Sequence[float] = SECONDS) -> float | None:
    """Between the bounds of the bucket in which it lies; beyond the last one, that bound."""
    whole = sum(buckets)
    if whole < _LEAST_FOR_A_QUANTILE:
        return None
    wanted, seen = share * whole, 0.0
    edges = [0.0, *bounds, bounds[-1]]
    for count, (low, high) in zip(buckets, pairwise(edges), strict=True):
        if count and seen + count >= wanted:
            return low + (high - low) * (wanted - seen) / count
        seen += count
    return bounds[-1]


def together(metric: Metric, days: Sequence[Counted | None]) -> Counted | None:
    """Days in their order as one. Of a level only the last counts; of distinct people the mean of the days."""
    there = [day for day in days if day is not None]
    if not there:
        return None
    if metric.kind == "level":
        return there[-1]
    total = NOTHING
    for day in there:
        total = total.plus(day)
    if metric.kind == "distinct":
        return Counted(total.numerator / len(days))
    return total
