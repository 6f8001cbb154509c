"""What people who play the player's games play too.

One statement adds up the rows of neighbours of what the player did and weighs the sums, so a new event counts at
the next list, without anything being learnt again. ``games.collaborative.model.Model.measure`` is the same in numpy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from games.collaborative.neighbours import WAYS
from games.collaborative.ranker import ALWAYS, FLOORS, Ranker
from games.recommender.sources.base import Ask, Pool, Sql

MEASURE = "collaborative"


@dataclass(frozen=True)
class Collaborative:
    name: str = MEASURE
    limit: int = 60

    def select(self, pool: Pool, ask: Ask) -> Sql | None:
        return pool.most(self.name, self.limit) if self.measure(ask) else None

    def measure(self, ask: Ask) -> Sql | None:
        if ask.kin is None or not any(weight > 0 for _, weight in ask.history):
            return None  # what is disliked tells where not to go, not where to
        return measure_sql(ask.history, artefact_id=ask.kin.artefact_id, ranker=ask.kin.ranker)


COLLABORATIVE = Collaborative()


def measure_sql(history: Sequence[tuple[int, float]], *, artefact_id: int, ranker: Ranker) -> Sql:
    """(id, value) of the neighbours of the history and of what most people play; a value is 0…1."""
    sums = ", ".join(f"sum({way}) AS {way}" for way in WAYS)
    weighed = ", ".join(f"said.weight * kin.{way} AS {way}" for way in WAYS)
    lists = ", ".join(f"near.{way}::real[]" for way in WAYS)
    terms = [f"%s * reached.{way}" for way in WAYS]
    terms += [f"%s * ln(greatest(reached.{way}, 0) + {floor})" for way, floor in zip(WAYS, FLOORS, strict=True)]
    text = (
        "SELECT id, 1 / (1 + exp(greatest(least((%s - raw) / %s, 30), -30))) AS value FROM ("
        f"SELECT reached.id, {' + '.join(terms)} + %s * ln(1 + coalesce(own.plays, 0)) AS raw FROM ("
        f"SELECT id, {sums} FROM ("
        f"SELECT kin.id, {weighed} FROM unnest(%s::bigint[], %s::float8[]) AS said (game_id, weight) "
        "JOIN games_gameneighbours AS near ON near.artefact_id = %s AND near.game_id = said.game_id "
        f"CROSS JOIN LATERAL unnest(near.neighbours, {lists}) AS kin (id, {', '.join(WAYS)}) "
        f"UNION ALL (SELECT game_id{', 0' * len(WAYS)} FROM games_gameneighbours WHERE artefact_id = %s "
        "ORDER BY plays DESC, game_id LIMIT %s)) AS every GROUP BY id) AS reached "
        "LEFT JOIN games_gameneighbours AS own ON own.artefact_id = %s AND own.game_id = reached.id) AS judged"
    )
    weights = ranker.of_size(sum(max(weight, 0.0) for _, weight in history))
    games, said = [game for game, _ in history], [weight for _, weight in history]
    return Sql(
        text,
        [ranker.centre, ranker.spread, *weights, games, said, artefact_id, artefact_id, ALWAYS, artefact_id],
    )
