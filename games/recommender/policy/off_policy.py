"""What another policy would have earned, told from the log of the one that served. Pure.

IPS weighs each reward by how much likelier the other policy would have made the same draw; SNIPS
divides by the sum of these weights; DR starts from a model of the rewards and corrects it where the
log can. Their honesty lies in the effective sample size of the slots where the two policies differ:
where they seldom draw alike, few rewards carry all the weight, and what could never have been drawn
was never rewarded. Then the report says so instead of a verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from games.recommender.policy.intervals import Interval, Z, mean_by_cluster, standard_error

# Fewer independent rewards, or players, than this tell nothing.
LEAST_EFFECTIVE = 100.0
LEAST_PLAYERS = 30
# Nor does the log tell of what could not be drawn: so much of what is wanted must have had a chance.
LEAST_COVERED = 0.95
_FOLDS = 5
_RIDGE = 10.0

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class LoggedSlot:
    """One slot that was drawn and shown: its options side by side.

    ``chances`` are those of the policy that served, ``wanted`` those of the policy in question; each
    sums to 1. It may want something that had no chance: then the log cannot tell, and ``covered`` says so.
    """

    chances: Numbers
    wanted: Numbers
    taken: int
    reward: float
    player: int
    features: Numbers  # a row an option; what the model of rewards goes by


@dataclass(frozen=True)
class Estimate:
    """``change`` is DR less the same of the policy that served, slot by slot, so its interval is that of a pair.

    ``touched`` are the slots where the two policies differ: ``players``, ``effective`` and ``covered`` are of these
    alone, for the others say nothing of the change.
    """

    slots: int
    touched: int
    players: int
    earned: Interval
    ips: Interval
    snips: Interval
    dr: Interval
    change: Interval
    effective: float
    covered: float  # the share of what it wants that could have been drawn
    largest_weight: float

    @property
    def is_enough(self) -> bool:
        return self.effective >= LEAST_EFFECTIVE and self.players >= LEAST_PLAYERS and self.covered >= LEAST_COVERED

    @property
    def verdict(self) -> str:
        if not self.is_enough:
            return "not enough data"
        if self.change.low > 0:
            return "better"
        if self.change.high < 0:
            return "worse"
        return "no difference to be seen"


def estimate(slots: Sequence[LoggedSlot], *, expected: Sequence[Numbers] | None = None) -> Estimate | None:
    """None of an empty log. ``expected`` is the model's reward for each option; without it one is fitted here."""
    if not slots:
        return None
    model = expected if expected is not None else cross_fitted(slots)
    players = [slot.player for slot in slots]
    rewards = np.array([slot.reward for slot in slots])
    weights = np.array([slot.wanted[slot.taken] / slot.chances[slot.taken] for slot in slots])
    direct = np.array([float(slot.wanted @ rewards_of) for slot, rewards_of in zip(slots, model, strict=True)])
    at_taken = np.array([rewards_of[slot.taken] for slot, rewards_of in zip(slots, model, strict=True)])
    doubly = direct + weights * (rewards - at_taken)
    differs = np.array([not np.allclose(slot.wanted, slot.chances) for slot in slots])
    touched = [slot for slot, is_touched in zip(slots, differs, strict=True) if is_touched]
    return Estimate(
        slots=len(slots),
        touched=len(touched),
        players=len({slot.player for slot in touched}),
        earned=_sure(rewards, players),
        ips=_sure(weights * rewards, players),
        snips=_self_normalised(weights, rewards, players),
        dr=_sure(doubly, players),
        change=_sure(doubly - _itself(slots, model, rewards, at_taken), players),
        effective=effective_size(weights[differs]),
        covered=float(np.mean([slot.wanted[slot.chances > 0].sum() for slot in touched])) if touched else 1.0,
        largest_weight=float(weights.max()),
    )


def _itself(slots: Sequence[LoggedSlot], model: Sequence[Numbers], rewards: Numbers, at_taken: Numbers) -> Numbers:
    """What served, told in the same way: its mean is what was earned, and where both agree nothing is left."""
    direct = np.array([float(slot.chances @ rewards_of) for slot, rewards_of in zip(slots, model, strict=True)])
    return direct + rewards - at_taken


def effective_size(weights: Numbers) -> float:
    """So many equally weighted rewards would be as sure, after Kish."""
    squares = float((weights * weights).sum())
    return float(weights.sum()) ** 2 / squares if squares else 0.0


def cross_fitted(slots: Sequence[LoggedSlot]) -> list[Numbers]:
    """The reward expected of each option by a ridge regression that has not seen that player's slots."""
    # Whole players; and not by the remainder that says who judges, for then all judges would be of one fold.
    folds = np.array([slot.player // _FOLDS % _FOLDS for slot in slots])
    taken = np.array([slot.features[slot.taken] for slot in slots])
    rewards = np.array([slot.reward for slot in slots])
    fitted = {}
    for fold in {int(fold) for fold in folds}:
        others = folds != fold
        fitted[fold] = _ridge(taken[others], rewards[others])
    return [
        slot.features @ fitted[int(fold)][1:] + fitted[int(fold)][0] for slot, fold in zip(slots, folds, strict=True)
    ]


def _ridge(rows: Numbers, rewards: Numbers) -> Numbers:
    """Intercept, which is not held back, and weights."""
    if not len(rows):
        return np.zeros(rows.shape[1] + 1)
    design = np.column_stack([np.ones(len(rows)), rows])
    held = np.eye(design.shape[1]) * _RIDGE
    held[0, 0] = 1e-9
    return np.asarray(np.linalg.solve(design.T @ design + held, design.T @ rewards), dtype=np.float64)


def _self_normalised(weights: Numbers, rewards: Numbers, players: Sequence[int]) -> Interval:
    total = float(weights.sum())
    if not total:
        return Interval(0.0, -np.inf, np.inf)
    value = float((weights * rewards).sum()) / total
    reach = Z * standard_error(weights * (rewards - value) / weights.mean(), players)
    return Interval(value, value - reach, value + reach)


def _sure(values: Numbers, players: Sequence[int]) -> Interval:
    interval = mean_by_cluster(values, players)
    if interval is None:  # pragma: no cover - estimate() has refused an empty log
        raise ValueError("a mean of nothing")
    return interval
