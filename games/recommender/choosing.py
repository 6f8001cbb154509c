"""From what was found to the picks: score, drop padding, spread, explore, explain. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np

from games.catalogue.series import series_of
from games.recommender import blend, cold_start, confidence, diversity, explain, exploration
from games.recommender.exploration import EXPLORES, Budget
from games.recommender.policy import features
from games.recommender.policy.calibration import PRIOR, Calibration
from games.recommender.policy.learnt import LearntBlend
from games.recommender.shaping import Steering, shape
from games.recommender.tuning import PLAIN, Tuning
from games.recommender.types import Candidate, GameFacts, Pick, changed
from games.recommender.wishes import LikedGame, Wishes

CANDIDATES_KEPT = 60
HELD_BACK = "held back: "


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


@dataclass(frozen=True)
class Choice:
    picks: tuple[Pick, ...]
    candidates: tuple[Candidate, ...]  # picks first, then by score; at most CANDIDATES_KEPT
    weights: Mapping[str, float]  # of the parts that took part


_EMPTY_PURSE = features.Purse()
_NOTHING = GameFacts(
    0,
    "",
    "",
    (),
    (),
    (),
    "",
    "",
    None,
    None,
    None,
    (),
    None,
    None,
    None,
    "",
    "",
    {},
    popularity=0,
    quality=0,
    price=None,
)
# What every candidate is a changed copy of, for a hundred of them are made an answer.
_UNJUDGED = Candidate(facts=_NOTHING, source="", parts={}, score=0.0)


@dataclass(frozen=True)
class Regime:
    """What ranks, how far its figures can be believed, and what is left to chance.

    Without ``policy`` the blend with fixed weights ranks. ``due`` are games that are owed a showing, with how urgently.
    """

    policy: LearntBlend | None = None
    calibration: Calibration = PRIOR
    budget: Budget = EXPLORES
    due: Mapping[int, float] = field(default_factory=dict)
    purse: features.Purse = _EMPTY_PURSE
    is_held_back: bool = False  # stays with what served before anything was learnt, for comparison
    tuning: Tuning = PLAIN

    @property
    def version(self) -> str:
        """What a slate says it was made by."""
        if self.policy is not None:
            return self.policy.version
        return f"{HELD_BACK}{blend.POLICY_VERSION}" if self.is_held_back else blend.POLICY_VERSION


# Of these games, the liked game that the collaborative part of each drew on most; asked for reasons alone.
DrawnOn = Callable[[Sequence[int]], Mapping[int, LikedGame]]

_UNSTEERED = Steering()
_PLAIN = Regime()


def choose(
    found: Sequence[Found],
    wishes: Wishes,
    *,
    limit: int,
    rng: np.random.Generator | None,
    steering: Steering = _UNSTEERED,
    now: datetime | None = None,
    regime: Regime = _PLAIN,
    drawn_on: DrawnOn = lambda _: {},
    matching: int | None = None,
) -> Choice:
    """At most ``limit`` picks, fewer when fewer fit. Without ``rng`` nothing is left to chance.

    ``matching`` is how many games there are within the limits, if not only those that were found.
    """
    judged = _judged(
        found,
        wishes,
        matching=matching or len(found),
        limit=limit,
        today=None if now is None else now.date(),
        regime=regime,
    )
    candidates = shape(
        judged,
        steering,
        said=[mood for mood, _ in wishes.moods],
        fit=_fits(found),
        now=now,
    )
    fitting = [candidate for candidate in candidates if not candidate.dropped_because]
    planned = diversity.spread(fitting, limit, relevance=regime.tuning.relevance)
    pools = exploration.pools_of(fitting, planned, due=regime.due)
    slots = exploration.draw(planned, pools, regime.budget, rng)
    sources = {game.facts.game_id: game.sources for game in found}
    told = _told([slot.candidate for slot in slots], wishes, drawn_on, regime)
    reasons = explain.reasons_for(told, wishes)
    picks = tuple(
        _pick(slot, place, wishes, sources, reason, regime.calibration)
        for place, (slot, reason) in enumerate(zip(slots, reasons, strict=True))
    )
    return Choice(picks, _kept(candidates, slots), _weights(candidates, wishes, regime.tuning.factors))


def _fits(found: Sequence[Found]) -> Callable[[Candidate, str], float]:
    estimates = {game.facts.game_id: game.mood_estimate for game in found}
    return lambda candidate, mood: blend.fit_for_mood(candidate.facts, mood, estimates[candidate.facts.game_id])


def _judged(
    found: Sequence[Found], wishes: Wishes, *, matching: int, limit: int, today: date | None, regime: Regime
) -> list[Candidate]:
    """Scored by the fixed weights or, once they are known a little, by what was learnt."""
    warmth, factors = wishes.acquaintance.warmth, regime.tuning.factors
    counted = frozenset(name for game in found for name in game.measures)
    every_parts = [_parts(game, wishes, counted) for game in found]
    cold_start.put_mood_first(every_parts, matching=matching, limit=limit)
    fixed = [round(blend.score_of(parts, warmth=warmth, factors=factors), 4) for parts in every_parts]
    # Lessons are in the units of the usual weights, also where an experiment ranks by others.
    usual = [round(blend.score_of(parts, warmth=warmth), 4) for parts in every_parts] if factors else fixed
    set_back = [round(blend.set_back_of(parts, warmth=warmth), 4) for parts in every_parts]
    told = [
        parts | features.told_to_learning(game.facts, today=today, purse=regime.purse)
        for game, parts in zip(found, every_parts, strict=True)
    ]
    scores = _ranked(told, fixed, set_back, wishes, regime.policy)
    return [
        changed(
            _UNJUDGED,
            facts=game.facts,
            source="+".join(game.sources),
            parts=all_parts,
            score=score,
            static_score=static,
            set_back=back,
            dropped_because=blend.misfit(parts),
        )
        for game, parts, all_parts, score, static, back in zip(
            found, every_parts, told, scores, usual, set_back, strict=True
        )
    ]


def _parts(game: Found, wishes: Wishes, counted: frozenset[str]) -> dict[str, float]:
    return blend.parts_of(
        game.facts,
        wishes,
        mood_estimate=game.mood_estimate,
        to_words=game.to_words,
        to_liked=game.to_liked,
        measures=game.measures,
        counted=counted,
    )


def _ranked(
    told: Sequence[Mapping[str, float]],
    fixed: list[float],
    set_back: Sequence[float],
    wishes: Wishes,
    policy: LearntBlend | None,
) -> list[float]:
    """The scores by what was learnt, where there is any; a stranger is met as the cold start says.

    What was learnt orders within the mood said: what is set back for it is set back as far as ever.
    """
    known = wishes.acquaintance
    if policy is None or not known.warmth:
        return fixed
    scores = policy.scores(told, fixed, moment=known.moment, warmth=known.warmth, set_back=set_back)
    return [round(score, 4) for score in scores]


def _weights(candidates: Sequence[Candidate], wishes: Wishes, factors: blend.Factors) -> dict[str, float]:
    parts = {name for candidate in candidates for name in candidate.parts}
    weights = blend.weights_for(parts, warmth=wishes.acquaintance.warmth, factors=factors)
    return {name: weights[name] for name in sorted(parts) if name in weights}


def _told(chosen: Sequence[Candidate], wishes: Wishes, drawn_on: DrawnOn, regime: Regime) -> list[explain.Told]:
    moved = [explain.moved_by(one.parts, _moving(one.parts, wishes, regime)) for one in chosen]
    by_kin = [one.facts.game_id for one, parts in zip(chosen, moved, strict=True) if explain.BY_KIN in parts]
    kin = drawn_on(by_kin) if by_kin else {}
    return [
        explain.Told(one.facts, parts, kin.get(one.facts.game_id)) for one, parts in zip(chosen, moved, strict=True)
    ]


def _moving(parts: Mapping[str, float], wishes: Wishes, regime: Regime) -> dict[str, float]:
    """How much the score moved with each part, by whatever ranked."""
    known = wishes.acquaintance
    weights = blend.weights_for(parts, warmth=known.warmth, factors=regime.tuning.factors)
    if regime.policy is None:
        return weights
    shares = blend.shares_of_score(weights)
    return regime.policy.weights_that_rank(parts, shares, moment=known.moment, warmth=known.warmth)


def _pick(
    slot: exploration.Slotted,
    place: int,
    wishes: Wishes,
    sources: dict[int, tuple[str, ...]],
    reason: str,
    calibration: Calibration,
) -> Pick:
    candidate = slot.candidate
    guess = confidence.guess_at(
        candidate.plain_score if candidate.plain_score is not None else candidate.score,
        candidate.facts,
        told=wishes.told,
        sources=sources[candidate.facts.game_id],
    )
    return Pick(
        facts=candidate.facts,
        slot=place,
        score=candidate.score,
        confidence=round(calibration.chance_of(guess), 4),
        guess=guess,
        strategy=slot.strategy,
        propensity=slot.propensity,
        reason=reason,
        parts=candidate.parts,
    )


def _kept(candidates: Sequence[Candidate], slots: Sequence[exploration.Slotted]) -> tuple[Candidate, ...]:
    """The picks, then whatever could have been drawn, then the best of the rest; each with its chances or why not."""
    picked = {slot.candidate.facts.game_id: place for place, slot in enumerate(slots)}
    drawable = {game_id for slot in slots for game_id in slot.chances}
    series = {series_of(slot.candidate.facts.title) for slot in slots}

    def rank(candidate: Candidate) -> tuple[int, bool]:
        game_id = candidate.facts.game_id
        return picked.get(game_id, len(picked)), game_id not in drawable

    kept = []
    for candidate in sorted(candidates, key=rank)[:CANDIDATES_KEPT]:  # sorting keeps the order within a rank
        game_id = candidate.facts.game_id
        chances = tuple(slot.chances.get(game_id, 0.0) for slot in slots) if game_id in drawable else ()
        because = candidate.dropped_because or ("" if game_id in picked else _why_not(candidate, series))
        kept.append(changed(candidate, chances=chances, dropped_because=because))
    return tuple(kept)


def _why_not(candidate: Candidate, series: set[str]) -> str:
    return "same series as a pick" if series_of(candidate.facts.title) in series else "others fit better"
