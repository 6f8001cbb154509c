"""How good the heads are on messages that they did not learn from, and how sure they may say they are.

Messages that say nearly the same are kept in one fold: a paraphrase of what was learnt proves nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from conversations.understanding.heads import NO_MOOD, Features, softmax
from conversations.understanding.training import design, train_heads
from conversations.understanding.types import INTENTS, SENTIMENTS, Example

_ALIKE = 0.85  # cosine from which two messages count as one
_BLOCK = 1_000


@dataclass(frozen=True)
class Held:
    """One decision on all messages, each made by heads that did not see it. ``scores``: messages × labels."""

    name: str
    labels: tuple[str, ...]
    scores: NDArray[np.float64]
    truth: NDArray[np.intp]

    def accuracy(self) -> float:
        return float((self.scores.argmax(axis=1) == self.truth).mean())

    def loss(self, temperature: float) -> float:
        """Mean negative log likelihood when scores are divided by ``temperature``; the best one calibrates."""
        shares = np.array([softmax(row / temperature) for row in self.scores])
        return float(-np.log(np.maximum(shares[np.arange(len(self.truth)), self.truth], 1e-12)).mean())

    def best_temperature(self) -> float:
        return float(min(np.arange(0.4, 2.6, 0.1), key=lambda temperature: self.loss(float(temperature))))


def hold_out(
    examples: Sequence[Example], features: Sequence[Features], *, folds: int, rng: np.random.Generator
) -> tuple[Held, ...]:
    """Train ``folds`` times on all but one part and judge that part."""
    groups = _group(design(features)[0])
    fold_of = rng.integers(0, folds, size=int(groups.max()) + 1)[groups]
    moods = (NO_MOOD, *sorted({mood for example in examples for mood in example.moods}))
    labels = {"intent": INTENTS, "mood": moods, "sentiment": SENTIMENTS}
    scores = {name: np.zeros((len(examples), len(known))) for name, known in labels.items()}
    for fold in range(folds):
        learnt = np.flatnonzero(fold_of != fold)
        heads = train_heads([examples[int(row)] for row in learnt], [features[int(row)] for row in learnt])
        for row in np.flatnonzero(fold_of == fold):
            for name, found in heads.score(features[int(row)]).items():
                scores[name][row] = found
    truth = {
        "intent": [INTENTS.index(example.intent) for example in examples],
        "mood": [moods.index(example.moods[0] if example.moods else NO_MOOD) for example in examples],
        "sentiment": [SENTIMENTS.index(example.sentiment) for example in examples],
    }
    return tuple(Held(name, labels[name], scores[name], np.array(truth[name])) for name in labels)


def _group(vectors: NDArray[np.float32]) -> NDArray[np.intp]:
    """A number for each message, the same for those alike, directly or by way of others."""
    unit = vectors[:, : vectors.shape[1] // 3]
    parent = np.arange(len(unit))

    def root(row: int) -> int:
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    for first in range(0, len(unit), _BLOCK):
        likeness = unit[first : first + _BLOCK] @ unit.T
        for left, right in zip(*np.nonzero(likeness > _ALIKE), strict=True):
            if first + left < right:
                parent[root(int(right))] = root(int(first + left))
    roots = [root(row) for row in range(len(unit))]
    return np.unique(roots, return_inverse=True)[1]
