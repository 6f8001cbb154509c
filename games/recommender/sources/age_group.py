"""What people of the player's age like."""

from __future__ import annotations

from dataclasses import dataclass

from games.recommender.sources.base import Ask, Drawn, Pool, Sql
from games.recommender.sources.trending import loved_in


@dataclass(frozen=True)
class AgeGroup:
    name: str = "age_group"
    limit: int = 30

    def select(self, pool: Pool[Drawn], ask: Ask) -> Drawn | None:
        return pool.most(self.name, ask.share_of(self.limit)) if ask.age_group else None

    def measure(self, ask: Ask) -> Sql | None:
        return loved_in(ask.age_group) if ask.age_group else None

    def segments(self, ask: Ask) -> tuple[str, ...]:
        return (ask.age_group,) if ask.age_group else ()
