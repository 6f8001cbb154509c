"""Which liked game a recommendation drew on most: what a reason may name. Reads in one statement, never fails."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from django.db import DatabaseError, connection, transaction

from games.recommender.sources.base import Ask
from games.recommender.wishes import LikedGame

logger = logging.getLogger(__name__)

# A game is named only if so much of the nearness to everything liked is its own.
_LEAST_SHARE = 0.25
_SQL = """
SELECT DISTINCT ON (drawn.pick) drawn.pick, g.id, g.title, g.genres, g.tags, g.studio FROM (
    SELECT kin.id AS pick, near.game_id AS liked, said.weight * kin.close AS adds,
           sum(said.weight * kin.close) OVER (PARTITION BY kin.id) AS every
    FROM unnest(%s::bigint[], %s::float8[]) AS said (game_id, weight)
    JOIN games_gameneighbours AS near ON near.artefact_id = %s AND near.game_id = said.game_id
    CROSS JOIN LATERAL unnest(near.neighbours, near.close::real[]) AS kin (id, close)
    WHERE kin.id = ANY(%s::bigint[]) AND kin.close > 0
) AS drawn JOIN games_game AS g ON g.id = drawn.liked
WHERE drawn.adds >= %s * drawn.every ORDER BY drawn.pick, drawn.adds DESC, g.id
"""


def drawn_on(ask: Ask, picks: Sequence[int]) -> Mapping[int, LikedGame]:
    """For each of these games that has one, the liked game that its collaborative part drew on most."""
    liked = [(game_id, weight) for game_id, weight in ask.history if weight > 0]
    if ask.kin is None or not liked or not picks:
        return {}
    ids, weights = zip(*liked, strict=True)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_SQL, [list(ids), list(weights), ask.kin.artefact_id, list(picks), _LEAST_SHARE])
            rows = cursor.fetchall()
    except DatabaseError:
        logger.warning("reasons name no liked game: what was drawn on cannot be read", exc_info=True)
        return {}
    return {
        pick: LikedGame(game_id, title, tuple(genres), tuple(tags), studio)
        for pick, game_id, title, genres, tags, studio in rows
    }
