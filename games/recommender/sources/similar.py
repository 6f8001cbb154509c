"""What reads like the player's own words."""

from __future__ import annotations

from dataclasses import dataclass

from games.recommender.sources.base import Ask, Drawn, Pool


@dataclass(frozen=True)
class Similar:
    name: str = "similar"
    limit: int = 50

    def select(self, pool: Pool[Drawn], ask: Ask) -> Drawn | None:
        return None if ask.words is None else pool.nearest(ask.words, ask.share_of(self.limit))
