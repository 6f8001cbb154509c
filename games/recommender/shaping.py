"""Which of the judged games may take a slot, in which order: rules, rotation, ranks. Pure.

All of this comes before anything is left to chance, so that a logged propensity is that of the draw
alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from games.recommender import rotation
from games.recommender.rules import Fit, Rule, apply
from games.recommender.types import Candidate, changed


@dataclass(frozen=True)
class Steering:
    """What moves candidates besides their own parts: editors' rules, and how often each game was shown of late
    without an answer (``rotation.weariness``)."""

    rules: tuple[Rule, ...] = ()
    worn: Mapping[int, float] = field(default_factory=dict)


def shape(
    judged: Sequence[Candidate], steering: Steering, *, said: Sequence[str], fit: Fit, now: datetime | None
) -> list[Candidate]:
    """Every candidate, those that may be offered first: the pinned ones, then by what rules and rotation made of
    the score. Rules need ``now`` to be in force. Each bears its rank by the parts alone; those that stayed
    also their new one.
    """
    by_parts = sorted(judged, key=_best_first)
    ruled = by_parts if now is None else apply(by_parts, steering.rules, said=said, fit=fit, now=now)
    moved = list(enumerate(rotation.rotate(ruled, steering.worn), start=1))
    moved.sort(key=lambda at: (bool(at[1].dropped_because), not at[1].is_pinned, *_best_first(at[1])))
    # A copy each, and not one a step: two hundred candidates are made an answer.
    return [
        changed(one, rank_before=before, rank_after=None if one.dropped_because else place)
        for place, (before, one) in enumerate(moved, start=1)
    ]


def _best_first(candidate: Candidate) -> tuple[float, int]:
    return -candidate.score, candidate.facts.game_id
