"""From what was found to the picks: score, drop padding, spread, explore, explain. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np

from games.recommender import blend, confidence, diversity, explain, exploration
from games.recommender.shaping import Steering, shape
from games.recommender.types import Candidate, GameFacts, Pick
from games.recommender.wishes import Wishes

CANDIDATES_KEPT = 60


@dataclass(frozen=True)
class Found:
    """A game that some sources came up with. Similarities are cosines; None where a vector is missing.

    ``measures`` holds, under the name of each source that measures, what it says of this game; one
    that does not know the game is not in it.
    """

    facts: GameFacts
    sources: tuple[str, ...]
    mood_estimate: tuple[float, ...] | None
    to_words: float | None
    to_liked: float | None
    measures: Mapping[str, float] = field(default_factory=dict)

    @property
    def collaborative(self) -> float | None:
        return self.measures.get("collaborative")

    @property
    def trend(self) -> float | None:
        return self.measures.get("trend")


@dataclass(frozen=True)
class Choice:
    picks: tuple[Pick, ...]
    candidates: tuple[Candidate, ...]  # picks first, then by score; at most CANDIDATES_KEPT


_UNSTEERED = Steering()


def choose(
    found: Sequence[Found],
    wishes: Wishes,
    *,
    limit: int,
    rng: np.random.Generator | None,
    steering: Steering = _UNSTEERED,
    now: datetime | None = None,
) -> Choice:
    """At most ``limit`` picks, fewer when fewer fit. Without ``rng`` nothing is left to chance."""
    counted = frozenset(name for game in found for name in game.measures)
    candidates = shape(
        [_judged(game, wishes, counted) for game in found],
        steering,
        said=[mood for mood, _ in wishes.moods],
        fit=_fits(found),
        now=now,
    )
    fitting = [candidate for candidate in candidates if not candidate.dropped_because]
    chosen = diversity.spread(fitting, limit)
    if rng is None:
        slots = [exploration.Slotted(candidate, "best_fit", 1.0) for candidate in chosen]
    else:
        slots = exploration.explore(chosen, _different(fitting, chosen), rng)
    sources = {game.facts.game_id: game.sources for game in found}
    reasons = explain.reasons_for([_told(slot.candidate, wishes) for slot in slots], wishes)
    picks = tuple(
        _pick(slot, place, wishes, sources, reason)
        for place, (slot, reason) in enumerate(zip(slots, reasons, strict=True))
    )
    return Choice(picks, _kept(candidates, picks))


def _fits(found: Sequence[Found]) -> Callable[[Candidate, str], float]:
    estimates = {game.facts.game_id: game.mood_estimate for game in found}
    return lambda candidate, mood: blend.fit_for_mood(candidate.facts, mood, estimates[candidate.facts.game_id])


def _judged(game: Found, wishes: Wishes, counted: frozenset[str]) -> Candidate:
    parts = blend.parts_of(
        game.facts,
        wishes,
        mood_estimate=game.mood_estimate,
        to_words=game.to_words,
        to_liked=game.to_liked,
        measures=game.measures,
        counted=counted,
    )
    return Candidate(
        facts=game.facts,
        source="+".join(game.sources),
        parts={name: round(value, 4) for name, value in parts.items()},
        score=round(blend.score_of(parts, warmth=wishes.acquaintance.warmth), 4),
        dropped_because=blend.misfit(parts),
    )


def _different(fitting: Sequence[Candidate], chosen: Sequence[Candidate]) -> list[Candidate]:
    """What a discovery may be: nothing that is chosen, nor more of the same."""
    taken = {diversity.series_of(candidate.facts.title) for candidate in chosen}
    return [candidate for candidate in fitting if diversity.series_of(candidate.facts.title) not in taken]


def _told(candidate: Candidate, wishes: Wishes) -> explain.Told:
    weights = blend.weights_for(candidate.parts, warmth=wishes.acquaintance.warmth)
    return explain.Told(candidate.facts, explain.moved_by(candidate.parts, weights))


def _pick(
    slot: exploration.Slotted, place: int, wishes: Wishes, sources: dict[int, tuple[str, ...]], reason: str
) -> Pick:
    candidate = slot.candidate
    return Pick(
        facts=candidate.facts,
        slot=place,
        score=candidate.score,
        confidence=confidence.confidence_of(
            candidate.score, candidate.facts, told=wishes.told, sources=sources[candidate.facts.game_id]
        ),
        strategy=slot.strategy,
        propensity=slot.propensity,
        reason=reason,
        parts=candidate.parts,
    )


def _kept(candidates: Sequence[Candidate], picks: Sequence[Pick]) -> tuple[Candidate, ...]:
    """The picks, then the best of the rest with the reason why each is not among them."""
    picked = {pick.facts.game_id: pick.slot for pick in picks}
    series = {diversity.series_of(pick.facts.title) for pick in picks}
    first = sorted((c for c in candidates if c.facts.game_id in picked), key=lambda c: picked[c.facts.game_id])
    rest = [c for c in candidates if c.facts.game_id not in picked][: CANDIDATES_KEPT - len(first)]
    return (*first, *(replace(c, dropped_because=c.dropped_because or _why_not(c, series)) for c in rest))


def _why_not(candidate: Candidate, series: set[str]) -> str:
    return "same series as a pick" if diversity.series_of(candidate.facts.title) in series else "others fit better"
