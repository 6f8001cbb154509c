"""One small, known budget of chance, drawn slot by slot, so that we learn of games nobody is shown. Pure.

Discovery, fair start and experiments on ranking share it: a slot leaves its best game with probability
``EXPLORED_SHARE`` in all, whatever is to be tried. Rules, rotation and diversity have shaped what is
drawn from before the first draw, so the chance that is logged is the chance that there was.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from games.catalogue.series import series_of
from games.recommender.types import Candidate

EXPLORED_SHARE = 0.15
BEST_FIT = "best_fit"
DISCOVERY = "discovery"
FAIR_START = "fair_start"
# Of the budget, where there is something of both kinds; a kind that has nothing leaves it to the other.
_WEIGHTS = {DISCOVERY: 2.0, FAIR_START: 1.0}
# A discovery must come close to what it replaces; it is a good game that is rarely first. One from
# outside the taste, or that nobody has rated yet, has less to show for itself.
_CLOSE_ENOUGH = 0.85
_CLOSE_FOR_A_STRANGER = 0.7
_DRAWN_FROM = 12
# Who feels like this wants what surely fits.
SPARED_MOODS = frozenset({"sad", "angry", "stressed"})


# Nobody's chance is so small that its answer would outweigh a hundred others.
_LEAST_WEIGHT = 0.1

_Try = tuple[Candidate, float]


@dataclass(frozen=True)
class Budget:
    """``share`` of each slot's chance; with ``spares_lead`` the first slot has none. ``because`` says who is spared."""

    share: float = EXPLORED_SHARE
    spares_lead: bool = False
    because: str = ""

    def at_most(self, share: float) -> Budget:
        """What an experiment leaves of it: less perhaps, and never more, whatever it asks for."""
        return replace(self, share=min(self.share, EXPLORED_SHARE, share) if share > 0 else 0.0)


EXPLORES = Budget()
NOTHING_TO_CHANCE = Budget(share=0.0, because="asked for without chance")


@dataclass(frozen=True)
class Slotted:
    """Who got a slot. ``chances`` holds every game that could have, by id; they sum to 1."""

    candidate: Candidate
    strategy: str
    propensity: float
    chances: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Pool:
    """What may be tried under one strategy, best first, and how close to the best it must come.

    ``weights``, by game, share out the strategy's chance; without them all are alike.
    """

    strategy: str
    candidates: tuple[Candidate, ...]
    close_enough: float
    weights: Mapping[int, float] = field(default_factory=dict)


def budget_for(
    *, moods: Collection[str], is_first_session: bool, after_dislike: bool, needs_care: bool, is_held_back: bool
) -> Budget:
    """Nothing is tried on people who feel low or are cared for, right after a dislike, nor in the holdback."""
    spared = {
        "needs care": needs_care,
        "feels low": bool(SPARED_MOODS & {*moods}),
        "after a dislike": after_dislike,
        "held back": is_held_back,
    }
    for because, is_so in spared.items():
        if is_so:
            return Budget(share=0.0, because=because)
    return Budget(spares_lead=True, because="first session") if is_first_session else EXPLORES


def pools_of(fitting: Sequence[Candidate], planned: Sequence[Candidate], *, due: Mapping[int, float]) -> list[Pool]:
    """What may be tried instead of the planned: nothing of their series, each game in one pool.

    Games that are due a showing, the most urgent first and with the most of the chance; then, half and
    half, what lies outside the taste and what came close to being planned.
    """
    planned_series = {series_of(candidate.facts.title) for candidate in planned}
    others = [candidate for candidate in fitting if series_of(candidate.facts.title) not in planned_series]
    newcomers = [candidate for candidate in others if candidate.facts.game_id in due]
    newcomers = sorted(newcomers, key=lambda candidate: -due[candidate.facts.game_id])[:_DRAWN_FROM]
    known = [candidate for candidate in others if candidate.facts.game_id not in due]
    strangers = [candidate for candidate in known if DISCOVERY in candidate.source.split("+")][: _DRAWN_FROM // 2]
    strange = {candidate.facts.game_id for candidate in strangers}
    near = [candidate for candidate in known if candidate.facts.game_id not in strange][: _DRAWN_FROM - len(strangers)]
    return [
        Pool(FAIR_START, tuple(newcomers), _CLOSE_FOR_A_STRANGER, due),
        Pool(DISCOVERY, tuple(strangers), _CLOSE_FOR_A_STRANGER),
        Pool(DISCOVERY, tuple(near), _CLOSE_ENOUGH),
    ]


def draw(
    planned: Sequence[Candidate], pools: Sequence[Pool], budget: Budget, rng: np.random.Generator | None
) -> list[Slotted]:
    """The planned ones in their order; now and then a slot goes to something from the pools instead.

    A planned game that lost a slot leads the queue for the next. What an editor pinned is no subject
    of chance. Without ``rng`` nothing is.
    """
    queue = list(planned)
    taken: set[str] = set()
    slots: list[Slotted] = []
    for place in range(len(planned)):
        best = queue[0]
        is_spared = rng is None or best.is_pinned or (place == 0 and budget.spares_lead)
        tries = {} if is_spared or budget.share <= 0 else _tries(pools, best, taken)
        options = _options(best, tries, budget.share)
        chosen, strategy = best, BEST_FIT
        if len(options) > 1 and rng is not None:
            cumulated = np.cumsum([chance for _, _, chance in options])
            drawn = min(int(np.searchsorted(cumulated, rng.random(), side="right")), len(options) - 1)
            chosen, strategy, _ = options[drawn]
        if chosen is best:
            queue.pop(0)
        taken.add(series_of(chosen.facts.title))
        chances = {candidate.facts.game_id: chance for candidate, _, chance in options}
        slots.append(Slotted(chosen, strategy, chances[chosen.facts.game_id], chances))
    return slots


def _tries(pools: Sequence[Pool], best: Candidate, taken: Collection[str]) -> dict[str, list[_Try]]:
    """By strategy, what may take this slot; a strategy that has nothing is not in it."""
    tries: dict[str, list[_Try]] = {}
    for pool in pools:
        for candidate in pool.candidates:
            if candidate.score >= pool.close_enough * best.score and series_of(candidate.facts.title) not in taken:
                weight = max(pool.weights.get(candidate.facts.game_id, 1.0), _LEAST_WEIGHT)
                tries.setdefault(pool.strategy, []).append((candidate, weight))
    return tries


def _options(best: Candidate, tries: Mapping[str, Sequence[_Try]], share: float) -> list[tuple[Candidate, str, float]]:
    """Everyone that this slot may go to, with its strategy and its chance."""
    if not tries:
        return [(best, BEST_FIT, 1.0)]
    total = sum(_WEIGHTS[strategy] for strategy in tries)
    options = [(best, BEST_FIT, 1 - share)]
    for strategy, candidates in tries.items():
        chance = share * _WEIGHTS[strategy] / total / sum(weight for _, weight in candidates)
        options += [(candidate, strategy, chance * weight) for candidate, weight in candidates]
    return options
