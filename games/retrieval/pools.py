"""Where sources draw from: all games within the limits, in the way of either plan. See ``games.retrieval``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from datetime import date

from games.collaborative.types import Ints
from games.moods import ranking as mood_ranking
from games.recommender.sources.base import Sql
from games.recommender.types import Vector

# The wide plan's sources that do not search by meaning look at so many of the best.
_BEST_LOOKED_AT = 600
_MEASURED_LOOKED_AT = 20  # times as many as are asked for; wide limits leave a twentieth and more
# What leads for one mood need not lead for a mix of two.
_OF_EACH_MOOD = 2


def as_halfvec(vector: Vector) -> str:
    return "[" + ",".join(f"{number:.5g}" for number in vector.tolist()) + "]"


def as_ids(ids: Iterable[int]) -> str:
    """As PostgreSQL writes an array; the driver takes ten times as long for thousands of them."""
    return "{" + ",".join(map(str, ids)) + "}"


class _Best(ABC):
    """What the best of a pool are asked for by, besides quality alone."""

    @abstractmethod
    def best_where(self, condition: Sql, limit: int) -> Sql:
        """The best that this is true of."""

    def best_outside(self, words: Sequence[str], limit: int) -> Sql:
        known = list(words)
        return self.best_where(Sql("NOT (genres && %s::varchar[] OR tags && %s::varchar[])", [known, known]), limit)

    def best_within(self, minutes: int, limit: int) -> Sql:
        return self.best_where(Sql("session_minutes <= %s", [minutes]), limit)

    def best_between(self, first: date, last: date, limit: int) -> Sql:
        return self.best_where(Sql("release_date BETWEEN %s::date AND %s::date", [first, last]), limit)

    def named(self, lists: Sequence[Sequence[str]], limit: int) -> Sql:
        each = [self.best_where(Sql("slug = ANY(%s::varchar[])", [list(slugs)]), limit) for slugs in lists]
        return Sql(" UNION ".join(f"({one.text})" for one in each), [value for one in each for value in one.params])


class ExactPool(_Best):
    """The matches, read once into the CTE ``pool``.

    What a source sorts or sifts by becomes a column there: a distance is a number, while vectors, texts
    and arrays of thousands of games would be written to disk and read again.
    """

    def __init__(self, condition: Sql) -> None:
        self._condition = condition
        self._columns: list[Sql] = []

    def as_cte(self) -> Sql:
        """Once every source has selected."""
        told = "".join(f", {column.text} AS told_{number}" for number, column in enumerate(self._columns))
        return Sql(
            f"pool AS MATERIALIZED (SELECT id, quality{told} FROM games_game WHERE {self._condition.text})",
            [*(value for column in self._columns for value in column.params), *self._condition.params],
        )

    def nearest(self, vector: Vector, limit: int) -> Sql:
        distance = self._told(Sql("embedding <=> %s::halfvec", [as_halfvec(vector)]))
        return Sql(f"SELECT id FROM pool WHERE {distance} IS NOT NULL ORDER BY {distance}, id LIMIT %s", [limit])

    def best(self, limit: int) -> Sql:
        return Sql("SELECT id FROM pool ORDER BY quality DESC, id LIMIT %s", [limit])

    def best_for(self, moods: Sequence[tuple[str, float]], limit: int) -> Sql:
        fit = self._told(Sql(mood_ranking.mixed_sql(moods)))
        return Sql(f"SELECT id FROM pool ORDER BY {fit} DESC, id LIMIT %s", [limit])

    def best_where(self, condition: Sql, limit: int) -> Sql:
        is_so = self._told(condition)
        return Sql(f"SELECT id FROM pool WHERE {is_so} ORDER BY quality DESC, id LIMIT %s", [limit])

    def most(self, measure: str, limit: int) -> Sql:
        return Sql(
            f"SELECT id FROM pool JOIN measured_{measure} AS m USING (id) WHERE m.value > 0 "
            "ORDER BY m.value DESC, id LIMIT %s",
            [limit],
        )

    def first_of(self, ids: Ints, limit: int) -> Sql:
        return Sql(
            "SELECT id FROM unnest(%s::bigint[]) WITH ORDINALITY AS known (id, place) JOIN pool USING (id) "
            "ORDER BY place LIMIT %s",
            [as_ids(ids.tolist()), limit],
        )

    def _told(self, column: Sql) -> str:
        if column not in self._columns:
            self._columns.append(column)
        return f"told_{self._columns.index(column)}"


class WidePool(_Best):
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
        """From each mood's index, and from the best of all, for an index may run out within narrow limits."""
        of_indexes, times = mood_ranking.from_indexes(moods, self._condition.text, _OF_EACH_MOOD * limit)
        # In one mood's index nothing of what it leaves out comes before what it holds, so that enough is enough.
        enough = f" WHERE (SELECT count(*) FROM foremost) < {limit:d}" if len(moods) == 1 else ""
        columns = "id, quality, mood_fit, mood_fit_estimate"
        return Sql(
            f"WITH foremost AS MATERIALIZED ({of_indexes}) SELECT id FROM (SELECT DISTINCT {columns} FROM ("
            f"SELECT * FROM foremost UNION ALL SELECT {columns} FROM (SELECT {columns} FROM games_game "
            f"WHERE {self._condition.text} ORDER BY quality DESC, id LIMIT %s) AS good{enough}) AS either) AS best "
            f"ORDER BY {mood_ranking.mixed_sql(moods)} DESC, id LIMIT %s",
            [*(self._condition.params * (times + 1)), _BEST_LOOKED_AT, limit],
        )

    def best_where(self, condition: Sql, limit: int) -> Sql:
        return Sql(
            f"SELECT id FROM games_game WHERE {self._condition.text} AND {condition.text} "
            "ORDER BY quality DESC, id LIMIT %s",
            [*self._condition.params, *condition.params, limit],
        )

    def most(self, measure: str, limit: int) -> Sql:
        """From the highest few alone."""
        highest = Sql(
            f"SELECT id FROM measured_{measure} WHERE value > 0 ORDER BY value DESC, id LIMIT %s",
            [_MEASURED_LOOKED_AT * limit],
        )
        return self._first_within(highest, limit)

    def first_of(self, ids: Ints, limit: int) -> Sql:
        """From the first few alone: forty games have thousands of neighbours, and each one looked at costs."""
        return self._first_within(
            Sql("SELECT unnest(%s::bigint[])", [as_ids(ids[: _MEASURED_LOOKED_AT * limit].tolist())]), limit
        )

    def _first_within(self, ordered: Sql, limit: int) -> Sql:
        """Looked up one after another, as OFFSET 0 has it, until enough are within the limits."""
        return Sql(
            f"SELECT known.id FROM ({ordered.text}) AS known (id) CROSS JOIN LATERAL "
            f"(SELECT FROM games_game WHERE games_game.id = known.id AND {self._condition.text} OFFSET 0) AS within "
            "LIMIT %s",
            [*ordered.params, *self._condition.params, limit],
        )
