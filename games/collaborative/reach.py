"""From a history to how much each game in reach of it suits: rows of neighbours added up and weighed. Pure.

In reach are the neighbours of what stands in the history, and what most people play. What is evaluated and what is
served go through here, so that they are one model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from games.collaborative import ranker as ranking
from games.collaborative.neighbours import WAYS
from games.collaborative.ranker import Ranker
from games.collaborative.types import Ints

_CLOSE = WAYS.index("close")


@dataclass(frozen=True)
class KinRow:
    """The neighbours of one game, and how near each is in every way (neighbours × ``WAYS``)."""

    ids: Ints
    nearness: NDArray[np.floating]


@dataclass(frozen=True)
class Everybody:
    """How many play each game that was learnt of, by ascending id, and the ids that most people play."""

    ids: Ints
    plays: NDArray[np.integer]
    always: Ints

    @classmethod
    def of(cls, ids: Ints, plays: NDArray[np.integer]) -> Everybody:
        return cls(ids, plays, ids[np.argsort(-plays.astype(np.int64), kind="stable")[: ranking.ALWAYS]])

    def plays_of(self, ids: Ints) -> NDArray[np.float32]:
        """0 for what was not learnt of."""
        if not len(self.ids):
            return np.zeros(len(ids), dtype=np.float32)
        places = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        return np.where(self.ids[places] == ids, self.plays[places], 0).astype(np.float32)


@dataclass(frozen=True)
class Reach:
    """Games by ascending id, and how much each suits, 0…1."""

    ids: Ints
    values: NDArray[np.float32]

    def best_first(self) -> Ints:
        order: Ints = self.ids[np.argsort(-self.values, kind="stable")]
        return order

    def of(self, ids: Sequence[int]) -> dict[int, float]:
        """What is said of these; who is out of reach is not in it."""
        if not len(self.ids) or not len(ids):
            return {}
        wanted = np.asarray(ids, dtype=np.int64)
        places = np.minimum(np.searchsorted(self.ids, wanted), len(self.ids) - 1)
        there = self.ids[places] == wanted
        return dict(zip(wanted[there].tolist(), self.values[places[there]].tolist(), strict=True))


def reach_of(told: Sequence[tuple[KinRow, float]], *, size: float, everybody: Everybody, ranker: Ranker) -> Reach:
    """``told`` pairs the row of each game in the history with its weight, disliked below zero; ``size`` is what the
    liked ones amount to, rows or none."""
    ids = np.concatenate([*(row.ids for row, _ in told), everybody.always])
    reached, place = np.unique(ids, return_inverse=True)
    sums = np.zeros((len(reached), len(WAYS)), dtype=np.float32)
    if told:
        nearness = np.concatenate([row.nearness * np.float32(weight) for row, weight in told])
        for way in range(len(WAYS)):
            sums[:, way] = np.bincount(place[: len(nearness)], weights=nearness[:, way], minlength=len(reached))
    features = ranking.features_of(sums, everybody.plays_of(reached))
    values = ranker.share(ranker.raw(features[None], np.array([size], dtype=np.float32))[0])
    return Reach(reached, values)


def drawn_on(told: Sequence[tuple[int, KinRow, float]], picks: Sequence[int], *, least_share: float) -> dict[int, int]:
    """For each pick the liked game that is nearest to it, if so much of all nearness to it is its own.

    ``told`` are the games in the history with their rows and weights.
    """
    named = {}
    for pick in picks:
        adds = {game_id: weight * _closeness(row, pick) for game_id, row, weight in told if weight > 0}
        every = sum(share for share in adds.values() if share > 0)
        if every <= 0:
            continue
        game_id = max(adds, key=lambda liked: (adds[liked], -liked))
        if adds[game_id] >= least_share * every:
            named[pick] = game_id
    return named


def _closeness(row: KinRow, pick: int) -> float:
    places = np.flatnonzero(row.ids == pick)
    return float(row.nearness[places[0], _CLOSE]) if len(places) else 0.0
