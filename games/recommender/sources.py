"""Where candidates come from. Each knows only how to draw from a pool; see ``games.retrieval``."""

from __future__ import annotations

from dataclasses import dataclass

from games.retrieval import Ask, Pool, Source, Sql


@dataclass(frozen=True)
class Similar:
    """What reads like the player's own words."""

    name: str = "similar"
    limit: int = 50

    def select(self, pool: Pool, ask: Ask) -> Sql | None:
        return None if ask.words is None else pool.nearest(ask.words, self.limit)


@dataclass(frozen=True)
class Liked:
    """Neighbours of the titles that were named as loved."""

    name: str = "like"
    limit: int = 40

    def select(self, pool: Pool, ask: Ask) -> Sql | None:
        return None if ask.liked is None else pool.nearest(ask.liked, self.limit)


@dataclass(frozen=True)
class FitsMood:
    """What suits the mood best; found without any words of the player."""

    name: str = "mood"
    limit: int = 50

    def select(self, pool: Pool, ask: Ask) -> Sql | None:
        return pool.best_for(ask.moods, self.limit) if ask.moods else None


@dataclass(frozen=True)
class Popular:
    """What is good and loved by many: the answer when nothing else is known, vectors or not."""

    name: str = "popular"
    limit: int = 30

    def select(self, pool: Pool, ask: Ask) -> Sql | None:
        return pool.best(self.limit)


SIMILAR = Similar()
SOURCES: tuple[Source, ...] = (SIMILAR, FitsMood(), Liked(), Popular())
