"""What people who play the player's games play too.

How much each game in reach suits is reckoned beside the statement of the sources (``games.neighbours.in_use``), from
rows that a process keeps: so a new event counts at the next list, without anything being learnt again.
"""

from __future__ import annotations

from dataclasses import dataclass

from games.collaborative.reach import Reach
from games.recommender.sources.base import Ask, Drawn, Pool

MEASURE = "collaborative"


@dataclass(frozen=True)
class Collaborative:
    name: str = MEASURE
    limit: int = 60

    def select(self, pool: Pool[Drawn], ask: Ask) -> Drawn | None:
        return None if ask.reach is None else pool.first_of(ask.reach.best_first(), ask.share_of(self.limit))

    def known(self, ask: Ask) -> Reach | None:
        return ask.reach


COLLABORATIVE = Collaborative()
