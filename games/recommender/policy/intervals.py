"""How sure a share or a difference is. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

# Two-sided, 95 %.
Z = 1.959963984540054


@dataclass(frozen=True)
class Interval:
    """A value and where it lies with 95 % confidence."""

    value: float
    low: float
    high: float

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high


def wilson(hits: int, of: int) -> Interval | None:
    """A share and its interval after Wilson; None of nothing."""
    if of <= 0:
        return None
    share = hits / of
    middle = share + Z * Z / (2 * of)
    reach = Z * math.sqrt(share * (1 - share) / of + Z * Z / (4 * of * of))
    whole = 1 + Z * Z / of
    return Interval(share, max((middle - reach) / whole, 0.0), min((middle + reach) / whole, 1.0))


def mean_by_cluster(values: ArrayLike, clusters: Sequence[int]) -> Interval | None:
    """The mean of values that come in clusters (a player's slots hang together); None of nothing.

    With a single cluster nobody can tell how far another would be: the interval is endless.
    """
    numbers = np.asarray(values, dtype=np.float64)
    if not len(numbers):
        return None
    mean = float(numbers.mean())
    reach = Z * standard_error(numbers - mean, clusters)
    return Interval(mean, mean - reach, mean + reach)


def standard_error(residuals: NDArray[np.float64], clusters: Sequence[int]) -> float:
    """Of a mean whose residuals are these, by cluster: the sandwich estimate."""
    _, place = np.unique(np.asarray(clusters), return_inverse=True)
    sums = np.bincount(place, weights=residuals)
    if len(sums) < 2:
        return math.inf
    spread = float((sums * sums).sum()) * len(sums) / (len(sums) - 1)
    return math.sqrt(spread) / len(residuals)


def difference(
    one: ArrayLike, one_clusters: Sequence[int], other: ArrayLike, other_clusters: Sequence[int]
) -> Interval | None:
    """How much more the mean of ``one`` is than that of ``other``; players of the two are different people."""
    ours, theirs = np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)
    if not len(ours) or not len(theirs):
        return None
    gap = float(ours.mean() - theirs.mean())
    reach = Z * math.hypot(
        standard_error(ours - ours.mean(), one_clusters), standard_error(theirs - theirs.mean(), other_clusters)
    )
    return Interval(gap, gap - reach, gap + reach)
