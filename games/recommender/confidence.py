"""The first guess at how surely a pick is accepted, 0…1. Pure.

The score itself, trusted more the more is known of the wish and of the game, and a little more where
several sources came up with the same title. ``policy.calibration`` makes a probability of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from games.recommender.types import GameFacts

_ENOUGH_TOLD = 4


def guess_at(score: float, facts: GameFacts, *, told: int, sources: Sequence[str]) -> float:
    known = [
        bool(facts.feel or facts.summary),
        bool(facts.genres),
        facts.session_minutes is not None,
        facts.critic_score is not None,
        bool(facts.mood_fit),
    ]
    trust = 0.5 + 0.3 * min(told / _ENOUGH_TOLD, 1.0) + 0.2 * sum(known) / len(known)
    agreement = 0.05 * min(max(len(sources) - 1, 0), 2)
    return round(min(max(score * trust + agreement, 0.0), 1.0), 4)
