"""The learnt blend as it serves: weights out of Vowpal Wabbit, applied with numpy. Pure.

What it expects of a candidate is a reward; scores are told in the units of the static blend, the
score that would have earned that reward, so that everything that compares scores (variety, rules,
how close a discovery must come) goes on meaning the same. The static blend hands over smoothly:
with few lessons the two are mixed by ``trust``.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from games.recommender.policy import features

# With so many lessons the learnt blend weighs as much as the static one.
_HALF_TRUSTED = 500
# Before anything is learnt, a point of static score is worth so much reward; and so many lessons it takes to doubt it.
PRIOR_SLOPE = 0.5
_PRIOR_LESSONS = 50.0
# However little the score told of rewards, noise must not be magnified beyond this.
_LEAST_SLOPE = 0.15

Weights = NDArray[np.float64]


class UnreadablePolicyError(ValueError):
    """Not a policy, or one of another recipe."""


@dataclass(frozen=True)
class Line:
    """What rewards were at which static score: sums, so that lessons can be added one after another."""

    count: float = 0.0
    scores: float = 0.0
    rewards: float = 0.0
    squares: float = 0.0
    products: float = 0.0

    def with_lesson(self, score: float, reward: float) -> Line:
        return Line(
            self.count + 1,
            self.scores + score,
            self.rewards + reward,
            self.squares + score * score,
            self.products + score * reward,
        )

    @property
    def slope(self) -> float:
        """Reward for a point of score, drawn to the prior while there is little to go by; always above zero."""
        if not self.count:
            return PRIOR_SLOPE
        mean = self.scores / self.count
        spread = max(self.squares - self.count * mean * mean, 0.0)
        together = self.products - mean * self.rewards
        # A lesson of the prior is worth one whose score differs from the mean by a tenth.
        prior = _PRIOR_LESSONS * 0.01
        return max((together + prior * PRIOR_SLOPE) / (spread + prior), _LEAST_SLOPE)

    @property
    def offset(self) -> float:
        if not self.count:
            return 0.0
        return self.rewards / self.count - self.slope * self.scores / self.count


@dataclass(frozen=True)
class LearntBlend:
    """``weights`` by feature name; what has none was never seen and weighs nothing."""

    version: str
    weights: Mapping[str, float]
    line: Line = Line()
    lessons: int = 0

    @property
    def trust(self) -> float:
        return self.lessons / (self.lessons + _HALF_TRUSTED)

    def scores(
        self,
        parts: Sequence[Mapping[str, float]],
        static: Sequence[float],
        *,
        moment: str,
        warmth: float = 1.0,
        set_back: Sequence[float] | None = None,
    ) -> list[float]:
        """One for each candidate, 0…1, in the units of the static blend.

        ``warmth`` is how well the player is known: a stranger gets the static blend, cold start and all.
        ``set_back`` is what is left of each ``static`` because others suit the mood better. That is no matter of
        learning: it comes off before and is put on again afterwards.
        """
        if not parts:
            return []
        left = np.ones(len(parts)) if set_back is None else np.asarray(set_back, dtype=np.float64)
        fixed = np.asarray(static, dtype=np.float64) / left
        alike = (self.rewards(parts, fixed, moment=moment) - self.line.offset) / self.line.slope
        trust = self.trust * warmth
        mixed = left * np.clip((1 - trust) * fixed + trust * alike, 0.0, 1.0)
        return [float(score) for score in mixed]

    def weights_that_rank(
        self, parts: Mapping[str, float], shares: Mapping[str, float], *, moment: str, warmth: float
    ) -> dict[str, float]:
        """By how much the score moves with each of these parts: what reasons must go by where this blend ranked.

        ``shares`` are the fixed weights, which sum to 1.
        """
        times = features.times_in(moment)
        trust = self.trust * warmth
        through_static = self._weight(features.STATIC)
        return {
            name: (1 - trust) * shares.get(name, 0.0)
            + trust * (self._by_part(name, times) + through_static * shares.get(name, 0.0)) / self.line.slope
            for name in parts
        }

    def rewards(
        self, parts: Sequence[Mapping[str, float]], static: Sequence[float] | Weights, *, moment: str
    ) -> Weights:
        """The reward expected of each in the first slot: the sum of weights times ``features.features_of``."""
        times = features.times_in(moment)
        there = set().union(*parts)
        names = [name for name in features.PARTS if name in there]
        values = np.array([[row.get(name, np.nan) for name in names] for row in parts], dtype=np.float64)
        is_known = ~np.isnan(values)
        by_part = [self._by_part(name, times) for name in names]
        known = [self._weight(f"has_{name}") for name in names]
        centred = np.where(is_known, values - features.MIDDLE, 0.0)
        fixed = np.asarray(static, dtype=np.float64) - features.MIDDLE
        own: Weights = centred @ np.array(by_part) + is_known @ np.array(known) + fixed * self._weight(features.STATIC)
        return own + self._weight(features.CONSTANT)

    def _by_part(self, name: str, times: Sequence[str]) -> float:
        """Nothing for what is no part that is learnt of."""
        if name not in features.PARTS:
            return 0.0
        return self._weight(name) + sum(self._weight(f"{name}*{time}") for time in times)

    def _weight(self, name: str) -> float:
        return self.weights.get(name, 0.0)


def to_bytes(policy: LearntBlend, learner: bytes) -> bytes:
    """Weights and the learner's own state together, so that learning goes on where it stopped. No pickle."""
    names = features.feature_names()
    line = policy.line
    file = io.BytesIO()
    np.savez_compressed(
        file,
        recipe=np.array(features.RECIPE),
        names=np.array(names),
        weights=np.array([policy.weights.get(name, 0.0) for name in names]),
        line=np.array([line.count, line.scores, line.rewards, line.squares, line.products]),
        lessons=np.array(policy.lessons),
        learner=np.frombuffer(learner, dtype=np.uint8),
    )
    return file.getvalue()


def from_bytes(content: bytes, *, version: str) -> tuple[LearntBlend, bytes]:
    """What ``to_bytes`` wrote. Raises UnreadablePolicyError."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            if int(file["recipe"]) != features.RECIPE:
                raise UnreadablePolicyError(f"made by recipe {int(file['recipe'])}, not {features.RECIPE}")
            weights = file["weights"]
            if not np.isfinite(weights).all() or len(weights) != len(file["names"]):
                raise UnreadablePolicyError("its weights are no numbers")
            policy = LearntBlend(
                version=version,
                weights={str(name): float(weight) for name, weight in zip(file["names"], weights, strict=True)},
                line=Line(*(float(number) for number in file["line"])),
                lessons=int(file["lessons"]),
            )
            return policy, file["learner"].tobytes()
    except UnreadablePolicyError:
        raise
    except Exception as error:  # numpy and zipfile raise a dozen kinds for bytes that are no archive
        raise UnreadablePolicyError("these bytes hold no policy") from error
