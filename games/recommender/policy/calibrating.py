"""Fits the calibration of confidence to logged outcomes, with scikit-learn. Pure; used by the training job alone.

Two shapes compete, isotonic steps and Platt's curve, judged on players that they were not fitted to.
Both also learn from so many imagined outcomes that are just as the first guess says: with few real
ones the guess stands, with many it fades, and nowhere is there a jump.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from games.recommender.policy.calibration import Calibration

# What the guess is worth, in outcomes.
PRIOR_OUTCOMES = 200.0
_PRIOR_AT = np.linspace(0.025, 0.975, 20)
_FOLDS = 5
_KNOTS = np.linspace(0.0, 1.0, 41)
_EDGE = 1e-3

Numbers = NDArray[np.float64]
Curve = Callable[[Numbers], Numbers]


def fit(guesses: Sequence[float], came: Sequence[bool], players: Sequence[int]) -> Calibration:
    """The better of two shapes. Without outcomes: the guess itself."""
    if not len(guesses):
        return Calibration()
    told, good = np.clip(np.asarray(guesses, dtype=np.float64), 0, 1), np.asarray(came, dtype=np.float64)
    folds = np.asarray(players) % _FOLDS
    shapes = {"isotonic": _isotonic, "platt": _platt}
    losses = {name: _held_out_loss(shape, told, good, folds) for name, shape in shapes.items()}
    best = min(losses, key=lambda name: losses[name])
    chances = np.maximum.accumulate(np.clip(shapes[best](told, good)(_KNOTS), 0.0, 1.0))
    return Calibration(
        tuple(float(knot) for knot in _KNOTS), tuple(round(float(chance), 5) for chance in chances), best, len(told)
    )


def held_out(curve: Calibration, guesses: Sequence[float], came: Sequence[bool], players: Sequence[int]) -> Numbers:
    """What a curve of this shape says of each, had it not seen that player: to tell how far it can be believed."""
    told, good = np.clip(np.asarray(guesses, dtype=np.float64), 0, 1), np.asarray(came, dtype=np.float64)
    return _held_out(_platt if curve.method == "platt" else _isotonic, told, good, np.asarray(players) % _FOLDS)


def _held_out(shape: Callable[[Numbers, Numbers], Curve], told: Numbers, good: Numbers, folds: Numbers) -> Numbers:
    chances = np.zeros_like(told)
    for fold in np.unique(folds):
        held = folds == fold
        chances[held] = np.clip(shape(told[~held], good[~held])(told[held]), 0.0, 1.0)
    return chances


def _held_out_loss(shape: Callable[[Numbers, Numbers], Curve], told: Numbers, good: Numbers, folds: Numbers) -> float:
    chances = np.clip(_held_out(shape, told, good, folds), _EDGE, 1 - _EDGE)
    return float(np.mean(-(good * np.log(chances) + (1 - good) * np.log(1 - chances))))


def _with_prior(told: Numbers, good: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """The real outcomes, and the imagined ones that come as the guess says: in shares of one yes and one no."""
    each = PRIOR_OUTCOMES / len(_PRIOR_AT)
    guesses = np.concatenate([told, _PRIOR_AT, _PRIOR_AT])
    outcomes = np.concatenate([good, np.ones_like(_PRIOR_AT), np.zeros_like(_PRIOR_AT)])
    weights = np.concatenate([np.ones_like(told), each * _PRIOR_AT, each * (1 - _PRIOR_AT)])
    return guesses, outcomes, weights


def _isotonic(told: Numbers, good: Numbers) -> Curve:
    guesses, outcomes, weights = _with_prior(told, good)
    model = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(guesses, outcomes, sample_weight=weights)
    return lambda at: np.asarray(model.predict(at), dtype=np.float64)


def _platt(told: Numbers, good: Numbers) -> Curve:
    guesses, outcomes, weights = _with_prior(told, good)
    model = LogisticRegression(C=1e4).fit(_log_odds(guesses), outcomes, sample_weight=weights)
    return lambda at: np.asarray(model.predict_proba(_log_odds(at))[:, 1], dtype=np.float64)


def _log_odds(chances: Numbers) -> Numbers:
    inside = np.clip(chances, _EDGE, 1 - _EDGE)
    odds: Numbers = np.log(inside / (1 - inside))[:, None]
    return odds
