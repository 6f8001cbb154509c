"""How good a ranking is, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from games.collaborative.types import Floats, Ints

AT = 10
_RESAMPLED = 2_000


def ndcg(ranks: Ints) -> Floats:
    """Of one true game a player; its rank counts from 0."""
    return np.where(ranks < AT, 1 / np.log2(ranks + 2.0), 0.0).astype(np.float32)


def recall(ranks: Ints) -> Floats:
    return (ranks < AT).astype(np.float32)


def interval(values: Floats, *, players: Ints, rng: np.random.Generator) -> tuple[float, float]:
    """The 95 % interval of the mean. A player is drawn with all their rounds, for these are not independent."""
    _, place = np.unique(players, return_inverse=True)
    sums = np.bincount(place, weights=values)
    counts = np.bincount(place).astype(np.float64)
    means = np.empty(_RESAMPLED)
    for index in range(_RESAMPLED):
        drawn = rng.integers(len(sums), size=len(sums))
        means[index] = sums[drawn].sum() / counts[drawn].sum()
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


def coverage(lists: Sequence[Sequence[int]], games: int) -> float:
    """The share of all games that anybody was offered."""
    return len({game for offered in lists for game in offered}) / max(games, 1)


def novelty(lists: Sequence[Sequence[int]], shares: Mapping[int, float] | Floats) -> float:
    """The mean surprise in bits: -log2 of the share of players who have the game."""
    bits = [-np.log2(max(float(shares[game]), 1e-9)) for offered in lists for game in offered]
    return float(np.mean(bits)) if bits else 0.0
