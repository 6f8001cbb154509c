"""What suits what the player came for: to explore, to create, or to play between two jobs."""

from __future__ import annotations

from dataclasses import dataclass

from games.recommender.cold_start import INTENT_MOODS, SHORT_SITTING
from games.recommender.sources.base import Ask, Drawn, Pool


@dataclass(frozen=True)
class Intended:
    name: str = "intent"
    limit: int = 30

    def select(self, pool: Pool[Drawn], ask: Ask) -> Drawn | None:
        if mood := INTENT_MOODS.get(ask.intent):
            return pool.best_for(((mood, 1.0),), ask.share_of(self.limit))
        if ask.intent == "freelance":
            return pool.best_within(SHORT_SITTING, ask.share_of(self.limit))
        return None
