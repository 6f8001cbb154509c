"""What nearness is worth: a linear model over pairs of a history and a game, learnt from held-out plays.

Each way of being near gives its sum over the history and the logarithm of that sum; the plays of the
game itself give a prior. Every weight has a part that changes with the size of the history, so the
model moves smoothly from what everybody plays to what this player's games say. It learns to set the play
that was held out above the other candidates of the same player (softmax over them).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from games.collaborative.neighbours import WAYS
from games.collaborative.types import Floats, Ints

# Below this a sum says nothing; it keeps the logarithm finite.
FLOORS: tuple[float, ...] = (0.01, 0.01, 0.01, 0.02, 0.02, 0.5)
FEATURES = (*WAYS, *(f"ln {way}" for way in WAYS), "ln plays")
# Everybody plays these: they are considered whatever the history.
ALWAYS = 100
_SHRINKAGE = 1e-3
_STEPS = 60


@dataclass(frozen=True)
class Ranker:
    """``weights`` and ``by_size`` belong to FEATURES; a value of ``centre`` becomes 0.5."""

    weights: tuple[float, ...]
    by_size: tuple[float, ...]
    centre: float
    spread: float

    def of_size(self, size: float) -> tuple[float, ...]:
        """The weight of each feature for a history that amounts to so many games."""
        logarithm = float(np.log(max(size, 1.0)))
        return tuple(a + b * logarithm for a, b in zip(self.weights, self.by_size, strict=True))

    def raw(self, features: Floats, sizes: Floats) -> Floats:
        """For players × games × features."""
        logarithm = np.log(np.maximum(sizes, 1.0)).astype(np.float32)[:, None]
        base = features @ np.array(self.weights, dtype=np.float32)
        change = features @ np.array(self.by_size, dtype=np.float32)
        raw: Floats = base + change * logarithm
        return raw

    def share(self, raw: Floats) -> Floats:
        """0…1, in the same order."""
        shares: Floats = 1 / (1 + np.exp(-np.clip((raw - self.centre) / self.spread, -30, 30)))
        return shares


def features_of(sums: Floats, plays: Floats) -> Floats:
    """From sums (… × ways) and the plays of the games (…)."""
    logs = np.log(np.maximum(sums, 0) + np.array(FLOORS, dtype=np.float32))
    return np.concatenate((sums, logs, np.log1p(plays)[..., None]), axis=-1).astype(np.float32)


def train(features: Floats, sizes: Floats, held_out: Ints) -> Ranker:
    """From players × candidates × features; ``held_out`` is the place of the true one among the candidates."""
    logarithm = np.log(np.maximum(sizes, 1.0)).astype(np.float32)[:, None, None]
    both = np.concatenate((features, features * logarithm), axis=-1)
    flat = both.reshape(-1, both.shape[-1])
    size = flat.std(axis=0) + np.float32(1e-6)
    both -= flat.mean(axis=0)
    both /= size
    players = np.arange(len(both))
    true = both[players, held_out].sum(axis=0)

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = both @ weights.astype(np.float32)
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores)
        chances /= chances.sum(axis=1, keepdims=True)
        value = -float(np.log(chances[players, held_out] + 1e-12).mean()) + _SHRINKAGE * float(weights @ weights)
        expected = np.tensordot(chances, both, axes=((0, 1), (0, 1)))
        slope = (expected - true) / len(both) + 2 * _SHRINKAGE * weights
        return value, slope.astype(np.float64)

    found = minimize(loss, np.zeros(both.shape[-1]), jac=True, method="L-BFGS-B", options={"maxiter": _STEPS})
    weights = found.x / size
    half = features.shape[-1]
    ranker = Ranker(tuple(weights[:half].tolist()), tuple(weights[half:].tolist()), 0.0, 1.0)
    raw = np.sort(ranker.raw(features, sizes), axis=1)
    # The tenth of a hundred candidates is worth a half.
    centre = raw[:, -min(10, raw.shape[1])].mean()
    return Ranker(ranker.weights, ranker.by_size, float(centre), float(max(raw.std(), 1e-6)))
