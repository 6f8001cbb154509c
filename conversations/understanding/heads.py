"""What a message means where no rule is certain: linear heads over its MiniLM vector and its words.

A head is a matrix, learnt from the example bank (``training``) and stored as plain arrays. Words count
beside the vector because the vector blurs what single words settle ("another", "why", "meh").
"""

from __future__ import annotations

import functools
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from conversations.understanding.neighbours import Neighbours
from conversations.understanding.types import Slots, Vector

DIMENSIONS = 3 * 384  # the encoder's unit vector, its peaks and its first token
BUCKETS = 4096
NO_MOOD = "none"
# Hammered keys: no vowel, or consonants in a row that no word has.
_GIBBERISH = re.compile(
    r"^[^aeiouy\d]{4,}$|[bcdfghjklmnpqrstvwxz]{5}|^(?:asd|qwe|zxc|sdf|hjk|jkl|fgh)|[jqxz][bcdfghjkmpqtvwxz]"
)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[?!]")


@dataclass(frozen=True)
class Features:
    """One message as the heads see it."""

    vector: Vector | None  # of DIMENSIONS
    buckets: NDArray[np.intp]  # of its words, pairs of words and hand-made marks
    weights: NDArray[np.float32]


@dataclass(frozen=True)
class Head:
    """One decision: scores for each label."""

    labels: tuple[str, ...]
    dense: NDArray[np.float32]  # labels × DIMENSIONS
    sparse: NDArray[np.float32]  # labels × BUCKETS
    bias: NDArray[np.float32]
    temperature: float

    def raw_scores(self, features: Features) -> NDArray[np.float64]:
        found = self.sparse[:, features.buckets] @ features.weights + self.bias
        if features.vector is not None:
            found = found + self.dense @ features.vector
        return np.asarray(found, dtype=np.float64)


# How much the nearest examples count beside the head; 0.15 to 0.5 were tried on labelled messages outside the bank.
_NEIGHBOURS_WEIGHT = 0.3


@dataclass(frozen=True)
class Heads:
    """The three decisions. ``neighbours`` is None where there is no encoder."""

    intent: Head
    mood: Head
    sentiment: Head
    neighbours: Neighbours | None = None

    def score(self, features: Features) -> dict[str, NDArray[np.float64]]:
        """For "intent", "mood" and "sentiment" a score for each of the head's labels."""
        near = {}
        if self.neighbours is not None and features.vector is not None:
            near = self.neighbours.log_shares(features.vector)
        return {
            name: (head.raw_scores(features) + _NEIGHBOURS_WEIGHT * near.get(name, 0.0)) / head.temperature
            for name, head in (("intent", self.intent), ("mood", self.mood), ("sentiment", self.sentiment))
        }


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    lifted = np.exp(scores - scores.max())
    return np.asarray(lifted / lifted.sum(), dtype=np.float64)


def features_of(plain: str, vector: Vector | None, slots: Slots, moods: Sequence[str], *, is_shouted: bool) -> Features:
    tokens = _WORD.findall(plain)
    marks = [*_marks(tokens, slots, is_shouted=is_shouted), *(f"mood:{mood}" for mood in moods)]
    names = [*tokens, *(f"{left} {right}" for left, right in zip(["^", *tokens], [*tokens, "$"], strict=True))]
    counted: dict[int, float] = {}
    for name in dict.fromkeys(names):
        counted[_bucket(name)] = 1.0
    norm = max(1.0, len(counted)) ** 0.5
    weighted = dict.fromkeys(counted, 1.0 / norm)
    for mark in marks:
        weighted[_bucket(f"mark:{mark}")] = 0.5
    return Features(
        vector,
        np.fromiter(weighted.keys(), dtype=np.intp, count=len(weighted)),
        np.fromiter(weighted.values(), dtype=np.float32, count=len(weighted)),
    )


def _marks(tokens: Sequence[str], slots: Slots, *, is_shouted: bool) -> list[str]:
    """What the grammars found, as facts that an intent can lean on."""
    size = len(tokens)
    marks = ["short" if size <= 2 else "brief" if size <= 5 else "long" if size >= 14 else "middling"]
    facts = {
        "platform": slots.platforms, "not platform": slots.exclude_platforms, "genre": slots.genres,
        "not genre": slots.exclude_genres, "price": slots.price_max is not None, "minutes": slots.session_minutes,
        "title": slots.like_titles, "not title": slots.dislike_titles, "company": slots.player_mode, "name": slots.name,
        "cheaper": slots.wants_cheaper, "shorter": slots.wants_shorter, "easier": slots.wants_easier, "shouted": is_shouted,
    }  # fmt: skip
    if (
        tokens
        and all(_GIBBERISH.search(token) for token in tokens if len(token) > 3)
        and any(len(token) > 3 for token in tokens)
    ):
        marks.append("gibberish")
    return marks + [fact for fact, is_there in facts.items() if is_there]


@functools.lru_cache(maxsize=65_536)
def _bucket(name: str) -> int:
    # CRC, for Python's own hash differs from process to process.
    return zlib.crc32(name.encode()) % BUCKETS
