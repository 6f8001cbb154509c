"""The very first reply, replayed: of somebody who named two titles, is what they play too among the first three?

A stranger's two titles are two of their plays, as many players as there are who have one more; that one is asked
for. What everybody plays is the bar, for that is what a service that knows nobody shows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from games.collaborative import metrics
from games.collaborative.baselines import Strategy, ranks_in
from games.collaborative.leave_one_out import keep_exactly
from games.collaborative.types import Floats, Ints, Plays

NAMED = 2
SHOWN = 3


@dataclass(frozen=True)
class Replayed:
    """Shares of first replies that held the game, and ours less the other over the same players."""

    asked: int
    ours: float
    ours_interval: tuple[float, float]
    popular: float
    popular_interval: tuple[float, float]
    above: float
    above_interval: tuple[float, float]


def replay(
    plays: Plays, ours: Callable[[], Strategy], popular: Callable[[], Strategy], *, share: float, seed: int, rounds: int
) -> Replayed:
    """Each round learns anew, from the players who are not asked and the two titles of those who are.

    ``share`` of the players are asked: what is learnt must come from others.
    """
    hits: tuple[list[Floats], list[Floats]] = ([], [])
    players = []
    for number in range(rounds):
        held = keep_exactly(plays, known=NAMED, share=share, rng=np.random.default_rng([seed, number]))
        inside = keep_exactly(held.left, known=NAMED, share=share, rng=np.random.default_rng([seed, number, 1]))
        players.append(held.players)
        for make, found in zip((ours, popular), hits, strict=True):
            strategy = make()
            strategy.fit(held.left, held_inside=inside, rng=np.random.default_rng([seed, number, 2]))
            ranks = ranks_in(strategy.top(held.left, held.players), held.games)
            found.append((ranks < SHOWN).astype(np.float32))
    return _told(np.concatenate(hits[0]), np.concatenate(hits[1]), np.concatenate(players), seed)


def as_text(told: Replayed) -> str:
    return "\n".join(
        [
            f"{told.asked:,} first replies to {NAMED} titles; the share that held a third game of theirs "
            f"among {SHOWN}:",
            *(
                f"  {name:12}{value:.3f} ({low:.3f}…{high:.3f})"
                for name, value, (low, high) in (
                    ("Thrum", told.ours, told.ours_interval),
                    ("popular", told.popular, told.popular_interval),
                )
            ),
            f"  above by    {told.above:+.3f} ({told.above_interval[0]:+.3f}…{told.above_interval[1]:+.3f})",
        ]
    )


def _told(ours: Floats, popular: Floats, players: Ints, seed: int) -> Replayed:
    rng = np.random.default_rng([seed, 3])
    (mine, own), (theirs, others), (above, gap) = (
        (float(values.mean()), metrics.interval(values, players=players, rng=rng))
        for values in (ours, popular, ours - popular)
    )
    return Replayed(len(ours), mine, own, theirs, others, above, gap)
