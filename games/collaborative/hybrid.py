"""Ours, as production serves it: candidates of the collaborative and the popular source, judged by the blend.

Price and time are blank: nothing is known of a player but what they played.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from games.collaborative import metrics, model
from games.collaborative.leave_one_out import HeldOut
from games.collaborative.model import Model
from games.collaborative.types import GameTexts, Ints, Plays
from games.recommender import blend
from games.recommender.sources.collaborative import COLLABORATIVE, MEASURE
from games.recommender.sources.popular import Popular
from games.recommender.types import GameFacts
from games.recommender.wishes import Wishes


@dataclass
class Hybrid:
    facts: Sequence[GameFacts]
    texts: GameTexts
    name: str = "Thrum hybrid"
    _model: Model | None = None
    _best: list[int] = field(default_factory=list)

    def fit(self, plays: Plays, *, held_inside: HeldOut, rng: np.random.Generator) -> None:
        self._model = model.fit(plays, self.texts, rng=rng)
        self._best = sorted(range(len(self.facts)), key=lambda game: -self.facts[game].quality)

    def top(self, plays: Plays, players: Ints) -> Ints:
        found = np.full((len(players), metrics.AT), -1, dtype=np.int64)
        for row, player in enumerate(players):
            history = plays.indices[plays.indptr[player] : plays.indptr[player + 1]].tolist()
            ranked = self._ranked(history)[: metrics.AT]
            found[row, : len(ranked)] = ranked
        return found

    def _ranked(self, history: Sequence[int]) -> list[int]:
        if self._model is None:
            raise RuntimeError("fit first")
        measures = self._model.measure([(game, 1.0) for game in history])
        done = set(history)
        nearest = sorted((game for game in measures if game not in done), key=lambda game: -measures[game])
        popular = [game for game in self._best[: Popular().limit + len(done)] if game not in done]
        candidates = dict.fromkeys([*nearest[: COLLABORATIVE.limit], *popular[: Popular().limit]])
        scores = {game: self._score(game, measures) for game in candidates}
        return sorted(candidates, key=lambda game: -scores[game])

    def _score(self, game: int, measures: dict[int, float]) -> float:
        known = {MEASURE: measures[game]} if game in measures else {}
        parts = blend.parts_of(
            self.facts[game],
            Wishes(),
            mood_estimate=None,
            to_words=None,
            to_liked=None,
            measures=known,
            counted=(MEASURE,),
        )
        return blend.score_of(parts)
