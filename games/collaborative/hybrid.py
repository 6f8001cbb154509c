"""Ours, as production serves it: candidates of the collaborative and the popular source, judged by the blend.

Nothing is known of a player but what they played: price and place are blank, what others play at this
time of the week is not counted, and a play stands for a like. All else is as in production: the warmth
of so short an acquaintance, what of the cold start stands in for the rest, and the taste that the genres
of the games have taught.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np

from games.collaborative import metrics, model
from games.collaborative.leave_one_out import HeldOut
from games.collaborative.model import Model
from games.collaborative.types import GameTexts, Ints, Plays
from games.recommender import blend, cold_start
from games.recommender.cold_start import Acquaintance
from games.recommender.sources.collaborative import COLLABORATIVE, MEASURE
from games.recommender.sources.popular import Popular
from games.recommender.types import GameFacts
from games.recommender.wishes import Wishes
from games.taste.scores import Lesson, TasteRules, learn_all, names_of

# All lessons are of one time, so that nothing fades.
_SOME_TIME = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass
class Hybrid:
    facts: Sequence[GameFacts]
    texts: GameTexts
    taste: TasteRules
    moment: str = "moment:weekday-evening"
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
            scores = self.scores(history)
            ranked = sorted(scores, key=lambda game: -scores[game])[: metrics.AT]
            found[row, : len(ranked)] = ranked
        return found

    def scores(self, history: Sequence[int]) -> dict[int, float]:
        """Of every candidate what the blend says, for somebody who liked these games and was never heard of before."""
        if self._model is None:
            raise RuntimeError("fit first")
        measures = self._model.measure([(game, 1.0) for game in history])
        done = set(history)
        nearest = sorted((game for game in measures if game not in done), key=lambda game: -measures[game])
        popular = [game for game in self._best[: Popular().limit + len(done)] if game not in done]
        wishes = self._wishes(history)
        return {
            game: self._score(game, wishes, measures)
            for game in dict.fromkeys([*nearest[: COLLABORATIVE.limit], *popular[: Popular().limit]])
        }

    def _wishes(self, history: Sequence[int]) -> Wishes:
        """As production knows them after so many events: nothing said, a taste, and some of the cold start."""
        events = (self.facts[game] for game in history)
        lessons = (Lesson("like", _SOME_TIME, names_of(game.genres, game.tags)) for game in events)
        scores = learn_all(lessons, self.taste).scores
        known = cold_start.evidence(events=len(history), scores=scores.values())
        return Wishes(taste=scores, acquaintance=Acquaintance(warmth=cold_start.warmth(known), moment=self.moment))

    def _score(self, game: int, wishes: Wishes, measures: dict[int, float]) -> float:
        known = {MEASURE: measures[game]} if game in measures else {}
        parts = blend.parts_of(
            self.facts[game],
            wishes,
            mood_estimate=None,
            to_words=None,
            to_liked=None,
            measures=known,
            counted=(MEASURE,) if measures else (),
        )
        return blend.score_of(parts, warmth=wishes.acquaintance.warmth)
