"""What stands in for a taste that is not known yet. Pure.

    nearby      0.40   loved of late in their city
    age_group   0.25   liked by people of their age
    intent      0.20   suits what they came for: explore, create, freelance
    right_now   0.15   suits this time of the day and week, by what others play then and by its length

What is unknown of a person (no city told, or a city of which too few people are known) gives its share
to the rest. The blend takes the place of the personal part alone: limits and tonight's wishes stand
before it as before a known taste. ``warmth`` hands the place over, smoothly, as evidence grows.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from games.vocabulary import MOODS

if TYPE_CHECKING:
    from games.recommender.types import GameFacts

SHARES: Mapping[str, float] = {"nearby": 0.40, "age_group": 0.25, "intent": 0.20, "right_now": 0.15}
# Fewer pieces of evidence than this and a player counts as unknown.
COLD_BELOW = 3
# From so many on a taste speaks for itself.
WARM_FROM = 12
# A genre told in so many words says as much as some events, up to so many genres: who says "I love horror"
# must see it in the next list, whatever is played at this hour.
_TOLD_GENRE_IS_WORTH = 4
_TOLD_GENRES_COUNT = 3
# Who says a mood is served first from the tenth that suits it best, from no more than so many.
_BEST_TENTH, _BEST_FOR_MOOD = 0.1, 30
SHORT_SITTING = 30
INTENT_MOODS = {"explore": "adventurous", "create": "creative"}
_INTENT_WORDS = {
    "explore": frozenset({"open-world", "exploration", "adventure", "sandbox", "mystery", "survival"}),
    "create": frozenset(
        {"sandbox", "city-builder", "building", "crafting", "creative", "decorating", "design", "drawing", "farming"}
    ),
    "freelance": frozenset(
        {"puzzle", "card", "roguelike", "idle", "quick", "short", "one-hand", "one-thumb", "daily-puzzle", "low-stress"}
    ),
}
INTENTS = tuple(_INTENT_WORDS)
# How long a sitting may be before it is too long for the moment; None: there is time.
_TIME_AT: Mapping[str, int | None] = {
    "weekday-morning": 15, "weekday-day": 30, "weekday-evening": 90, "weekday-night": 45,
    "weekend-morning": 60, "weekend-day": None, "weekend-evening": None, "weekend-night": 90,
}  # fmt: skip


@dataclass(frozen=True)
class Acquaintance:
    """How well we know who asks. As it stands, well enough that nothing must stand in.

    ``moment`` is a segment of ``games.trends``. ``mood_before`` is the mood of an earlier day.
    """

    warmth: float = 1.0
    intent: str = ""
    moment: str = ""
    mood_before: str = ""


WELL_KNOWN = Acquaintance()


def evidence(*, events: int, scores: Collection[float] = (), liked_genres: Collection[str] = ()) -> float:
    """How much is known of a person's own taste, in events that tell of it; no less than their scores amount to."""
    return max(float(events), sum(map(abs, scores))) + _TOLD_GENRE_IS_WORTH * min(len(liked_genres), _TOLD_GENRES_COUNT)


def warmth(known: float, *, warm_from: float = WARM_FROM) -> float:
    """The share of the personal side, 0…1: none without evidence, all from ``warm_from`` events on, without a step.

    The first events weigh most: of a dozen, 0.42 after two, 0.58 after three, 0.87 after six.
    """
    missing = 1 - min(max(known, 0.0) / warm_from, 1.0)
    return 1 - missing**3


def shares_of(known: Collection[str]) -> dict[str, float]:
    """Each known part's share of the blend; they add up to 1, or there are none."""
    total = sum(share for name, share in SHARES.items() if name in known)
    return {name: share / total for name, share in SHARES.items() if name in known}


def parts_of(
    facts: GameFacts,
    *,
    acquaintance: Acquaintance,
    counted: Collection[str],
    measures: Mapping[str, float],
    mood_estimate: Sequence[float] | None,
) -> dict[str, float]:
    """What speaks for a game in each part that is known of the person, 0…1.

    ``counted`` names the figures that there are at all; a game without one in them has 0 there.
    Nothing where the taste is known.
    """
    if acquaintance.warmth >= 1:
        return {}
    intent, moment = acquaintance.intent, acquaintance.moment
    parts = {name: measures.get(name, 0.0) for name in ("nearby", "age_group") if name in counted}
    if intent in _INTENT_WORDS:
        parts["intent"] = intent_fit(intent, facts, mood_estimate)
    if moment:
        fits = moment_fit(moment, facts)
        others = measures.get("right_now", 0.0) if "right_now" in counted else facts.quality
        parts["right_now"] = 0.5 * others + 0.5 * fits
    return parts


def put_mood_first(every_parts: Sequence[dict[str, float]], *, matching: int, limit: int) -> None:
    """Give the part "mood_first", 0, to all that are not in the tenth which suits the mood said now best.

    What is popular must not come before how somebody feels; among those that suit, it may choose.
    ``matching`` is the number of games within the limits, of which the candidates hold the best for the mood.
    """
    moods = sorted((parts["mood"] for parts in every_parts if "mood" in parts), reverse=True)
    best = max(min(int(matching * _BEST_TENTH), _BEST_FOR_MOOD), limit)
    if len(moods) <= best:
        return
    for parts in every_parts:
        if parts["mood"] < moods[best - 1]:
            parts["mood_first"] = 0.0


def intent_fit(intent: str, facts: GameFacts, mood_estimate: Sequence[float] | None) -> float:
    """0…1: how well a game serves what somebody came for; 0 for an intent that is none."""
    words = _INTENT_WORDS.get(intent)
    if words is None:
        return 0.0
    named = min(len(words & facts.words) / 2, 1.0)
    if intent == "freelance":
        return 0.5 * _fits_a_break(facts) + 0.3 * named + 0.2 * _is_for_one(facts)
    mood = INTENT_MOODS[intent]
    estimate = mood_estimate[MOODS.index(mood)] if mood_estimate else 0.4
    feeling = float(facts.mood_fit.get(mood, estimate))
    # Who wants to explore is glad of what nobody has told them about.
    unknown = 1 - facts.popularity if intent == "explore" else named
    return min(max(0.5 * feeling + 0.35 * named + 0.15 * unknown, 0.0), 1.0)


def moment_fit(moment: str, facts: GameFacts) -> float:
    """0…1 by how long a sitting takes, as against how long people tend to have then."""
    time = _TIME_AT.get(moment.removeprefix("moment:"))
    sitting = facts.session_minutes
    if sitting is None:
        return 0.5
    if time is None:
        return 1.0 if sitting >= SHORT_SITTING else 0.7
    return 1.0 if sitting <= time else max(1 - (sitting - time) / time, 0.0)


def _fits_a_break(facts: GameFacts) -> float:
    if facts.session_minutes is None:
        return 0.4
    return 1.0 if facts.session_minutes <= SHORT_SITTING else 0.0


def _is_for_one(facts: GameFacts) -> float:
    return 1.0 if "solo" in facts.player_modes else 0.5 if not facts.player_modes else 0.0
