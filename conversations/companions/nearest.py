"""Which of a few things somebody means in their own words: by words they share, then by meaning."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence

import numpy as np

from games.recommender.types import Vector

Embed = Callable[[str], Vector | None]

_WORD = re.compile(r"[a-z0-9']+")
_SAYS_NOTHING = frozenset(
    "a an the i i'll i'd i'm we we'll let's lets me my it its is to of in on at and or but so just go do with for"
    " that this then them him her his he she they you your please would could should will want wanna gonna ok okay"
    " maybe um".split()
)
# What somebody does in any scene says half as much as what they do it with.
_SAYS_LITTLE = frozenset("ask get give go look make put say see take talk tell try use".split())
# Half of what a phrase says must stand there, and more of it than of any other.
_LEAST_SHARED = 0.5
_LEAST_NEAR, _LEAST_AHEAD = 0.42, 0.05
_KEPT = 2_000


def by_words(text: str, options: Sequence[Sequence[str]], *, least: float = _LEAST_SHARED) -> int | None:
    """The place of the option one of whose phrases shares the most words with the text; None if none stands out.

    ``least`` is how much of the phrase must stand there, 1 the whole of it.
    """
    said = _told(text)
    scores = [max((_shared(said, _told(phrase)) for phrase in phrases), default=0.0) for phrases in options]
    best = max(scores, default=0.0)
    return scores.index(best) if best >= least and scores.count(best) == 1 else None


def by_meaning(vector: Vector | None, options: Sequence[Sequence[str]], *, embed: Embed) -> int | None:
    """The same by the nearest phrase; None where nothing is near, or two are as near."""
    if vector is None:
        return None
    scores = [max((similarity(vector, phrase, embed=embed) for phrase in phrases), default=0.0) for phrases in options]
    ranked = sorted(scores, reverse=True)
    if not ranked or ranked[0] < _LEAST_NEAR or (len(ranked) > 1 and ranked[0] - ranked[1] < _LEAST_AHEAD):
        return None
    return scores.index(ranked[0])


def similarity(vector: Vector, phrase: str, *, embed: Embed) -> float:
    other = _vector_of(embed, phrase)
    return 0.0 if other is None else float(np.dot(vector, other))


@functools.lru_cache(maxsize=_KEPT)
def _vector_of(embed: Embed, phrase: str) -> Vector | None:
    """Of our own phrases: there are some hundreds, and each is asked for again and again."""
    return embed(phrase)


def _told(text: str) -> frozenset[str]:
    words = _WORD.findall(text.lower().replace("’", "'"))
    return frozenset(_stem(word) for word in words if word not in _SAYS_NOTHING)


def _stem(word: str) -> str:
    word = word.removesuffix("'s")
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)].rstrip("e") or word
    return word.rstrip("e") or word


_LITTLE = frozenset(_stem(word) for word in _SAYS_LITTLE)


def _shared(said: frozenset[str], phrase: frozenset[str]) -> float:
    return _weight(said & phrase) / _weight(phrase) if phrase else 0.0


def _weight(words: frozenset[str]) -> float:
    return sum(0.5 if word in _LITTLE else 1.0 for word in words)
