"""The peers that ours is measured beside: popularity, EASE, and what `implicit` and `scikit-surprise` offer."""

from __future__ import annotations

import contextlib
import importlib
import io
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

import numpy as np

from games.collaborative import metrics
from games.collaborative.ease import ease
from games.collaborative.leave_one_out import HeldOut
from games.collaborative.types import Floats, Ints, Plays

RIDGES = (20.0, 50.0, 100.0, 200.0, 400.0, 800.0)
_NEIGHBOURS = 200
# Better than as it comes: 0.133 against 0.108 on the plays that we tried.
_ALS = {"regularization": 5.0, "alpha": 5.0}


class PeerMissingError(RuntimeError):
    """The package is not installed; requirements-dev.txt names it."""


class Strategy(Protocol):
    @property
    def name(self) -> str: ...

    def fit(self, plays: Plays, *, held_inside: HeldOut, rng: np.random.Generator) -> None:
        """Learn. ``held_inside`` sets plays of the same kind aside within these, to choose settings by."""
        ...

    def top(self, plays: Plays, players: Ints) -> Ints:
        """For each player ten games that they have not played, best first; -1 where there are no more."""
        ...


def best_unplayed(scores: Floats, histories: Plays, count: int = metrics.AT) -> Ints:
    scores = np.array(scores, dtype=np.float32)
    scores[histories.nonzero()] = -np.inf
    count = min(count, scores.shape[1])
    best = np.argpartition(-scores, count - 1, axis=1)[:, :count]
    order = np.argsort(-np.take_along_axis(scores, best, 1), axis=1, kind="stable")
    best = np.take_along_axis(best, order, 1)
    tops: Ints = np.where(np.isfinite(np.take_along_axis(scores, best, 1)), best, -1)
    return tops


def ranks_in(tops: Ints, true: Ints) -> Ints:
    """The place of the true game in each list, from 0; the length of the list where it is not in it."""
    hit = tops == true[:, None]
    ranks: Ints = np.where(hit.any(axis=1), hit.argmax(axis=1), max(tops.shape[1], metrics.AT))
    return ranks


@dataclass
class Popular:
    name: str = "popular"
    _counts: Floats = field(default_factory=lambda: np.zeros(0, dtype=np.float32))

    def fit(self, plays: Plays, *, held_inside: HeldOut, rng: np.random.Generator) -> None:
        self._counts = np.asarray(plays.sum(axis=0)).ravel().astype(np.float32)

    def top(self, plays: Plays, players: Ints) -> Ints:
        return best_unplayed(np.tile(self._counts, (len(players), 1)), plays[players])


@dataclass
class TunedEase:
    """Plain EASE; its ridge is the best of RIDGES on the plays held out inside."""

    name: str = "EASE tuned"
    ridge: float = 0.0
    _weights: Floats = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float32))

    def fit(self, plays: Plays, *, held_inside: HeldOut, rng: np.random.Generator) -> None:
        inside = (held_inside.left.T @ held_inside.left).toarray().astype(np.float32)
        histories = held_inside.left[held_inside.players]
        found = {}
        for ridge in RIDGES:
            tops = best_unplayed(histories @ ease(inside, ridge=ridge), histories)
            found[ridge] = float(metrics.ndcg(ranks_in(tops, held_inside.games)).mean()) if len(tops) else 0.0
        self.ridge = max(RIDGES, key=lambda ridge: found[ridge])
        self._weights = ease((plays.T @ plays).toarray().astype(np.float32), ridge=self.ridge)

    def top(self, plays: Plays, players: Ints) -> Ints:
        return best_unplayed(plays[players] @ self._weights, plays[players])


@dataclass
class Implicit:
    """A model of the package `implicit`: the neighbours as they come, ALS with better settings than it comes with."""

    name: str
    kind: str
    _model: Any = None

    def fit(self, plays: Plays, *, held_inside: HeldOut, rng: np.random.Generator) -> None:
        nearest, als = _peer("implicit.nearest_neighbours"), _peer("implicit.als")
        if self.kind == "als":
            seed = int(rng.integers(2**31))
            self._model = als.AlternatingLeastSquares(factors=64, random_state=seed, num_threads=1, **_ALS)
        else:
            recommender = nearest.CosineRecommender if self.kind == "cosine" else nearest.TFIDFRecommender
            self._model = recommender(K=_NEIGHBOURS, num_threads=1)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about its own conversion of its own matrix
            self._model.fit(plays, show_progress=False)

    def top(self, plays: Plays, players: Ints) -> Ints:
        found, _ = self._model.recommend(players, plays[players], N=metrics.AT, filter_already_liked_items=True)
        return np.asarray(found, dtype=np.int64)


@dataclass
class SurpriseKnn:
    """scikit-surprise's item KNN. It foretells ratings, which ranks the rarest first, so its likenesses are summed.

    What it takes for a rating is the logarithm of the hours.
    """

    hours: Plays
    name: str = "scikit-surprise KNN"
    _likeness: Floats = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float32))

    def fit(self, plays: Plays, *, held_inside: HeldOut, rng: np.random.Generator) -> None:
        surprise = _peer("surprise")
        rows, columns = plays.nonzero()
        ratings = np.log1p(np.asarray(self.hours[rows, columns]).ravel())
        triples = zip(rows.tolist(), columns.tolist(), ratings.tolist(), strict=True)
        data = surprise.Dataset(surprise.Reader(rating_scale=(0, 10)))
        trainset = data.construct_trainset([(player, game, rating, None) for player, game, rating in triples])
        options = {"name": "pearson_baseline", "user_based": False}
        algorithm = surprise.KNNBaseline(sim_options=options, verbose=False)
        with contextlib.redirect_stdout(io.StringIO()):  # it says so when it reckons its baselines
            algorithm.fit(trainset)
        known = np.array([trainset.to_raw_iid(index) for index in range(trainset.n_items)])
        self._likeness = np.zeros((plays.shape[1], plays.shape[1]), dtype=np.float32)
        self._likeness[np.ix_(known, known)] = algorithm.sim
        np.fill_diagonal(self._likeness, 0)

    def top(self, plays: Plays, players: Ints) -> Ints:
        return best_unplayed(plays[players] @ self._likeness, plays[players])


def peers(hours: Plays) -> tuple[Callable[[], Strategy], ...]:
    """All of them, for a log with these hours."""
    return (
        Popular,
        partial(Implicit, "implicit ALS-64", "als"),
        partial(Implicit, "implicit cosine-kNN", "cosine"),
        partial(Implicit, "implicit TF-IDF-kNN", "tfidf"),
        partial(SurpriseKnn, hours),
        TunedEase,
    )


def _peer(module: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise PeerMissingError(f"{module.partition('.')[0]} is not installed ({error})") from None
