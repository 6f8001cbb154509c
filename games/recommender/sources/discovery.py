"""Good games outside what the player is known to like: what the share of discovery draws from."""

from __future__ import annotations

from dataclasses import dataclass

from games.recommender.sources.base import Ask, Drawn, Pool


@dataclass(frozen=True)
class Discovery:
    name: str = "discovery"
    limit: int = 20

    def select(self, pool: Pool[Drawn], ask: Ask) -> Drawn | None:
        if not ask.known_words:
            return None  # without a taste nothing lies outside it
        return pool.best_outside(ask.known_words, ask.share_of(self.limit))
