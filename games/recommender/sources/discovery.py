"""Good games outside what the player is known to like: what the share of discovery draws from."""

from __future__ import annotations

from dataclasses import dataclass

from games.recommender.sources.base import Ask, Pool, Sql


@dataclass(frozen=True)
class Discovery:
    name: str = "discovery"
    limit: int = 20

    def select(self, pool: Pool, ask: Ask) -> Sql | None:
        if not ask.known_words:
            return None  # without a taste nothing lies outside it
        known = list(ask.known_words)
        return pool.best_where(
            Sql("NOT (genres && %s::varchar[] OR tags && %s::varchar[])", [known, known]), self.limit
        )
