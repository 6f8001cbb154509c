"""One side of an experiment, as it was counted. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Arm:
    """``mean`` is of what was measured in each person, ``variance`` that of one person's value."""

    people: int
    mean: float
    variance: float

    @property
    def squared_error(self) -> float:
        """The variance of the mean."""
        return self.variance / self.people if self.people else 0.0


@dataclass(frozen=True)
class Interval:
    """``estimate`` is the best guess; bounds may be infinite, which says: not known yet."""

    estimate: float
    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Sums:
    """What an arm is made of: the sum over its people of y (what counts), x (before), their squares and product."""

    people: int
    y: float
    yy: float
    x: float = 0.0
    xx: float = 0.0
    xy: float = 0.0

    def plus(self, other: Sums) -> Sums:
        return Sums(
            self.people + other.people,
            self.y + other.y,
            self.yy + other.yy,
            self.x + other.x,
            self.xx + other.xx,
            self.xy + other.xy,
        )


NOBODY = Sums(0, 0.0, 0.0)


def share_of(people: int, converted: int) -> Arm:
    """The arm of a yes-or-no figure."""
    if not people:
        return Arm(0, 0.0, 0.0)
    share = converted / people
    return Arm(people, share, share * (1 - share))


def arm_of(sums: Sums) -> Arm:
    if not sums.people:
        return Arm(0, 0.0, 0.0)
    mean = sums.y / sums.people
    return Arm(sums.people, mean, max(sums.yy / sums.people - mean * mean, 0.0))
