"""Do two experiments that run on the same people disturb each other? Pure.

The lift of one is taken apart by the arm of the other: the difference of the two differences, in standard errors,
against the normal distribution (Kohavi, Tang and Xu, "Trustworthy Online Controlled Experiments", 2020, chapter 4).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import ndtr

from engagement.statistics.arms import Arm


@dataclass(frozen=True)
class Interaction:
    """``change`` is how much better the first one's treatment does beside the other's treatment."""

    change: float
    p: float


def interaction(neither: Arm, first: Arm, second: Arm, both: Arm) -> Interaction | None:
    """None while one of the four is empty."""
    arms = (neither, first, second, both)
    error = math.sqrt(sum(arm.squared_error for arm in arms))
    if not all(arm.people for arm in arms) or not error:
        return None
    change = (both.mean - second.mean) - (first.mean - neither.mean)
    return Interaction(change, 2 * float(ndtr(-abs(change) / error)))
