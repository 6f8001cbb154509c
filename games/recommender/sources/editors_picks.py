"""What editors named: the best that may be offered of the titles of pins in force, and of those of boosts."""

from __future__ import annotations

from dataclasses import dataclass

from games.recommender.sources.base import Ask, Drawn, Pool


@dataclass(frozen=True)
class EditorsPicks:
    name: str = "editors_picks"
    limit: int = 200  # what is left out here no rule can move; half of it is as many as a rule may name

    def select(self, pool: Pool[Drawn], ask: Ask) -> Drawn | None:
        named = [slugs for slugs in (ask.pinned, ask.boosted) if slugs]
        if not named:
            return None
        # Each has its own half, so that a long list of boosts crowds out no pin; limits come before counting, so that
        # titles which may not be offered crowd out none that may.
        return pool.named(named, self.limit // 2)
