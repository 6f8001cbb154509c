"""Where sources draw from: all games within the limits, in the way of either plan. See ``games.retrieval``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from games import mood_ranking
from games.collaborative.types import Ints
from games.columns.table import Table
from games.recommender.sources.base import Sql
from games.recommender.types import Vector

# The wide plan's sources that do not search by meaning look at so many of the best.
_BEST_LOOKED_AT = 600
_MEASURED_LOOKED_AT = 20  # times as many as are asked for; wide limits leave a twentieth and more
# What leads for one mood need not lead for a mix of two.
_OF_EACH_MOOD = 2
# Of what columns at hand propose: meaning is kept there in fewer numbers, and a row may have changed since.
_NEAR_LOOKED_AT = 6
_SPARE = 10
_PROPOSED_AT_MOST = 3_000


def as_halfvec(vector: Vector) -> str:
    return "[" + ",".join(f"{number:.5g}" for number in vector.tolist()) + "]"


def as_ids(ids: Iterable[int]) -> str:
    """As PostgreSQL writes an array; the driver takes ten times as long for thousands of them."""
    return "{" + ",".join(map(str, ids)) + "}"


class ExactPool:
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


class ProposedPool(ExactPool):
    """The matches among what columns at hand propose: each source's own few, and what the others' are to it.

    ``loose`` is how many are within what the columns see for one that is within the limits.
    """

    def __init__(self, condition: Sql, table: Table, places: Ints, *, loose: float = 1.0) -> None:
        super().__init__(condition)
        self._table, self._places, self._loose = table, places, loose
        self._proposed: list[Ints] = []

    def as_cte(self) -> Sql:
        ids = np.unique(np.concatenate([*self._proposed, self._places[:0]]))
        matches = super().as_cte()
        return Sql(
            f"{matches.text[:-1]} AND games_game.id = ANY(%s::bigint[]))", [*matches.params, as_ids(ids.tolist())]
        )

    def nearest(self, vector: Vector, limit: int) -> Sql:
        self._propose(self._table.nearest(self._places, vector, self._times(_NEAR_LOOKED_AT * limit)))
        return super().nearest(vector, limit)

    def best(self, limit: int) -> Sql:
        self._propose(self._table.best(self._places, self._times(limit + _SPARE)))
        return super().best(limit)

    def best_for(self, moods: Sequence[tuple[str, float]], limit: int) -> Sql:
        self._propose(self._table.best_for(self._places, moods, self._times(limit + _SPARE)))
        return super().best_for(moods, limit)

    def best_where(self, condition: Sql, limit: int) -> Sql:
        return WidePool(self._condition).best_where(condition, limit)

    def most(self, measure: str, limit: int) -> Sql:
        return WidePool(self._condition).most(measure, limit)

    def first_of(self, ids: Ints, limit: int) -> Sql:
        first = self._table.first_among(self._places, ids, self._times(limit + _SPARE))
        self._propose(first)
        return super().first_of(first, limit)

    def _propose(self, ids: Ints) -> None:
        self._proposed.append(ids)

    def _times(self, count: int) -> int:
        return min(int(count * self._loose) + 1, _PROPOSED_AT_MOST)


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
