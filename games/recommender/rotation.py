"""Lists that move although nothing new is known: what was shown and left unanswered steps back. Pure.

What was seen within seven days is not offered at all (``past.py``); this orders what may come again.
An impression counts half after two weeks, so a game that stepped back comes forward by itself.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from games.recommender.types import Candidate

HALF_FORGOTTEN_DAYS = 14.0
# Each unanswered showing leaves so much of the score; however often it was shown, so much stays.
_LEFT = 0.9
_LEAST_LEFT = 0.6


def weariness(days_ago: Sequence[float]) -> float:
    """How many unanswered showings weigh today, each given by the days since."""
    return sum(math.pow(0.5, max(days, 0.0) / HALF_FORGOTTEN_DAYS) for days in days_ago)


def what_stays(worn: float) -> float:
    """The share of a score that stays: 1 for what was never shown, and never more for what was shown more."""
    return max(math.pow(_LEFT, max(worn, 0.0)), _LEAST_LEFT)


def rotate(candidates: Sequence[Candidate], worn: Mapping[int, float]) -> list[Candidate]:
    """The same candidates in the same order; what was shown and left unanswered has lost some of its score.

    What an editor pinned stays where it is.
    """
    return [_rotated(candidate, worn.get(candidate.facts.game_id, 0.0)) for candidate in candidates]


def _rotated(candidate: Candidate, worn: float) -> Candidate:
    if not worn or candidate.is_pinned:
        return candidate
    return replace(
        candidate,
        score=round(candidate.score * what_stays(worn), 4),
        plain_score=candidate.score if candidate.plain_score is None else candidate.plain_score,
        worn=round(worn, 2),
    )
