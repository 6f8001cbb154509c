"""What a player's reactions teach: scores of genres and tags, a price. Pure.

Scores are a fold over the lessons in their order: each fades the scores to its own time, then moves those of
its game by its step and keeps them within -1…1. Fading over two spans is fading over both at once, so it makes
no difference when or how often a taste is read or written in between.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

# So many say all there is to say of a person; the weakest go first.
_SCORES_KEPT = 120
# Below this a game says nothing of the person.
_LEAST_WEIGHT = 0.05
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class TasteRules:
    """``steps`` are the moves of a score by kind of event; ``half_life`` is when half of a score has faded.

    ``ceilings`` are how high events of a weak kind may lift a score by themselves; what is higher already stays.
    """

    steps: Mapping[str, float]
    half_life: timedelta
    ceilings: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Lesson:
    """An event, and the names ("genre:rpg", "tag:cozy") of what its game is."""

    kind: str
    at: datetime
    names: tuple[str, ...]
    value: float = 1.0


@dataclass(frozen=True)
class Taste:
    """``scores`` are as they were at ``at``; without a time they do not fade."""

    scores: Mapping[str, float] = field(default_factory=dict)
    at: datetime | None = None


def names_of(genres: Iterable[str], tags: Iterable[str]) -> tuple[str, ...]:
    return (*(f"genre:{genre}" for genre in genres), *(f"tag:{tag}" for tag in tags))


def share_left(then: datetime | None, now: datetime, half_life: timedelta) -> float:
    """1 at first, a half after the half-life; never more than 1."""
    if then is None or now <= then:
        return 1.0
    return float(0.5 ** ((now - then) / half_life))


def faded(taste: Taste, *, now: datetime, half_life: timedelta) -> dict[str, float]:
    """The scores as they are now."""
    left = share_left(taste.at, now, half_life)
    return {name: score * left for name, score in taste.scores.items()}


def learn(taste: Taste, lesson: Lesson, rules: TasteRules, *, unlearnt: Mapping[str, datetime] | None = None) -> Taste:
    """The taste after one more lesson, which must not be older than the last one.

    ``unlearnt`` names what nothing may teach up to a time.
    """
    if taste.at is not None and lesson.at < taste.at:
        raise ValueError("an older lesson comes in its turn: learn them all anew")
    step = rules.steps.get(lesson.kind, 0.0) * min(max(lesson.value, -1.0), 1.0)
    if not step:
        return taste
    scores = faded(taste, now=lesson.at, half_life=rules.half_life)
    for name in dict.fromkeys(lesson.names):
        if unlearnt and name in unlearnt and lesson.at <= unlearnt[name]:
            continue
        before = scores.get(name, 0.0)
        highest = max(before, rules.ceilings.get(lesson.kind, 1.0))
        scores[name] = min(max(before + step, -1.0), highest)
    if len(scores) > _SCORES_KEPT:
        scores = dict(sorted(scores.items(), key=lambda item: (-abs(item[1]), item[0]))[:_SCORES_KEPT])
    return Taste(scores, lesson.at)


def learn_all(lessons: Iterable[Lesson], rules: TasteRules, *, unlearnt: Mapping[str, datetime] | None = None) -> Taste:
    """The taste that all lessons leave, oldest first."""
    taste = Taste()
    for lesson in lessons:
        taste = learn(taste, lesson, rules, unlearnt=unlearnt)
    return taste


def weight_of(events: Iterable[tuple[str, float]]) -> float:
    """-1…1: what a person thinks of a game after these events (kind, value), oldest first. The last word counts."""
    weight, saved = 0.0, False
    for kind, value in events:
        if kind in ("like", "purchase"):
            weight = 1.0
        elif kind == "dislike":
            weight, saved = -1.0, False
        elif kind in _LEAST_AFTER and weight >= 0:
            weight = max(weight, _LEAST_AFTER[kind])
            saved = saved or kind == "save"
        elif kind == "unsave":
            weight = 0.0 if saved and weight == _LEAST_AFTER["save"] else weight
            saved = False
        elif kind == "skip" and weight < _LEAST_AFTER["click"]:
            weight = min(weight, -0.3)
        elif kind in _CHANGES_MIND_BY:
            weight = min(max(weight + _CHANGES_MIND_BY[kind] * value, -1.0), 1.0)
    return 0.0 if abs(weight) < _LEAST_WEIGHT else weight


# Interest of this much at least; it takes a like or a purchase to make up for a dislike.
_LEAST_AFTER = {"will_play": 0.8, "save": 0.7, "played": 0.5, "click": 0.3}
_CHANGES_MIND_BY = {"fit": 0.5}
# Whatever else is recorded leaves the weight of a game as it is.
WEIGHED_KINDS: frozenset[str] = frozenset(
    {"like", "purchase", "dislike", "unsave", "skip", *_LEAST_AFTER, *_CHANGES_MIND_BY}
)
# What says something of a person: who looked at games, searched, or tidied a list has not told what they like.
TELLING_KINDS: Collection[str] = WEIGHED_KINDS - {"unsave"}


@dataclass(frozen=True)
class PriceRange:
    """In US dollars. ``sweet`` is the mean, by weight."""

    low: Decimal
    sweet: Decimal
    high: Decimal


def price_range(weighted: Sequence[tuple[float, Decimal]]) -> PriceRange | None:
    if not weighted:
        return None
    amounts = [amount.quantize(_CENT) for _, amount in weighted]
    total = sum(weight for weight, _ in weighted)
    mean = sum(weight * float(amount) for weight, amount in weighted) / total
    return PriceRange(min(amounts), Decimal(mean).quantize(_CENT), max(amounts))
