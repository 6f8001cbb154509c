"""What the learnt blend sees of a candidate, made in one place for learning and for serving. Pure.

A part of the score is a feature of its own, less one half so that what is not known weighs nothing;
beside it stands whether it is known at all. The time of the day and week may change what some parts
are worth: a long game in a weekday's night is another thing than on a Saturday. ``RECIPE`` changes
with all of this; what was learnt by another recipe is not used.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from games.recommender.types import GameFacts

RECIPE = 2
# The parts that a learnt blend knows; one that a candidate lacks is not known. "mood_first" is none of them: that
# the mood said comes first is a promise and nothing that clicks may argue away.
PARTS = (
    "mood", "words", "genre", "like", "minutes", "ease", "length", "spared", "fame", "taste", "quality", "popularity",
    "collaborative", "mood_before", "price", "novelty", "nearby", "age_group", "intent", "right_now",
)  # fmt: skip
# What the clock may change.
_TIMED = ("mood", "minutes", "length", "ease", "popularity", "quality", "novelty")
_TIMES = ("weekend", "morning", "day", "evening", "night")
MIDDLE = 0.5
CONSTANT = "constant"
STATIC = "static"
_MOST_SLOTS = 5
# What somebody is taken to pay who has not shown it yet, in dollars.
_USUAL_PRICE = 15.0
_HALF_AS_NEW = 2 * 365.25


@dataclass(frozen=True)
class Purse:
    """What the player usually pays, in dollars, and what a dollar buys in each currency."""

    usual: float | None = None
    per_usd: Mapping[str, Decimal] = field(default_factory=dict)


def told_to_learning(facts: GameFacts, *, today: date | None, purse: Purse) -> dict[str, float]:
    """Parts that have no fixed weight, 0…1: whether they matter is for learning to find out.

    "novelty" halves every two years; "price" is 1 at what they usually pay and halves at double or half of it.
    """
    parts = {}
    if today is not None and facts.release_date is not None:
        parts["novelty"] = _novelty(facts.release_date, today)
    rate = None if facts.price is None else purse.per_usd.get(facts.price.currency)
    if facts.price is not None and rate:
        ratio = (float(facts.price.amount) / float(rate) + 1) / (
            (_USUAL_PRICE if purse.usual is None else purse.usual) + 1
        )
        parts["price"] = round(min(ratio, 1 / ratio), 4)
    return parts


@functools.lru_cache(maxsize=8_192)
def _novelty(released: date, today: date) -> float:
    return round(float(0.5 ** (max((today - released).days, 0) / _HALF_AS_NEW)), 4)


def times_in(moment: str) -> tuple[str, ...]:
    """The times that count in "moment:weekend-evening"; none in ""."""
    said = moment.rpartition(":")[2].split("-")
    return tuple(time for time in _TIMES if time in said)


def features_of(parts: Mapping[str, float], *, static: float, moment: str, slot: int = 0) -> dict[str, float]:
    """By name. ``static`` is what the blend with fixed weights makes of the same parts.

    ``slot`` matters only to learning: what stands first is seen first, and that is no merit of the game.
    """
    features = {CONSTANT: 1.0, STATIC: static - MIDDLE}
    times = times_in(moment)
    for name in PARTS:
        value = parts.get(name)
        if value is None:
            continue
        features[name] = value - MIDDLE
        features[f"has_{name}"] = 1.0
        if name in _TIMED:
            features |= {f"{name}*{time}": value - MIDDLE for time in times}
    if slot:
        features[f"slot_{min(slot, _MOST_SLOTS)}"] = 1.0
    return features


def feature_names() -> tuple[str, ...]:
    """Every name that ``features_of`` can give, in a fixed order."""
    own = (CONSTANT, STATIC, *PARTS, *(f"has_{name}" for name in PARTS))
    timed = tuple(f"{name}*{time}" for name in _TIMED for time in _TIMES)
    return (*own, *timed, *(f"slot_{slot}" for slot in range(1, _MOST_SLOTS + 1)))
