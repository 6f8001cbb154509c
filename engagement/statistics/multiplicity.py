"""Many questions asked at once: of twenty, one is answered "yes" by luck. Pure.

Benjamini and Hochberg, "Controlling the false discovery rate" (Journal of the Royal Statistical Society B 57, 1995),
and for the intervals of what was found Benjamini and Yekutieli, "False discovery rate-adjusted multiple confidence
intervals" (Journal of the American Statistical Association 100, 2005): with R found among m, each at alpha R / m.
"""

from __future__ import annotations

from collections.abc import Sequence


def adjusted(p_values: Sequence[float]) -> list[float]:
    """For each, the smallest false discovery rate at which it is still found."""
    order = sorted(range(len(p_values)), key=p_values.__getitem__, reverse=True)
    result, least = [1.0] * len(p_values), 1.0
    for place, index in enumerate(order):
        rank = len(p_values) - place
        least = min(least, p_values[index] * len(p_values) / rank)
        result[index] = least
    return result


def level_for(p_values: Sequence[float], *, alpha: float) -> float:
    """The alpha of each interval: one leaves zero out exactly when its question was answered."""
    if not p_values:
        return alpha
    found = sum(value <= alpha for value in adjusted(p_values))
    return alpha * max(found, 1) / len(p_values)
