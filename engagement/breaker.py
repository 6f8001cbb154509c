"""When a campaign stops itself: too many refused messages, or too many people who say no. Pure.

A share is believed as far as it is sure: three failures of four stop nothing that forty of eighty would.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

# One in twenty would be stopped by bad luck at the limit itself.
_SURENESS = 1.645
_LEAST = 10  # messages; what is said of fewer is chance


@dataclass(frozen=True)
class Tally:
    """What became of messages since the campaign was launched or resumed.

    ``failed`` leaves out what Meta held back by its own limit a person: that says nothing about us.
    """

    handed_over: int
    failed: int
    opted_out: int


@dataclass(frozen=True)
class Limits:
    """Shares, 0…1."""

    failed: float
    opted_out: float


def why_stop(tally: Tally, limits: Limits) -> str:
    """The reason to stop, in words; empty while all is well."""
    for count, limit, what in (
        (tally.failed, limits.failed, "were not delivered"),
        (tally.opted_out, limits.opted_out, "were answered with STOP"),
    ):
        if tally.handed_over >= _LEAST and surely_at_least(count, tally.handed_over) > limit:
            share = count / tally.handed_over
            return f"{count} of {tally.handed_over} messages ({share:.0%}) {what}; the limit is {limit:.0%}"
    return ""


def surely_at_least(count: int, of: int) -> float:
    """The lower end of Wilson's interval for a share."""
    if of <= 0:
        return 0.0
    share, z2 = count / of, _SURENESS**2
    centre = share + z2 / (2 * of)
    spread = _SURENESS * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return max((centre - spread) / (1 + z2 / of), 0.0)
