"""Neighbours and what they are worth, joined: from a history to how much each game suits it."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
import scipy.sparse as sparse

from games.collaborative import ranker as ranking
from games.collaborative.leave_one_out import hold_one_out
from games.collaborative.neighbours import WAYS, Neighbours, neighbours_of, text_kin
from games.collaborative.ranker import Ranker
from games.collaborative.reach import Everybody, KinRow, reach_of
from games.collaborative.types import Floats, GameTexts, Ints, Plays

# One more whenever code or constants here, in ``neighbours`` or in ``ranker`` would make other rows of the same
# plays: it is part of a version's name, so that the next training publishes a new one.
RECIPE = 1
_CANDIDATES = 100
_PLAYERS_LEARNT_FROM = 2_400
_FOLDS = 2
_MANY_PLAYS = 1_000_000  # enough players to learn from in one
# With so little there is nothing to hold out; these weights follow nearness and, for short histories, plays.
_UNTAUGHT = Ranker((*([1.0] * len(WAYS)), *([0.1] * len(WAYS)), 0.1), (0.0,) * (2 * len(WAYS) + 1), 0.0, 1.0)
_FEWEST_HELD_OUT = 50


@dataclass(frozen=True)
class Model:
    neighbours: Neighbours
    ranker: Ranker

    @cached_property
    def _everybody(self) -> Everybody:
        plays = self.neighbours.plays
        return Everybody.of(np.arange(len(plays)), plays)

    def measure(self, history: Sequence[tuple[int, float]]) -> dict[int, float]:
        """How much each game in reach suits, 0…1; the history is (column, weight), disliked below zero."""
        size = sum(max(weight, 0.0) for _, weight in history)
        if not size:
            return {}
        told = [(self._row(column), weight) for column, weight in history]
        reach = reach_of(told, size=size, everybody=self._everybody, ranker=self.ranker)
        return dict(zip(reach.ids.tolist(), reach.values.tolist(), strict=True))

    def _row(self, column: int) -> KinRow:
        there = self.neighbours.ids[column] >= 0
        return KinRow(self.neighbours.ids[column][there].astype(np.int64), self.neighbours.nearness[column][there])


def fit(
    plays: Plays, texts: GameTexts, *, rng: np.random.Generator, most_played: int = 10_000, kept: int = 200
) -> Model:
    """Learn from plays (players × games) and texts; the ranker from plays held out inside these."""
    near = partial(neighbours_of, texts=texts, most_played=most_played, kept=kept, kin=text_kin(texts))
    ranker = _taught(plays, near, rng=rng)
    return Model(near(plays), ranker)


def _taught(plays: Plays, near: Callable[[Plays], Neighbours], *, rng: np.random.Generator) -> Ranker:
    folds = []
    for _ in range(_FOLDS if plays.nnz < _MANY_PLAYS else 1):
        held_out = hold_one_out(plays, least=2, rng=rng)
        chosen = rng.permutation(len(held_out.players))[:_PLAYERS_LEARNT_FROM]
        if len(chosen) < _FEWEST_HELD_OUT:
            return _UNTAUGHT
        neighbours = near(held_out.left)
        folds.append(_examples(neighbours, held_out.left[held_out.players[chosen]], held_out.games[chosen]))
    features, sizes, places = (np.concatenate(part) for part in zip(*folds, strict=True))
    if len(places) < _FEWEST_HELD_OUT:
        return _UNTAUGHT
    return ranking.train(features, sizes, places)


def _examples(neighbours: Neighbours, histories: Plays, held_out: Ints) -> tuple[Floats, Floats, Ints]:
    """Each player's best candidates by a plain rule; whose held-out game is not among them teaches nothing."""
    matrices = _matrices(neighbours)
    prior = np.log1p(neighbours.plays).astype(np.float32)
    games = len(prior)
    candidates = min(_CANDIDATES, games)
    kept: list[tuple[Floats, Floats, Ints]] = []
    step = max(20_000_000 // (games * len(WAYS)), 1)
    for start in range(0, histories.shape[0], step):
        rows, wanted = histories[start : start + step], held_out[start : start + step]
        sizes = np.asarray(rows.sum(axis=1)).ravel().astype(np.float32)
        first = (rows @ matrices[0]).toarray() + (0.02 / np.maximum(sizes, 1))[:, None] * prior
        first[rows.nonzero()] = -np.inf
        best = np.argpartition(-first, candidates - 1, axis=1)[:, :candidates]
        sums = np.stack([np.take_along_axis((rows @ way).toarray(), best, 1) for way in matrices], axis=-1)
        is_true = best == wanted[:, None]
        found = is_true.any(axis=1)
        features = ranking.features_of(sums, neighbours.plays[best].astype(np.float32))
        kept.append((features[found], sizes[found], is_true[found].argmax(axis=1)))
    features, sizes, places = (np.concatenate(part) for part in zip(*kept, strict=True))
    return features, sizes, places


def _matrices(neighbours: Neighbours) -> tuple[Plays, ...]:
    """The rows of neighbours as a sparse matrix a way."""
    there = neighbours.ids >= 0
    starts = np.concatenate(([0], np.cumsum(there.sum(axis=1))))
    games = len(neighbours.ids)
    return tuple(
        sparse.csr_matrix((neighbours.nearness[there][:, way], neighbours.ids[there], starts), shape=(games, games))
        for way in range(len(WAYS))
    )


def ranker_to_bytes(ranker: Ranker) -> bytes:
    file = io.BytesIO()
    np.savez(
        file,
        features=np.array(ranking.FEATURES),
        weights=np.array(ranker.weights),
        by_size=np.array(ranker.by_size),
        scale=np.array([ranker.centre, ranker.spread]),
    )
    return file.getvalue()


def ranker_from_bytes(content: bytes) -> Ranker:
    """Raises ValueError for what was learnt over other features."""
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        if tuple(arrays["features"].tolist()) != ranking.FEATURES:
            raise ValueError("these weights belong to other features")
        centre, spread = arrays["scale"].tolist()
        return Ranker(tuple(arrays["weights"].tolist()), tuple(arrays["by_size"].tolist()), centre, spread)
