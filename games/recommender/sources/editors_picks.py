"""What editors named: the best that may be offered of the titles of pins in force, and of those of boosts."""

from __future__ import annotations

from dataclasses import dataclass

from games.recommender.sources.base import Ask, Pool, Sql


@dataclass(frozen=True)
class EditorsPicks:
    name: str = "editors_picks"
    limit: int = 200  # what is left out here no rule can move; half of it is as many as a rule may name

    def select(self, pool: Pool, ask: Ask) -> Sql | None:
        named = [slugs for slugs in (ask.pinned, ask.boosted) if slugs]
        if not named:
            return None
        # Each has its own half, so that a long list of boosts crowds out no pin; limits come before counting, so that
        # titles which may not be offered crowd out none that may.
        halves = [pool.best_where(Sql("slug = ANY(%s::varchar[])", [list(slugs)]), self.limit // 2) for slugs in named]
        return Sql(
            " UNION ".join(f"({half.text})" for half in halves),
            [value for half in halves for value in half.params],
        )
