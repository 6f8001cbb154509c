"""The games as made-up people see them: how well each suits a taste and a mood, and what is picked for whom. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analytics.demo.people import CIRCLES
from games.vocabulary import MOODS

Floats = NDArray[np.float64]

BEST_FIT, DISCOVERY, FAIR_START = "best_fit", "discovery", "fair_start"
PICKS: Final = 3
_LIKED_LATELY: Final = 40  # of the popular ones, from which people are served most
# Where chance has a say: what leads keeps its slot so often, and so many others share the rest evenly.
_LEADS: Final = 0.85
_BESIDE: Final = 4


@dataclass(frozen=True)
class Title:
    pk: int
    title: str
    slug: str
    labels: frozenset[str]  # genres and tags
    platforms: frozenset[str]
    mood_fit: Mapping[str, float]
    quality: float


@dataclass(frozen=True)
class Pick:
    place: int
    score: float
    confidence: float
    strategy: str
    propensity: float
    chance: float  # that it is taken up, as nobody but the maker of this world knows
    instead: tuple[tuple[int, float], ...] = ()  # what else the slot could have held: place and its chance


class Shelf:
    def __init__(self, titles: Sequence[Title]) -> None:
        self.titles = tuple(titles)

    @cached_property
    def tastes(self) -> Floats:
        """Title by circle, 0 to 1."""
        return np.array(
            [[min(1.0, sum(c.loves.get(x, 0.0) for x in title.labels) / 1.6) for c in CIRCLES] for title in self.titles]
        )

    @cached_property
    def fits(self) -> Floats:
        """Title by mood, 0 to 1."""
        return np.array([[title.mood_fit.get(mood, 0.0) for mood in MOODS] for title in self.titles])

    @cached_property
    def qualities(self) -> Floats:
        return np.array([title.quality for title in self.titles])

    @cached_property
    def newest(self) -> Sequence[int]:
        """Titles that get a fair start: the last tenth that came in."""
        return sorted(range(len(self.titles)), key=lambda place: -self.titles[place].pk)[: len(self.titles) // 10 + 1]

    @cached_property
    def _by_moment(self) -> dict[tuple[int, str], Floats]:
        return {}

    def chances(self, *, circle: int, mood: str) -> Floats:
        """How likely each is taken up when it is shown first."""
        if (circle, mood) not in self._by_moment:
            self._by_moment[circle, mood] = self._chances(circle, mood)
        return self._by_moment[circle, mood]

    def _chances(self, circle: int, mood: str) -> Floats:
        inner = -3.55 + 2.1 * self.tastes[:, circle] + 1.9 * self.fits[:, MOODS.index(mood)] + 0.6 * self.qualities
        return np.asarray(1 / (1 + np.exp(-inner)))

    @cached_property
    def _by_machines(self) -> dict[tuple[str, ...], NDArray[np.bool_]]:
        return {}

    def open_to(self, platforms: tuple[str, ...]) -> NDArray[np.bool_]:
        """Which of them run on one of these machines."""
        if platforms not in self._by_machines:
            self._by_machines[platforms] = np.array([not one.platforms.isdisjoint(platforms) for one in self.titles])
        return self._by_machines[platforms]

    def pick(
        self,
        *,
        circle: int,
        mood: str,
        platforms: tuple[str, ...],
        seen: set[int],
        knows: float,
        may_draw: bool,
        rng: np.random.Generator,
    ) -> list[Pick]:
        """Three for that mood. ``knows`` of 1 is how well their taste is known: the less, the more is guessed."""
        truth = self.chances(circle=circle, mood=mood)
        guess = np.clip(truth + rng.normal(0, 0.05 + 0.28 * (1 - knows), len(truth)), 0.01, 0.98)
        open_to = self.open_to(platforms)
        score = np.where(open_to, guess + 0.12 * self.qualities, 0)
        if seen:
            score[list(seen)] *= 0.35
        best = np.argsort(-score)[:_LIKED_LATELY]
        # Where chance has a say at all; never in the first slot, nor where there is too little to choose from.
        draws = may_draw and len(best) > PICKS + _BESIDE and rng.random() < 0.7
        places = [int(place) for place in best[:PICKS]]
        strategies, odds = [BEST_FIT] * PICKS, [1.0, _LEADS, _LEADS] if draws else [1.0] * PICKS
        beside = [int(place) for place in best[PICKS : PICKS + _BESIDE]]
        each = (1 - _LEADS) / _BESIDE
        instead = [tuple((place, each) for place in beside) if odd < 1 else () for odd in odds]
        if draws and (dice := rng.random()) < 0.3:
            slot = int(rng.integers(1, PICKS))
            other = self._newcomer(open_to, {*places, *beside}, rng) if dice < 0.06 else None
            strategies[slot], led = DISCOVERY if other is None else FAIR_START, places[slot]
            places[slot], odds[slot] = int(best[PICKS + _BESIDE]) if other is None else other, each
            instead[slot] = ((led, _LEADS), *((place, each) for place in beside[1:]))
        return [
            Pick(
                place=place,
                score=float(min(score[place], 1.0)),
                confidence=_told(float(truth[place]), rng),
                strategy=strategies[slot],
                propensity=odds[slot],
                chance=float(truth[place]) * (1.0, 0.9, 0.8)[slot],
                instead=instead[slot],
            )
            for slot, place in enumerate(places)
        ]  # fmt: skip

    def _newcomer(self, open_to: NDArray[np.bool_], without: set[int], rng: np.random.Generator) -> int | None:
        """One of the titles that get a fair start; None where that one does not suit."""
        other = int(self.newest[int(rng.integers(len(self.newest)))])
        return other if open_to[other] and other not in without else None


def _told(truth: float, rng: np.random.Generator) -> float:
    """What is said to be the chance: near it, a little too sure of what looks good."""
    return float(np.clip(0.03 + 0.93 * truth + rng.normal(0, 0.05) + 0.06 * max(truth - 0.55, 0), 0.02, 0.97))
