"""How good a game is likely to be before we know whose mood it is for. Pure.

    quality = 0.55 · rating + 0.35 · popularity + 0.10 · recency

- rating: the critic score scaled so that 40 of 100 is 0 and 95 is 1. Without a score it is
  0.45, a little below the middle: unreviewed games are, on the whole, not hidden masterpieces.
- popularity: 0…1, as the record has it.
- recency: 1 on the day of release, half after eight years. A classic loses little, for its
  rating and plays carry it; a game that is not out yet gets nothing. Unknown: 0.3.

The number orders what is otherwise equal; it never replaces fit.
"""

from __future__ import annotations

import math
from datetime import date

_RATING, _POPULARITY, _RECENCY = 0.55, 0.35, 0.10
_UNRATED, _UNDATED = 0.45, 0.3
_HALF_LIFE_YEARS = 8.0


def quality_of(*, critic_score: int | None, popularity: float, release_date: date | None, today: date) -> float:
    """0…1; rises with each of its parts."""
    parts = _RATING * _rating(critic_score) + _POPULARITY * popularity + _RECENCY * _recency(release_date, today)
    return round(min(max(parts, 0.0), 1.0), 4)


def popularity_from_plays(*, median_minutes: float | None, critic_score: int | None) -> float:
    """A guess at 0…1 where a source tells only how long people stayed and what critics said.

    Minutes count on a log scale up to 100 hours, for twice as long is not twice as loved; a
    few idle programs would otherwise lead. Being reviewed at all is a sign of being known.
    """
    stayed = min(math.log1p(max(median_minutes or 0.0, 0.0)) / math.log1p(6000), 1.0)
    known = 0.0 if critic_score is None else 0.4 + 0.6 * _rating(critic_score)
    return round(0.6 * stayed + 0.4 * known, 4)


def _rating(critic_score: int | None) -> float:
    return _UNRATED if critic_score is None else min(max((critic_score - 40) / 55, 0.0), 1.0)


def _recency(release_date: date | None, today: date) -> float:
    if release_date is None:
        return _UNDATED
    years = (today - release_date).days / 365.25
    return 0.0 if years < 0 else 0.5 ** (years / _HALF_LIFE_YEARS)
