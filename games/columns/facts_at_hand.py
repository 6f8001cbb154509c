"""Facts of games that this process has read, for as long as their rows stay as they are.

A row that is changed moves, and bears the number of the transaction that wrote it: where both are those of the copy,
the copy is the row. So nobody need be told of a change, and no answer is made of old facts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from games.recommender.types import GameFacts

# Three to four kilobytes each.
_KEPT = 6_000
STAMP = "g.ctid::text || g.xmin::text"
_FACTS = (
    "id", "slug", "title", "platforms", "genres", "tags", "feel", "summary", "release_date", "session_minutes",
    "hours_to_finish", "player_modes", "difficulty", "age_rating", "critic_score", "studio", "image_url",
    "mood_fit", "mood_fit_estimate", "popularity", "quality",
)  # fmt: skip
_READ = (
    f"SELECT {STAMP}, {', '.join(f'g.{name}' for name in _FACTS)} FROM games_game AS g WHERE g.id = ANY(%s::bigint[])"
)


@dataclass(frozen=True)
class Held:
    """All of a game that scoring reads, but for prices, which differ by who asks."""

    stamp: str
    facts: GameFacts
    mood_estimate: tuple[float, ...] | None


_held: dict[int, Held] = {}


def facts_of(stamps: Mapping[int, str], cursor: CursorWrapper) -> dict[int, Held]:
    """By id; ``stamps`` says how each row is now. What is not at hand is read in one statement.

    A game that went in between is not in it.
    """
    # Taken out and put in again, so that what was asked for last stands last.
    found = {game_id: held for game_id in stamps if (held := _held.pop(game_id, None)) is not None}
    missing = [game_id for game_id, stamp in stamps.items() if game_id not in found or found[game_id].stamp != stamp]
    if missing:
        cursor.execute(_READ, [missing])
        for game_id in missing:
            found.pop(game_id, None)
        for row in cursor.fetchall():
            found[row[1]] = _as_held(row)
    _held.update(found)
    for game_id in list(_held)[: max(len(_held) - _KEPT, 0)]:
        _held.pop(game_id, None)
    return found


def read_ahead(ids: Sequence[int]) -> None:
    """Have these at hand before anybody asks; those that are stay as they are."""
    missing = [game_id for game_id in ids if game_id not in _held][:_KEPT]
    with connection.cursor() as cursor:
        cursor.execute(_READ, [missing])
        for row in cursor.fetchall():
            _held.setdefault(row[1], _as_held(row))


def forget() -> None:
    """Read them again, whatever they are."""
    _held.clear()


def _as_held(row: Sequence[Any]) -> Held:
    values: Mapping[str, Any] = dict(zip(_FACTS, row[1:], strict=True))
    hours, fit, estimate = values["hours_to_finish"], values["mood_fit"], values["mood_fit_estimate"]
    facts = GameFacts(
        game_id=values["id"],
        slug=values["slug"],
        title=values["title"],
        platforms=tuple(values["platforms"]),
        genres=tuple(values["genres"]),
        tags=tuple(values["tags"]),
        feel=values["feel"],
        summary=values["summary"],
        release_date=values["release_date"],
        session_minutes=values["session_minutes"],
        hours_to_finish=None if hours is None else float(hours),
        player_modes=tuple(values["player_modes"]),
        difficulty=values["difficulty"],
        age_rating=values["age_rating"],
        critic_score=values["critic_score"],
        studio=values["studio"],
        image_url=values["image_url"],
        mood_fit=json.loads(fit) if isinstance(fit, str) else fit,
        popularity=values["popularity"],
        quality=values["quality"],
        price=None,
    )
    _ = facts.words, facts.names, facts.marks, facts.warns  # so that every copy of the record has them
    return Held(row[0], facts, None if estimate is None else tuple(estimate))
