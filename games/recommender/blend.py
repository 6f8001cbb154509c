"""From what is known about a game and a wish to one score, 0…1. Pure.

The weights, all in this one place (``POLICY_VERSION`` changes with them):

    part         weight  is
    mood          0.34   fit for the mood (``mood_fit``), the second mood at 0.4 of the first
    words         0.18   cosine to the player's own words, 0.12 → 0 and 0.55 → 1
    genre         0.22   the genres asked for: all in the record 1, some a share, only as a tag 0.9
    like          0.30   closeness to the titles named: meaning 0.45, shared genres and tags 0.55
    minutes       0.12   a sitting fits the time: 1; unknown 0.5; longer: falls to 0 at half as long again
    ease          0.14   wished easier: 1 for difficulty 1 … 0 for 5, unknown 0.5; wished harder: the reverse
    length        0.10   wished shorter: the shorter the better, unknown 0.4; longer: up to 40 hours, unknown 0.4
    spared        0.30   what it should not be like: 1 less its fit for that
    fame          0.75   wished hidden: how few know it; wished known: how many. More than what the quality has of it
    taste         0.12   learnt scores of its genres and tags, -1…1 brought to 0…1
    collaborative 0.40   how well it suits who played what they played; its own learnt share of popularity in it;
                         with nothing wished up to 2.00 by the warmth
    quality       0.22   the prior from ratings, plays and recency
    popularity    0.05   how many know it
    mood_before   0.04   fit for the mood of an earlier day, where none was said today
    cold start    0.24   stands in for a taste, by the shares of ``cold_start``
    mood_first    1.00   0 for what is not among the best for the mood; 0.30 beside a taste that is known

A part takes part when its wish was uttered; the score is the weighted mean of those that do. So
quality never leaves, and meaning never decides alone: with a mood and words, they weigh 0.52
against 0.27 of what everybody's ratings say.

Taste weighs by the warmth of the acquaintance, the cold start by what is missing of it; "collaborative"
weighs from the first game on, for what it says follows the size of the history by itself. With no wish
uttered, nothing but the cold start speaks of a stranger: the priors come in with the warmth.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from games.recommender import cold_start, mood_fit
from games.recommender.hard_matters import GENTLE_MOODS
from games.recommender.kinship import kinship
from games.recommender.types import GameFacts
from games.recommender.wishes import LikedGame, Wishes

POLICY_VERSION = "blend-7"

WEIGHTS: Mapping[str, float] = {
    "mood": 0.34,
    "words": 0.18,
    "genre": 0.22,
    "like": 0.30,
    "minutes": 0.12,
    "ease": 0.14,
    "length": 0.10,
    "spared": 0.30,
    "fame": 0.75,
    "taste": 0.12,
    "collaborative": 0.40,
    "quality": 0.22,
    "popularity": 0.05,
    "mood_before": 0.04,
}
COLD_START = 0.24
# With nothing wished, of somebody well known: genres say little that the games they played have not said better.
_COLLABORATIVE_OF_FRIENDS = 2.0
MOOD_FIRST = 1.0
MOOD_FIRST_PART = "mood_first"
# So much of it makes way for a taste that is known: who loves a game well may meet it in half a mood.
_PERSONAL_BEFORE_MOOD = 0.7
# What is a person's own, as against what was wished and what everybody says.
PERSONAL = frozenset({"taste", "collaborative"})
_PRIORS = frozenset({"quality", "popularity"})
# What a game must answer to be no padding. Easier, longer, better known only order those that do.
_WISHED = ("mood", "words", "genre", "like", "minutes")
# Without a fixed weight; only a learnt blend goes by them.
_LEARNT_ONLY = frozenset({"novelty", "price"})
_NOT_WISHED = PERSONAL | _PRIORS | cold_start.SHARES.keys() | _LEARNT_ONLY | {"mood_before"}
# Below this share of what was wished a game is padding.
_LEAST_FIT = 0.38
LEAST_MOOD = 0.42
# A game as much like what they are tired of is out, whatever else it offers.
LEAST_SPARED = 0.4
_LONG_HOURS = 40
Factors = tuple[tuple[str, float], ...]  # by how much a part weighs more or less than usual; hashable
# Not filed under the genre asked for, yet so close to the words that it must be what was meant.
_SURELY_MEANT = 0.6
_NO_VECTOR = 0.35
# Known by no more than 4 of 10 is hidden enough: among those, being good counts again.
_HIDDEN_FROM = 0.6
_FIT_OF_HARD_MATTERS = 0.1


def parts_of(
    facts: GameFacts,
    wishes: Wishes,
    *,
    mood_estimate: Sequence[float] | None,
    to_words: float | None,
    to_liked: float | None,
    measures: Mapping[str, float] = MappingProxyType({}),
    counted: Collection[str] = (),
) -> dict[str, float]:
    """Every part that was wished for, the priors, and what stands in for a taste; each 0…1.

    ``measures`` is what sources say of this game, ``counted`` the names of those that know any game.
    """
    parts = {"quality": facts.quality, "popularity": facts.popularity}
    if wishes.moods:
        parts["mood"] = _mood(facts, wishes, mood_estimate)
    if wishes.has_words:
        parts["words"] = _NO_VECTOR if to_words is None else _scaled(to_words, 0.12, 0.55)
    if wishes.genres:
        parts["genre"] = _genre(facts, wishes.genres)
    if wishes.liked or wishes.has_liked_vector:
        parts["like"] = _like(facts, wishes.liked, to_liked)
    if wishes.minutes is not None:
        parts["minutes"] = _minutes(facts.session_minutes, wishes.minutes)
    if wishes.wants_easier:
        parts["ease"] = 0.5 if facts.difficulty is None else (5 - facts.difficulty) / 4
    elif wishes.wants_harder:
        parts["ease"] = 0.5 if facts.difficulty is None else (facts.difficulty - 1) / 4
    if wishes.wants_shorter_than is not None:
        parts["length"] = _shorter(facts.session_minutes, wishes.wants_shorter_than)
    elif wishes.wants_longer:
        parts["length"] = 0.4 if facts.hours_to_finish is None else min(facts.hours_to_finish / _LONG_HOURS, 1.0)
    if wishes.avoided_moods:
        parts["spared"] = 1 - max(fit_for_mood(facts, mood, mood_estimate) for mood in wishes.avoided_moods)
    if wishes.fame:
        parts["fame"] = facts.popularity if wishes.fame == "known" else min((1 - facts.popularity) / _HIDDEN_FROM, 1.0)
    if wishes.taste:
        parts["taste"] = _taste(facts, wishes.taste)
    if "collaborative" in counted:
        parts["collaborative"] = measures.get("collaborative", 0.0)
    if (before := wishes.acquaintance.mood_before) and not wishes.moods:
        parts["mood_before"] = fit_for_mood(facts, before, mood_estimate)
    return parts | cold_start.parts_of(
        facts, acquaintance=wishes.acquaintance, counted=counted, measures=measures, mood_estimate=mood_estimate
    )


def score_of(parts: Mapping[str, float], *, warmth: float = 1.0, factors: Factors = ()) -> float:
    return _mean(parts, _weights(frozenset(parts), warmth, factors))


def weights_for(parts: Collection[str], *, warmth: float = 1.0, factors: Factors = ()) -> dict[str, float]:
    """What each of these parts weighs for somebody known so well, times its factor where an experiment sets one."""
    return dict(_weights(frozenset(parts), warmth, factors))


def set_back_of(parts: Collection[str], *, warmth: float = 1.0) -> float:
    """What is left of the score of a game with these parts because it is none of the best for the mood said; else 1."""
    if MOOD_FIRST_PART not in parts:
        return 1.0
    weights = _weights(frozenset(parts), warmth, ())
    return 1 - weights[MOOD_FIRST_PART] / sum(weights.values())


def shares_of_score(weights: Mapping[str, float]) -> dict[str, float]:
    """What a point of each part adds to the score, before anything is set back."""
    kept = {name: weight for name, weight in weights.items() if name != MOOD_FIRST_PART}
    total = sum(kept.values())
    return {name: weight / total for name, weight in kept.items()} if total else {}


@functools.lru_cache(maxsize=256)
def _weights(names: frozenset[str], warmth: float, factors: Factors) -> Mapping[str, float]:
    """Remembered, for the candidates of an answer have their parts in common."""
    weights = {name: weight * (warmth if name == "taste" else 1.0) for name, weight in WEIGHTS.items()}
    shares = cold_start.shares_of(names)
    if shares and _NOT_WISHED.issuperset(names):
        weights |= {name: WEIGHTS[name] * warmth for name in (*_PRIORS, "mood_before")}
    if "collaborative" in names and _NOT_WISHED.issuperset(names):
        # Learnt from held-out plays, it has in it what being known by many is worth beside such a history.
        weights |= dict.fromkeys(_PRIORS, 0.0)
        weights["collaborative"] += (_COLLABORATIVE_OF_FRIENDS - weights["collaborative"]) * warmth
    weights[MOOD_FIRST_PART] = MOOD_FIRST * (1 - _PERSONAL_BEFORE_MOOD * warmth)
    weights |= {name: (1 - warmth) * COLD_START * share for name, share in shares.items()}
    weights |= {name: weights[name] * factor for name, factor in factors}
    return MappingProxyType({name: weight for name, weight in weights.items() if name in names})


def misfit(parts: Mapping[str, float]) -> str:
    """Why this game would be padding, or "". With no wish uttered every game fits.

    Words alone order the games and rule none out: "my 6 year old wants something" is near to no
    summary, and is a wish all the same. Beside a loved title they say little but its name.
    """
    if "mood" in parts and parts["mood"] < LEAST_MOOD:
        return "wrong for the mood"
    if parts.get("spared", 1.0) < LEAST_SPARED:
        return "what they have had enough of"
    if parts.get("genre", 1.0) == 0.0 and parts.get("words", 0.0) < _SURELY_MEANT:
        return "not the genre asked for"
    wished = [name for name in _WISHED if name in parts and not (name == "words" and "like" in parts)]
    if wished and wished != ["words"] and _mean(parts, {name: WEIGHTS[name] for name in wished}) < _LEAST_FIT:
        return "too little of what was wished"
    return ""


def _mean(parts: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Of the parts that weigh something; ``weights`` names no others."""
    total = score = 0.0
    for name, weight in weights.items():
        total += weight
        score += weight * parts[name]
    return score / total


def _mood(facts: GameFacts, wishes: Wishes, estimate: Sequence[float] | None) -> float:
    return sum(weight * fit_for_mood(facts, mood, estimate) for mood, weight in wishes.moods)


def fit_for_mood(facts: GameFacts, mood: str, estimate: Sequence[float] | None) -> float:
    """Little where the text warns of hard matters and the mood wants gentle ones, unless an editor said how much."""
    if mood in GENTLE_MOODS and facts.warns and mood not in facts.mood_fit:
        return _FIT_OF_HARD_MATTERS
    return mood_fit.effective(
        mood,
        by_editor=facts.mood_fit,
        estimate=estimate,
        genres=facts.genres,
        tags=facts.tags,
        difficulty=facts.difficulty,
        session_minutes=facts.session_minutes,
    )


def _genre(facts: GameFacts, wanted: Sequence[str]) -> float:
    has = sum(1.0 if genre in facts.genres else 0.9 if genre in facts.tags else 0.0 for genre in wanted)
    # "Something like a puzzle or a platformer": one of two is most of the wish.
    return min(has / len(wanted) + (0.3 if has else 0.0), 1.0)


def _like(facts: GameFacts, liked: Sequence[LikedGame], to_liked: float | None) -> float:
    near = _NO_VECTOR if to_liked is None else _scaled(to_liked, 0.2, 0.55)
    if not liked:
        return near
    shared = max(kinship(facts.words, to={*game.genres, *game.tags}) for game in liked)
    return 0.45 * near + 0.55 * shared


def _minutes(sitting: int | None, have: int) -> float:
    if sitting is None:
        return 0.5
    if sitting <= have:
        return 1.0
    return max(1 - 2 * (sitting - have) / max(have, 1), 0.0)


def _shorter(sitting: int | None, than: int) -> float:
    return 0.4 if sitting is None else max(1 - sitting / max(than, 1), 0.0) * 0.5 + 0.5


def _taste(facts: GameFacts, taste: Mapping[str, float]) -> float:
    known = [taste[name] for name in facts.names if name in taste]
    if not known:
        return 0.5
    # The strongest feelings count; a game has many genres that nobody minds.
    most, least = max(known), min(known)
    mean = 0.5 * (most + least) if least < 0 else most
    return min(max(0.5 + 0.5 * mean, 0.0), 1.0)


def _scaled(value: float, low: float, high: float) -> float:
    return min(max((value - low) / (high - low), 0.0), 1.0)
