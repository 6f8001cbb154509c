"""What suits the mood best; found without any words of the player."""

from __future__ import annotations

from dataclasses import dataclass

from games.recommender.sources.base import Ask, Drawn, Pool


@dataclass(frozen=True)
class FitsMood:
    name: str = "mood"
    limit: int = 50

    def select(self, pool: Pool[Drawn], ask: Ask) -> Drawn | None:
        return pool.best_for(ask.moods, ask.share_of(self.limit)) if ask.moods else None
