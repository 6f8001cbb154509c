"""What editors named: the titles of the pins and boosts in force, those of pins first."""

from __future__ import annotations

from dataclasses import dataclass

from games.recommender.sources.base import Ask, Pool, Sql


@dataclass(frozen=True)
class EditorsPicks:
    name: str = "editors_picks"
    limit: int = 100  # as many as a rule may name: what is left out here no rule can move

    def select(self, pool: Pool, ask: Ask) -> Sql | None:
        if not ask.picked:
            return None
        return pool.best_where(Sql("slug = ANY(%s::varchar[])", [list(ask.picked[: self.limit])]), self.limit)
