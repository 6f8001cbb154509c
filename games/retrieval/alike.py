"""Which games are most like one, by the meaning of their texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper


@dataclass(frozen=True)
class Alike:
    """``likeness`` is the cosine of both texts, at most 1."""

    game_id: int
    slug: str
    title: str
    platforms: Sequence[str]
    likeness: float


@transaction.atomic
def games_like(game_id: int, *, limit: int, only_offered: bool = False) -> list[Alike]:
    """The nearest first, as many as asked for where there are; none while the game has no vector."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT embedding FROM games_game WHERE id = %s AND embedding IS NOT NULL", [game_id])
        if (row := cursor.fetchone()) is None:
            return []
        keep_searching(cursor)
        cursor.execute(
            "SELECT g.id, g.slug, g.title, g.platforms, 1 - (g.embedding <=> %s) FROM games_game g"
            " WHERE g.embedding IS NOT NULL AND g.id <> %s AND (g.is_published AND NOT g.has_sexual_content OR NOT %s)"
            " ORDER BY g.embedding <=> %s LIMIT %s",
            [row[0], game_id, only_offered, row[0], limit],
        )
        return [Alike(pk, slug, title, platforms, float(near)) for pk, slug, title, platforms, near in cursor]


def keep_searching(cursor: CursorWrapper) -> None:
    """For the rest of the transaction: by itself the index gives its forty nearest, whichever of them a condition
    leaves out or are deleted already, and then stops."""
    cursor.execute("SELECT set_config('hnsw.iterative_scan', 'strict_order', true)")
