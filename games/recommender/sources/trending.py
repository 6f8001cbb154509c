"""What is loved of late on the player's machines; by everyone where no machine is known."""

from __future__ import annotations

from dataclasses import dataclass

from games.recommender.sources.base import Ask, Drawn, Pool, Sql

_EVERYONE = ("everyone",)


@dataclass(frozen=True)
class Trending:
    name: str = "trend"
    limit: int = 30

    def select(self, pool: Pool[Drawn], ask: Ask) -> Drawn | None:
        return pool.most(self.name, ask.share_of(self.limit))

    def measure(self, ask: Ask) -> Sql | None:
        return loved_in(*self.segments(ask))

    def segments(self, ask: Ask) -> tuple[str, ...]:
        return ask.platforms or _EVERYONE


def loved_in(*segments: str) -> Sql:
    """The figures of these segments of ``games.trends``, a game's best one."""
    if len(segments) == 1:
        return Sql("SELECT game_id AS id, score AS value FROM games_trend WHERE segment = %s", [segments[0]])
    return Sql(
        "SELECT game_id AS id, max(score) AS value FROM games_trend WHERE segment = ANY(%s::varchar[]) GROUP BY 1",
        [list(segments)],
    )
