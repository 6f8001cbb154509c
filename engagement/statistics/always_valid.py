"""Intervals that hold on every day at once, however often somebody looks. Pure.

The interval is the asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, "Time-uniform
central limit theory and asymptotic confidence sequences" (Annals of Statistics 52, 2024, theorem 2.2), after
Robbins' normal mixture (1970). With n people, the standard error e of an estimate, and a tuning rho²,

    radius = e * sqrt( 2 (n rho² + 1) / (n rho²) * log( sqrt(n rho² + 1) / alpha ) )

Its p-value, the smallest alpha whose interval leaves zero out, is one over the mixture sequential probability ratio
(Johari, Koomen, Pekelis and Walsh, "Always valid inference", Operations Research 70, 2022, equation 4):

    p = min( 1, sqrt(n rho² + 1) * exp( -z² n rho² / (2 (n rho² + 1)) ) )

It is tightest near the number of people that rho² was tuned for, and right at any other.
"""

from __future__ import annotations

import math

from engagement.statistics.arms import Arm, Interval

_EVERYTHING = math.inf


def tuning_for(people: int, *, alpha: float) -> float:
    """rho² that makes the interval tightest when so many people took part (the same paper, appendix B)."""
    two_logs = -2 * math.log(alpha)
    return (two_logs + math.log(two_logs + 1)) / max(people, 1)


def standard_errors(people: int, *, rho2: float, alpha: float) -> float:
    """How many standard errors the interval reaches to either side; 1.96 would be a single look at alpha 0.05."""
    if people <= 0:
        return _EVERYTHING
    spread = people * rho2
    return math.sqrt(2 * (spread + 1) / spread * (0.5 * math.log(spread + 1) - math.log(alpha)))


def p_value(z: float, people: int, *, rho2: float) -> float:
    if people <= 0 or math.isnan(z):
        return 1.0
    spread = people * rho2
    log_p = 0.5 * math.log(spread + 1) - z * z * spread / (2 * (spread + 1))
    return math.exp(min(log_p, 0.0))


def z_of(control: Arm, treated: Arm) -> float:
    """The difference in standard errors; 0 while nothing varies, or one side is empty."""
    if not control.people or not treated.people:
        return 0.0
    error = math.sqrt(control.squared_error + treated.squared_error)
    return (treated.mean - control.mean) / error if error else 0.0


def difference(control: Arm, treated: Arm, *, rho2: float, alpha: float) -> Interval:
    """By how much the treated mean is above the control's."""
    estimate = treated.mean - control.mean
    if not control.people or not treated.people:
        return Interval(0.0, -_EVERYTHING, _EVERYTHING)
    reach = standard_errors(control.people + treated.people, rho2=rho2, alpha=alpha)
    radius = reach * math.sqrt(control.squared_error + treated.squared_error)
    return Interval(estimate, estimate - radius, estimate + radius)


def lift(control: Arm, treated: Arm, *, rho2: float, alpha: float) -> Interval:
    """By which share of the control's mean the treated mean is above it: 0.2 is a fifth more.

    Fieller's way (Biometrika 32, 1940): every ratio r is kept for which zero lies in the interval of
    ``treated - r * control``. For r = 1 that is the question of ``difference``, so the two never disagree on
    whether there is any lift. While the control's mean is not sure to be above zero, nothing is known.
    """
    if not control.people or not treated.people or control.mean <= 0:
        return Interval(0.0, -_EVERYTHING, _EVERYTHING)
    reach = standard_errors(control.people + treated.people, rho2=rho2, alpha=alpha)
    a = control.mean**2 - reach**2 * control.squared_error
    b = control.mean * treated.mean
    c = treated.mean**2 - reach**2 * treated.squared_error
    estimate = treated.mean / control.mean - 1
    if a <= 0:
        return Interval(estimate, -_EVERYTHING, _EVERYTHING)
    root = math.sqrt(max(b * b - a * c, 0.0))
    return Interval(estimate, (b - root) / a - 1, (b + root) / a - 1)
