"""Does an interval hold the truth as often as it says? Experiments with a planted lift, looked at every day. Pure.

An interval at 95 % must hold the truth in 95 of 100 experiments. An always-valid one must do so on all days at once;
one of a plain test does so on any single day, and on all days together far less often.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engagement.statistics.aa import reaches
from engagement.statistics.always_valid import tuning_for

_PLAIN = 1.959963984540054


@dataclass(frozen=True)
class Coverage:
    """Of ``rounds`` experiments with this lift, the share whose interval has held the truth on every day up to each
    of ``days``, and how often it would have with a plain test's interval."""

    lift: float
    rounds: int
    days: tuple[int, ...]
    always_valid: tuple[float, ...]
    plain: tuple[float, ...]

    @property
    def error(self) -> float:
        """What chance alone makes of the share at the end: two standard errors of a share of 95 %."""
        return 2 * math.sqrt(0.05 * 0.95 / self.rounds)


def simulate(
    lifts: Sequence[float],
    *,
    base: float,
    people_a_day: int,
    days: int,
    rounds: int,
    alpha: float,
    rng: np.random.Generator,
) -> list[Coverage]:
    """Two sides of so many people a day each; ``base`` is the control's share, a lift of 0.2 is a fifth more."""
    rho2 = tuning_for(2 * people_a_day * days, alpha=alpha)
    people = people_a_day * np.arange(1, days + 1, dtype=np.float64)
    reach = reaches(2 * people, rho2=rho2, alpha=alpha)
    found = []
    for lift in lifts:
        truth = base * lift
        a, b = (
            np.cumsum(rng.binomial(people_a_day, share, size=(rounds, days)), axis=1) / people
            for share in (base, base + truth)
        )
        error = np.sqrt((a * (1 - a) + b * (1 - b)) / people)
        miss = np.abs(b - a - truth)
        found.append(
            Coverage(
                lift,
                rounds,
                tuple(range(1, days + 1)),
                _held_so_far(miss, reach * error),
                _held_so_far(miss, _PLAIN * error),
            )
        )
    return found


def _held_so_far(miss: NDArray[np.float64], radius: NDArray[np.float64]) -> tuple[float, ...]:
    held = np.logical_and.accumulate(miss <= radius, axis=1)
    return tuple(float(share) for share in held.mean(axis=0))
