"""What is good and loved by many: the answer when nothing else is known, vectors or not."""

from __future__ import annotations

from dataclasses import dataclass

from games.recommender.sources.base import Ask, Drawn, Pool


@dataclass(frozen=True)
class Popular:
    name: str = "popular"
    limit: int = 30

    def select(self, pool: Pool[Drawn], ask: Ask) -> Drawn | None:
        return pool.best(ask.share_of(self.limit))
