"""What was known of people before they took part, taken out of what is measured after. Pure.

CUPED (Deng, Xu, Kohavi and Walker, "Improving the sensitivity of online controlled experiments by utilizing
pre-experiment data", WSDM 2013): y - theta (x - mean x) has the same expected difference between the arms and
only 1 - r² of the variance, with theta = cov(x, y) / var(x), taken within the arms, and r their correlation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engagement.statistics.arms import NOBODY, Arm, Sums, arm_of

# With fewer people theta is noise, and what it promises to save is not there.
_LEAST_PEOPLE = 100


@dataclass(frozen=True)
class Adjusted:
    """``variance_left`` is the share of the variance that stays; 1 where there was no history to use."""

    arms: tuple[Arm, ...]
    theta: float
    variance_left: float

    @property
    def helped(self) -> bool:
        return self.theta != 0.0

    def days_saved(self, days: float) -> float:
        """How many more days the same certainty would have taken without it."""
        return days * (1 / self.variance_left - 1) if self.variance_left else 0.0


def adjusted(sides: Sequence[Sums]) -> Adjusted:
    """The arms, less what their past explains; the arms as they are where it explains nothing."""
    plain = tuple(arm_of(side) for side in sides)
    everybody = NOBODY
    for side in sides:
        everybody = everybody.plus(side)
    within_xx = sum(_centred(side.xx, side.x, side.x, side.people) for side in sides)
    within_xy = sum(_centred(side.xy, side.x, side.y, side.people) for side in sides)
    within_yy = sum(_centred(side.yy, side.y, side.y, side.people) for side in sides)
    if everybody.people < _LEAST_PEOPLE or within_xx <= 0 or within_yy <= 0:
        return Adjusted(plain, 0.0, 1.0)
    theta = within_xy / within_xx
    usual = everybody.x / everybody.people
    arms = tuple(_less(side, arm, theta, usual) for side, arm in zip(sides, plain, strict=True))
    return Adjusted(arms, theta, max(1 - within_xy**2 / (within_xx * within_yy), 0.0))


def _less(side: Sums, arm: Arm, theta: float, usual: float) -> Arm:
    if not side.people:
        return arm
    cov = _centred(side.xy, side.x, side.y, side.people) / side.people
    var = _centred(side.xx, side.x, side.x, side.people) / side.people
    mean = arm.mean - theta * (side.x / side.people - usual)
    return Arm(side.people, mean, max(arm.variance - 2 * theta * cov + theta**2 * var, 0.0))


def _centred(product: float, first: float, second: float, people: int) -> float:
    return product - first * second / people if people else 0.0
