"""Are there as many people on each side as there should be? Pure.

Pearson's chi-square against the planned shares; a sample ratio mismatch is called below p = 0.001, as usual since
Fabijan and others, "Diagnosing sample ratio mismatch in online controlled experiments" (KDD 2019). Sides that
are out of proportion were not cut by chance alone, and then no difference between them means anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scipy.special import chdtrc

CALLED_BELOW = 0.001
# Expected on every side, or the chi-square distribution is no good likeness of what chance does.
_LEAST_EXPECTED = 8


@dataclass(frozen=True)
class Balance:
    counts: tuple[int, ...]
    expected: tuple[float, ...]
    p: float
    has_enough: bool

    @property
    def is_broken(self) -> bool:
        return self.has_enough and self.p < CALLED_BELOW


def balance(counts: Sequence[int], shares: Sequence[float]) -> Balance:
    """``shares`` as planned; they need not add up to 1."""
    whole, total = sum(counts), sum(shares)
    expected = tuple(whole * share / total for share in shares)
    if whole == 0 or len(counts) < 2:
        return Balance(tuple(counts), expected, 1.0, has_enough=False)
    statistic = sum((count - share) ** 2 / share for count, share in zip(counts, expected, strict=True))
    return Balance(
        tuple(counts), expected, float(chdtrc(len(counts) - 1, statistic)), has_enough=min(expected) >= _LEAST_EXPECTED
    )
