"""From a first guess to the probability of a good reaction, and how far that can be believed. Pure numpy.

Fitting is in ``calibrating.py``; what serves is a row of knots between which is drawn straight.
"""

from __future__ import annotations

import bisect
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from games.recommender.policy.intervals import Interval, wilson

_BINS = 10


class UnreadableCalibrationError(ValueError):
    """Not a calibration."""


@dataclass(frozen=True)
class Calibration:
    """Knots by rising guess. As it stands, before any outcome is known: the guess itself."""

    guesses: tuple[float, ...] = (0.0, 1.0)
    chances: tuple[float, ...] = (0.0, 1.0)
    method: str = "prior"
    outcomes: int = 0

    def __post_init__(self) -> None:
        numbers = (*self.guesses, *self.chances)
        if len(self.guesses) != len(self.chances) or not self.guesses:
            raise UnreadableCalibrationError("knots come in pairs")
        if any(not math.isfinite(number) or not 0 <= number <= 1 for number in numbers):
            raise UnreadableCalibrationError("a knot is no share")
        if any(later < earlier for row in (self.guesses, self.chances) for earlier, later in zip(row, row[1:])):  # noqa: B905, RUF007
            raise UnreadableCalibrationError("a better guess must not mean a worse chance")

    def chance_of(self, guess: float) -> float:
        """0…1; a better guess never comes out worse."""
        if guess <= self.guesses[0]:
            return self.chances[0]
        if guess >= self.guesses[-1]:
            return self.chances[-1]
        right = bisect.bisect_right(self.guesses, guess)
        low, high = self.guesses[right - 1], self.guesses[right]
        share = (guess - low) / (high - low)
        return self.chances[right - 1] + share * (self.chances[right] - self.chances[right - 1])

    def to_bytes(self) -> bytes:
        return json.dumps(
            {"guesses": self.guesses, "chances": self.chances, "method": self.method, "outcomes": self.outcomes}
        ).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Calibration:
        """Raises UnreadableCalibrationError."""
        try:
            raw = json.loads(content)
            return cls(
                tuple(float(number) for number in raw["guesses"]),
                tuple(float(number) for number in raw["chances"]),
                str(raw["method"]),
                int(raw["outcomes"]),
            )
        except UnreadableCalibrationError:
            raise
        except (ValueError, KeyError, TypeError) as error:
            raise UnreadableCalibrationError("these bytes hold no calibration") from error


PRIOR = Calibration()


@dataclass(frozen=True)
class Bin:
    """Of those that were told this much, how many came true."""

    low: float
    high: float
    count: int
    told: float
    came: Interval


@dataclass(frozen=True)
class Reliability:
    """``error`` is the expected calibration error: the mean gap of the bins, by their size."""

    error: float
    brier: float
    count: int
    bins: tuple[Bin, ...]


def reliability(told: ArrayLike, came: ArrayLike, *, bins: int = _BINS) -> Reliability | None:
    """None of nothing. Bins are of even width; an empty one is left out."""
    chances, outcomes = np.asarray(told, dtype=np.float64), np.asarray(came, dtype=np.float64)
    if not len(chances):
        return None
    place = np.minimum((chances * bins).astype(int), bins - 1)
    rows = [_bin(number, bins, chances[place == number], outcomes[place == number]) for number in range(bins)]
    filled = [row for row in rows if row]
    error = sum(row.count * abs(row.told - row.came.value) for row in filled) / len(chances)
    return Reliability(error, float(((chances - outcomes) ** 2).mean()), len(chances), tuple(filled))


def _bin(number: int, bins: int, told: Sequence[float], came: Sequence[float]) -> Bin | None:
    share = wilson(int(np.sum(came)), len(came))
    if share is None:
        return None
    return Bin(number / bins, (number + 1) / bins, len(came), float(np.mean(told)), share)
