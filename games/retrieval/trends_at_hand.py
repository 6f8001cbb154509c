"""Figures of what is loved of late, read once until they are reckoned anew.

They are few hundred a segment and the same for everybody, so a process keeps those of the segments asked for last.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from django.db import connection

from games import versions
from games.collaborative.types import Ints

KIND: Final = "trends"  # in ``games.versions``
_KEPT = 256
_FIGURES = "SELECT game_id, max(score) FROM games_trend WHERE segment = ANY(%s::varchar[]) AND score > 0 GROUP BY 1"


@dataclass(frozen=True)
class Figures:
    """By game, 0…1, of several segments the best one; ``best_first`` are the same games in order."""

    values: Mapping[int, float]
    best_first: Ints


def figures_of(segments: tuple[str, ...]) -> Figures:
    """A second old at most."""
    return _read(segments, versions.current(KIND))


def forget() -> None:
    """Read anew at the next question."""
    _read.cache_clear()


@functools.lru_cache(maxsize=_KEPT)
def _read(segments: tuple[str, ...], version: int) -> Figures:
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, [list(segments)])
        values = dict(cursor.fetchall())
    ids = sorted(values, key=lambda game_id: (-values[game_id], game_id))
    return Figures(values, np.array(ids, dtype=np.int64))
