"""How rich and on-topic a talk was: one number, 0…1. Pure.

    score = 0.30 · on topic + 0.25 · told + 0.20 · words + 0.25 · length

- on topic: of the player's messages, those that led the talk on (a wish, a change of it, a reaction, a question about
  a game) or told a mood, less those that nobody understood. One and two messages say little, so the share is pulled
  to a half by two that we imagine.
- told: facts a message (mood, platform, genre, budget, time, company, a title), half of the way at one.
- words: different words with a meaning of their own, half of the way at eight.
- length: messages from the player, half of the way at three. A long talk of "lol" and "ok" scores on this part alone.

What the player then did with the picks is left out on purpose: the score is held against that
(``manage.py evaluate_engagement_score``), and would otherwise agree with itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

VERSION: Final = "1"
_WEIGHTS: Final = {"on_topic": 0.30, "told": 0.25, "words": 0.20, "length": 0.25}
_TOLD_HALF, _WORDS_HALF, _LENGTH_HALF = 1.0, 8.0, 3.0
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
# Said in every talk, whatever it is about.
_EVERYDAY: Final = frozenset(
    """
    about all also and any are bit but can cool could did does dont even fine for from get give going gonna got had
    haha has have hello hey him his how its just know like lol maybe me might much nah need not now off okay one only
    our out please pls really say see she should some something sorry still sure thank thanks that the them then there
    they thing things think this those too two very wanna want was well were what when where which who why will with
    would yeah yep yes you your
    """.split()  # noqa: SIM905 (a list of words, one beside the other)
)  # fmt: skip


@dataclass(frozen=True)
class Talk:
    """What the score looks at. ``turns`` are messages from the player, ``led_on`` those of them that led on or told
    a mood, ``lost`` those that were not understood; ``told`` counts facts, ``words`` different words."""

    turns: int
    led_on: int
    lost: int
    told: int
    words: int


def score_of(talk: Talk) -> float:
    if talk.turns <= 0:
        return 0.0
    parts = {
        "on_topic": min(max((talk.led_on - talk.lost + 1) / (talk.turns + 2), 0.0), 1.0),
        "told": _part_of_the_way(talk.told / talk.turns, _TOLD_HALF),
        "words": _part_of_the_way(talk.words, _WORDS_HALF),
        "length": _part_of_the_way(talk.turns, _LENGTH_HALF),
    }
    return round(sum(_WEIGHTS[name] * part for name, part in parts.items()), 4)


def content_words(bodies: Iterable[str]) -> int:
    """Different words that say something."""
    return len({word for body in bodies for word in _WORD.findall(body.lower())} - _EVERYDAY)


def _part_of_the_way(amount: float, half: float) -> float:
    """0 for nothing, a half at ``half``, never quite 1."""
    return amount / (amount + half)
