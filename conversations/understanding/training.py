"""Learning the heads from the example bank: multinomial logistic regression, the same result every time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from conversations.understanding.heads import BUCKETS, DIMENSIONS, NO_MOOD, Features, Head, Heads
from conversations.understanding.neighbours import settle
from conversations.understanding.types import INTENTS, SENTIMENTS, Example

# How strongly weights are held small, and how much the scores are softened so that a probability
# of 0.8 is right eight times of ten; docs/understanding.md says how both were found.
_HOLD = 1.0
_VECTOR_SCALE = 3.0
_POOLED_SCALE = 0.3  # peaks and first token are an order of magnitude larger than a unit vector's numbers
_WORD_SCALE = 3.0
_ITERATIONS = 50
_TEMPERATURES = {"intent": 1.3, "mood": 1.4, "sentiment": 2.6}
# A second mood counts for less than the first when both are learnt from one message.
_SECOND_WEIGHT = 0.3


def train_heads(examples: Sequence[Example], features: Sequence[Features]) -> Heads:
    dense, sparse = design(features)
    moods = sorted({mood for example in examples for mood in example.moods})
    weights = np.array([example.weight for example in examples], dtype=np.float32)
    labels = {"intent": INTENTS, "mood": (NO_MOOD, *moods), "sentiment": SENTIMENTS}
    shares = {
        "intent": targets([(e.intent,) for e in examples], labels["intent"]),
        "mood": targets([e.moods or (NO_MOOD,) for e in examples], labels["mood"]),
        "sentiment": targets([(e.sentiment,) for e in examples], labels["sentiment"]),
    }
    heads = {
        name: fit(dense, sparse, shares[name], labels[name], weights, temperature=_TEMPERATURES[name])
        for name in labels
    }
    has_vectors = any(one.vector is not None for one in features)
    return Heads(
        heads["intent"], heads["mood"], heads["sentiment"], settle(dense, _scales(), shares) if has_vectors else None
    )


def design(features: Sequence[Features]) -> tuple[NDArray[np.float32], csr_matrix]:
    dense = np.zeros((len(features), DIMENSIONS), dtype=np.float32)
    for row, one in enumerate(features):
        if one.vector is not None:
            dense[row] = one.vector
    lengths = np.cumsum([0, *(len(one.buckets) for one in features)])
    sparse = csr_matrix(
        (
            np.concatenate([one.weights for one in features]) if features else np.zeros(0, dtype=np.float32),
            np.concatenate([one.buckets for one in features]) if features else np.zeros(0, dtype=np.intp),
            lengths,
        ),
        shape=(len(features), BUCKETS),
        dtype=np.float32,
    )
    return dense, sparse


def targets(named: Sequence[tuple[str, ...]], labels: Sequence[str]) -> NDArray[np.float32]:
    """A row of shares for each example: all to its label, or most to the first of two."""
    place = {label: column for column, label in enumerate(labels)}
    shares = np.zeros((len(named), len(labels)), dtype=np.float32)
    for row, names in enumerate(named):
        shares[row, place[names[0]]] = 1.0
        for name in names[1:2]:
            shares[row, place[names[0]]] -= _SECOND_WEIGHT
            shares[row, place[name]] += _SECOND_WEIGHT
    return shares


def fit(
    dense: NDArray[np.float32], sparse: csr_matrix, shares: NDArray[np.float32], labels: Sequence[str],
    example_weights: NDArray[np.float32], *, temperature: float = 1.0,
) -> Head:  # fmt: skip
    _, size = shares.shape
    scales = _scales()
    # Without their common part the numbers are learnt from in half the steps; the bias takes it up again.
    centre = dense.mean(axis=0)
    inputs_dense, inputs_sparse = (dense - centre) * scales, sparse * _WORD_SCALE
    inputs_turned = inputs_sparse.T.tocsr()
    width = DIMENSIONS + BUCKETS
    counts = example_weights[:, None]

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat[: width * size].reshape(width, size).astype(np.float32)
        bias = flat[width * size :].astype(np.float32)
        scores = inputs_dense @ weights[:DIMENSIONS] + inputs_sparse @ weights[DIMENSIONS:] + bias
        scores -= scores.max(axis=1, keepdims=True)
        shifted = np.exp(scores)
        totals = shifted.sum(axis=1, keepdims=True)
        errors = (shifted / totals - shares) * counts
        slopes = np.concatenate((inputs_dense.T @ errors, inputs_turned @ errors)) + _HOLD * weights
        value = -float((counts * shares * (scores - np.log(totals))).sum()) + 0.5 * _HOLD * float(
            (weights * weights).sum()
        )
        return value, np.concatenate((slopes.ravel(), errors.sum(axis=0))).astype(np.float64)

    start = np.zeros(width * size + size)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _ITERATIONS, "maxcor": 10}).x
    weights = found[: width * size].reshape(width, size).T.astype(np.float32)
    learnt_dense = np.ascontiguousarray(weights[:, :DIMENSIONS] * scales)
    return Head(
        labels=tuple(labels),
        dense=learnt_dense,
        sparse=np.ascontiguousarray(weights[:, DIMENSIONS:] * _WORD_SCALE),
        bias=found[width * size :].astype(np.float32) - learnt_dense @ centre,
        temperature=temperature,
    )


def _scales() -> NDArray[np.float32]:
    """How strongly each dimension of an encoding counts."""
    scales = np.full(DIMENSIONS, _POOLED_SCALE, dtype=np.float32)
    scales[: DIMENSIONS // 3] = _VECTOR_SCALE
    return scales
