"""A small, known share of chance in the last slot, so that we learn of games nobody is shown. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from games.recommender.types import Candidate

# In so many slates of a hundred the last slot goes to a discovery.
DISCOVERY_SHARE = 0.15
# A discovery must come close to what it replaces; it is a good game that is rarely first.
_CLOSE_ENOUGH = 0.85
_DRAWN_FROM = 12


@dataclass(frozen=True)
class Slotted:
    candidate: Candidate
    strategy: str
    propensity: float


def explore(chosen: Sequence[Candidate], others: Sequence[Candidate], rng: np.random.Generator) -> list[Slotted]:
    """The chosen ones in their slots; in a share of draws the last gives way to one of ``others``.

    The lead is never experimented with, so a single pick stays. ``others`` must be allowed and
    fitting, best first; each has the same chance.
    """
    slots = [Slotted(candidate, "best_fit", 1.0) for candidate in chosen]
    if len(chosen) < 2:
        return slots
    last = chosen[-1]
    pool = [other for other in others if other.score >= _CLOSE_ENOUGH * last.score][:_DRAWN_FROM]
    if not pool:
        return slots
    if rng.random() < DISCOVERY_SHARE:
        found = pool[int(rng.integers(len(pool)))]
        slots[-1] = Slotted(found, "discovery", DISCOVERY_SHARE / len(pool))
    else:
        slots[-1] = Slotted(last, "best_fit", 1 - DISCOVERY_SHARE)
    return slots
