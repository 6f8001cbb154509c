"""Where sources draw from: all games within the limits, in the way of either plan. See ``games.retrieval``."""

from __future__ import annotations

from collections.abc import Sequence

from games.recommender.mood_fit import UNNAMED_BY_EDITOR
from games.recommender.sources.base import Sql
from games.recommender.types import Vector
from games.vocabulary import MOODS

POOL_COLUMNS = "id, slug, embedding, quality, mood_fit, mood_fit_estimate, genres, tags, session_minutes, release_date"
# The wide plan's sources that do not search by meaning look at so many of the best.
_BEST_LOOKED_AT = 600


def as_halfvec(vector: Vector) -> str:
    return "[" + ",".join(f"{number:.5g}" for number in vector.tolist()) + "]"


class ExactPool:
    """The matches, read once into the CTE ``pool``: ``POOL_COLUMNS`` of them."""

    def nearest(self, vector: Vector, limit: int) -> Sql:
        return Sql(
            "SELECT id FROM pool WHERE embedding IS NOT NULL ORDER BY embedding <=> %s::halfvec, id LIMIT %s",
            [as_halfvec(vector), limit],
        )

    def best(self, limit: int) -> Sql:
        return Sql("SELECT id FROM pool ORDER BY quality DESC, id LIMIT %s", [limit])

    def best_for(self, moods: Sequence[tuple[str, float]], limit: int) -> Sql:
        fit = _mood_expression(moods)
        return Sql(f"SELECT id FROM pool ORDER BY {fit.text} DESC, id LIMIT %s", [*fit.params, limit])

    def best_where(self, condition: Sql, limit: int) -> Sql:
        return Sql(
            f"SELECT id FROM pool WHERE {condition.text} ORDER BY quality DESC, id LIMIT %s",
            [*condition.params, limit],
        )

    def most(self, measure: str, limit: int) -> Sql:
        return Sql(
            f"SELECT id FROM pool JOIN measured_{measure} AS m USING (id) WHERE m.value > 0 "
            "ORDER BY m.value DESC, id LIMIT %s",
            [limit],
        )


class WidePool:
    """The whole table, through its indexes."""

    def __init__(self, condition: Sql) -> None:
        self._condition = condition

    def nearest(self, vector: Vector, limit: int) -> Sql:
        return Sql(
            f"SELECT id FROM games_game WHERE {self._condition.text} AND embedding IS NOT NULL "
            "ORDER BY embedding <=> %s::halfvec LIMIT %s",
            [*self._condition.params, as_halfvec(vector), limit],
        )

    def best(self, limit: int) -> Sql:
        return Sql(
            f"SELECT id FROM games_game WHERE {self._condition.text} ORDER BY quality DESC, id LIMIT %s",
            [*self._condition.params, limit],
        )

    def best_for(self, moods: Sequence[tuple[str, float]], limit: int) -> Sql:
        fit = _mood_expression(moods)
        return Sql(
            "SELECT id FROM (SELECT id, quality, mood_fit, mood_fit_estimate FROM games_game "
            f"WHERE {self._condition.text} ORDER BY quality DESC, id LIMIT %s) AS best "
            f"ORDER BY {fit.text} DESC, id LIMIT %s",
            [*self._condition.params, _BEST_LOOKED_AT, *fit.params, limit],
        )

    def best_where(self, condition: Sql, limit: int) -> Sql:
        return Sql(
            f"SELECT id FROM games_game WHERE {self._condition.text} AND {condition.text} "
            "ORDER BY quality DESC, id LIMIT %s",
            [*self._condition.params, *condition.params, limit],
        )

    def most(self, measure: str, limit: int) -> Sql:
        return Sql(
            f"SELECT games_game.id FROM measured_{measure} AS m JOIN games_game ON games_game.id = m.id "
            f"WHERE m.value > 0 AND {self._condition.text} ORDER BY m.value DESC, games_game.id LIMIT %s",
            [*self._condition.params, limit],
        )


def _mood_expression(moods: Sequence[tuple[str, float]]) -> Sql:
    """Fit for the mix of moods, the editor's word first, with enough quality that the fit is worth having."""
    parts, params = [], []
    for mood, weight in moods:
        parts.append(
            "%s * COALESCE((mood_fit ->> %s)::float8,"
            " COALESCE(mood_fit_estimate[%s], 0.3) * CASE WHEN mood_fit = '{}' THEN 1 ELSE %s END)"
        )
        params += [weight, mood, MOODS.index(mood) + 1, UNNAMED_BY_EDITOR]
    return Sql(" + ".join([*parts, "0.5 * quality"]), params)
