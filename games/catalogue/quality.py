"""How good a game is likely to be before we know whose mood it is for. Pure.

    quality = 0.30 · rating + 0.64 · popularity + 0.06 · recency

- rating: the critic score scaled so that 40 of 100 is 0 and 95 is 1. Without a score it is
  0.45, a little below the middle: unreviewed games are, on the whole, not hidden masterpieces.
  Praise for what hardly anybody knows is half believed: it is one reviewer's.
- popularity: 0…1, as the record has it.
- recency: 1 on the day of release, half after eight years. A classic loses little, for its
  rating and plays carry it; a game that is not out yet gets nothing. Unknown: 0.3.

What is not out yet, and what is no whole game (``side_products``), has half of it: few can enjoy it tonight.
The number orders what is otherwise equal; it never replaces fit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Protocol

from games.catalogue.side_products import is_side_product

_RATING, _POPULARITY, _RECENCY = 0.30, 0.64, 0.06
_UNRATED, _UNDATED = 0.45, 0.3
_HALF_LIFE_YEARS = 8.0
_BELIEVED_OF_THE_UNKNOWN = 0.5
_NOT_FOR_TONIGHT = 0.5
_STAY_UNKNOWN = 0.2


def quality_of(
    *,
    critic_score: int | None,
    popularity: float,
    release_date: date | None,
    today: date,
    tags: Sequence[str] = (),
) -> float:
    """0…1; rises with each of its parts."""
    rating = _rating(critic_score)
    if rating > _UNRATED:
        rating = _UNRATED + (rating - _UNRATED) * (
            _BELIEVED_OF_THE_UNKNOWN + (1 - _BELIEVED_OF_THE_UNKNOWN) * popularity
        )
    parts = _RATING * rating + _POPULARITY * popularity + _RECENCY * _recency(release_date, today)
    if is_side_product(tags) or (release_date is not None and release_date > today):
        parts *= _NOT_FOR_TONIGHT
    return round(min(max(parts, 0.0), 1.0), 4)


def popularity_from_plays(
    *, median_minutes: float | None, critic_score: int | None, platforms: int = 1, told_chars: int = 0
) -> float:
    """A guess at 0…1 where a source tells no numbers of players.

    How long people stayed, on a log scale up to 100 hours, for twice as long is not twice as loved, and a few
    idle programs would otherwise lead; what critics said, which counts in full only where people also stayed;
    on how many machines it came out and how much was written about it, for nobody ports what nobody plays. The
    weights are a straight line through how many people rated 12,000 real games, rounded.
    """
    stayed = _STAY_UNKNOWN
    if median_minutes is not None:
        stayed = min(math.log1p(max(median_minutes, 0.0)) / math.log1p(6000), 1.0)
    praised = 0.24 if critic_score is None else _rating(critic_score) * (0.4 + 0.6 * stayed)
    spread = 0.15 * min(platforms / 8, 1.0) + 0.15 * min(told_chars / 600, 1.0)
    return round(min(max(0.45 * stayed + 0.75 * praised + spread - 0.2, 0.0), 1.0), 4)


def _rating(critic_score: int | None) -> float:
    return _UNRATED if critic_score is None else min(max((critic_score - 40) / 55, 0.0), 1.0)


def _recency(release_date: date | None, today: date) -> float:
    if release_date is None:
        return _UNDATED
    years = (today - release_date).days / 365.25
    return 0.0 if years < 0 else 0.5 ** (years / _HALF_LIFE_YEARS)


class Record(Protocol):
    """What quality is reckoned from, as a game has it."""

    @property
    def critic_score(self) -> int | None: ...
    @property
    def popularity(self) -> float: ...
    @property
    def release_date(self) -> date | None: ...
    @property
    def tags(self) -> Sequence[str]: ...


def quality_of_record(record: Record, *, today: date) -> float:
    return quality_of(
        critic_score=record.critic_score,
        popularity=record.popularity,
        release_date=record.release_date,
        today=today,
        tags=record.tags,
    )
