"""The contextual bandit that learns the blend: Vowpal Wabbit, one lesson an impression. Pure but for a scratch file.

Used by the training job alone: what it learnt leaves as plain weights (``learnt.py``), so nobody who
waits for an answer loads Vowpal Wabbit.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import vowpalwabbit

from games.recommender.policy import features

# Importance-weighted regression on the action taken, its weight the inverse of the chance it had.
# The learning rate is small: rewards are mostly noise, and lessons come for years.
_OPTIONS = "--cb_adf --cb_type mtr --noconstant --hash all --hash_seed 0 -b 16 -l 0.02 --quiet"
# A rarer draw is not trusted more than this, lest one lucky reaction overturn the rest.
_LEAST_CHANCE = 0.01


@dataclass(frozen=True)
class Lesson:
    """What one slot taught: everything that it could have held, as features; which it held, and the reward, 0…1."""

    options: Sequence[Mapping[str, float]]
    taken: int
    propensity: float
    reward: float


class Learner:
    """A context manager: the library's memory is given back at the end."""

    def __init__(self, state: bytes | None = None) -> None:
        """Goes on where ``state`` stopped, or begins anew. Raises ValueError if it cannot be read."""
        if state is None:
            self._workspace = vowpalwabbit.Workspace(_OPTIONS)
            return
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "state"
            path.write_bytes(state)
            try:
                self._workspace = vowpalwabbit.Workspace(f"-i {path} --quiet")
            except RuntimeError as error:
                raise ValueError("the learner's state cannot be read") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._workspace.finish()

    def learn(self, lesson: Lesson) -> None:
        chance = max(lesson.propensity, _LEAST_CHANCE)
        label = f"0:{-lesson.reward:.6g}:{chance:.6g} "
        lines = [
            (label if place == lesson.taken else "") + _line(option) for place, option in enumerate(lesson.options)
        ]
        self._workspace.learn(lines)

    def expected(self, options: Sequence[Mapping[str, float]]) -> list[float]:
        """The reward it expects of each; in order."""
        # One that stands alone is scored like any other.
        return [-float(cost) for cost in self._workspace.predict([_line(option) for option in options])]

    def weights(self) -> dict[str, float]:
        """The linear weights, by feature name, of reward."""
        return {name: -self._workspace.get_weight_from_name(name, "f") for name in features.feature_names()}

    def state(self) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "state"
            self._workspace.save(str(path))
            return path.read_bytes()


def _line(option: Mapping[str, float]) -> str:
    return "|f " + " ".join(f"{name}:{value:.6g}" for name, value in option.items())
