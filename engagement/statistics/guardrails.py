"""Was anything harmed: more people opting out, blocking us, speaking ill? Pure.

A guardrail is a question of non-inferiority: it is safe only when the always-valid interval of the difference
lies below a margin that was named beforehand ("no more than 1 in 100 more opt out"), and harmed when it lies above
zero; in between nothing is proven. What is rare leaves sides with no case at all, whose error would seem to
be zero; so one case and one spared person are added to each side (Agresti and Caffo, "Simple and effective confidence
intervals for proportions and differences of proportions", The American Statistician 54, 2000).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from engagement.statistics.always_valid import difference
from engagement.statistics.arms import Interval, share_of

Finding = Literal["safe", "unproven", "harmed"]
SAFE: Final = "safe"
UNPROVEN: Final = "unproven"
HARMED: Final = "harmed"


@dataclass(frozen=True)
class Guard:
    """``change`` is the difference of the shares of people, treated less control."""

    change: Interval
    margin: float
    finding: Finding


def guard(control: tuple[int, int], treated: tuple[int, int], *, margin: float, rho2: float, alpha: float) -> Guard:
    """Each side as (people, cases). One side of the interval matters at a time, so each may err with ``alpha``."""
    sides = [share_of(people + 2, cases + 1) for people, cases in (control, treated)]
    change = difference(*sides, rho2=rho2, alpha=min(2 * alpha, 0.5))
    if not control[0] or not treated[0]:
        return Guard(change, margin, UNPROVEN)
    finding: Finding = HARMED if change.low > 0 else SAFE if change.high < margin else UNPROVEN
    return Guard(change, margin, finding)
