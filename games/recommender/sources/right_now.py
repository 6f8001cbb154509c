"""What is played at this time of the day and week."""

from __future__ import annotations

from dataclasses import dataclass

from games.recommender.sources.base import Ask, Drawn, Pool, Sql
from games.recommender.sources.trending import loved_in


@dataclass(frozen=True)
class RightNow:
    name: str = "right_now"
    limit: int = 20

    def select(self, pool: Pool[Drawn], ask: Ask) -> Drawn | None:
        return pool.most(self.name, ask.share_of(self.limit)) if ask.moment else None

    def measure(self, ask: Ask) -> Sql | None:
        return loved_in(ask.moment) if ask.moment else None

    def segments(self, ask: Ask) -> tuple[str, ...]:
        return (ask.moment,) if ask.moment else ()
