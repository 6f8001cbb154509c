"""Neighbours of the titles that were named as loved."""

from __future__ import annotations

from dataclasses import dataclass

from games.recommender.sources.base import Ask, Drawn, Pool


@dataclass(frozen=True)
class Liked:
    name: str = "like"
    limit: int = 40

    def select(self, pool: Pool[Drawn], ask: Ask) -> Drawn | None:
        return None if ask.liked is None else pool.nearest(ask.liked, ask.share_of(self.limit))
