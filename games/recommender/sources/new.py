"""The best of what came out lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from games.recommender.sources.base import Ask, Drawn, Pool

NEW_FOR = timedelta(days=120)


@dataclass(frozen=True)
class NewTitles:
    name: str = "new"
    limit: int = 20

    def select(self, pool: Pool[Drawn], ask: Ask) -> Drawn | None:
        if ask.today is None:
            return None
        return pool.best_between(ask.today - NEW_FOR, ask.today, ask.share_of(self.limit))
