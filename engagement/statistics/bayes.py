"""How likely it is that a variant is better, for whoever started out doubting it. Pure.

The lift is taken as normal about its estimate, with the delta method's error (Deng, Lu and Litz, "Trustworthy
analysis of online A/B tests", WSDM 2017), and the prior belief as normal about no lift at all with a standard
deviation of 0.3: two thirds of all changes move a figure by less than 30 %. Both being normal, so is what is
believed afterwards (Gelman and others, "Bayesian Data Analysis", 3rd edition, section 2.5).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import ndtr

from engagement.statistics.arms import Arm

PRIOR_DEVIATION = 0.3


@dataclass(frozen=True)
class Belief:
    """About the lift. ``risk`` is what is lost on average by choosing the variant, over all that may be true."""

    mean: float
    deviation: float

    @property
    def chance_to_beat(self) -> float:
        return float(ndtr(self.mean / self.deviation))

    @property
    def chance_of_harm(self) -> float:
        return 1 - self.chance_to_beat

    @property
    def risk(self) -> float:
        z = self.mean / self.deviation
        density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
        return self.deviation * density - self.mean * float(ndtr(-z))


def belief(control: Arm, treated: Arm, *, prior_deviation: float = PRIOR_DEVIATION) -> Belief:
    """What to think of the lift after these figures; the prior itself while they say nothing."""
    if not control.people or not treated.people or control.mean <= 0:
        return Belief(0.0, prior_deviation)
    ratio = treated.mean / control.mean
    variance = (treated.squared_error + ratio**2 * control.squared_error) / control.mean**2
    if variance <= 0:
        return Belief(0.0, prior_deviation)
    weight = prior_deviation**2 / (prior_deviation**2 + variance)
    return Belief(weight * (ratio - 1), math.sqrt(weight * variance))
