"""Does the read-out cry wolf? Experiments in which nothing differs, looked at every day. Pure.

By many rounds at once: the same people, cut into two sides anew in each, and whatever their days have shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.float64]  # rounds × days, cumulated


@dataclass(frozen=True)
class Rehearsal:
    """Of ``rounds``, how many were called a difference on some day, and how many would have been by a plain test."""

    rounds: int
    called: int
    called_by_a_plain_test: int

    @property
    def false_alarms(self) -> float:
        return self.called / self.rounds

    @property
    def false_alarms_of_a_plain_test(self) -> float:
        return self.called_by_a_plain_test / self.rounds


def z_of_days(people_a: Counts, found_a: Counts, people_b: Counts, found_b: Counts) -> Counts:
    """The difference in standard errors on each day of each round; 0 while there is none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        a, b = found_a / people_a, found_b / people_b
        error = np.sqrt(a * (1 - a) / people_a + b * (1 - b) / people_b)
        return np.where(error > 0, np.nan_to_num((b - a) / error), 0.0)


def reaches(people: Counts, *, rho2: float, alpha: float) -> Counts:
    """``always_valid.standard_errors`` for many at once."""
    spread = people * rho2
    return np.asarray(np.sqrt(2 * (spread + 1) / spread * (0.5 * np.log(spread + 1) - np.log(alpha))))


def rehearse(
    values: Sequence[int],
    days: Sequence[int],
    *,
    rounds: int,
    rho2: float,
    alpha: float,
    least_people: int,
    rng: np.random.Generator,
) -> Rehearsal:
    """``values`` are 0 or 1 for each person, ``days`` count from 0 on and rise. Cut at random ``rounds`` times."""
    value, day = np.asarray(values, dtype=np.float64), np.asarray(days)
    if not value.size:
        return Rehearsal(rounds, 0, 0)
    starts = np.flatnonzero(np.diff(day, prepend=-1))
    people = np.cumsum(np.add.reduceat(np.ones_like(value), starts))
    found = np.cumsum(np.add.reduceat(value, starts))
    called = by_plain = 0
    for _ in range(rounds):
        side = rng.random(value.size) < 0.5
        in_b = np.cumsum(np.add.reduceat(side.astype(np.float64), starts))
        found_b = np.cumsum(np.add.reduceat(value * side, starts))
        z = np.abs(z_of_days(people - in_b, found - found_b, in_b, found_b))
        z = np.where(np.minimum(in_b, people - in_b) >= least_people, z, 0.0)
        called += bool((z > reaches(people, rho2=rho2, alpha=alpha)).any())
        by_plain += bool((z > 1.959963984540054).any())
    return Rehearsal(rounds, called, by_plain)
