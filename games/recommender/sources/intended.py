"""What suits what the player came for: to explore, to create, or to play between two jobs."""

from __future__ import annotations

from dataclasses import dataclass

from games.recommender.sources.base import Ask, Pool, Sql

_MOODS = {"explore": "adventurous", "create": "creative"}
_BREAK_MINUTES = 30


@dataclass(frozen=True)
class Intended:
    name: str = "intent"
    limit: int = 30

    def select(self, pool: Pool, ask: Ask) -> Sql | None:
        if mood := _MOODS.get(ask.intent):
            return pool.best_for(((mood, 1.0),), self.limit)
        if ask.intent == "freelance":
            return pool.best_where(Sql("session_minutes <= %s", [_BREAK_MINUTES]), self.limit)
        return None
