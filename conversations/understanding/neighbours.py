"""What the examples nearest to a message mean: a second opinion beside the linear heads.

The heads know tendencies, the neighbours know cases: "lol who hasnt" is close to two examples and to no
tendency. Encodings are laid on their main directions first, the greatest of them last, so that a rough look
along a few leaves only some hundred examples to compare in full.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from conversations.understanding.types import Vector

_DIRECTIONS = 128
# The main ones alone tell who can be near at all; only those are compared in full.
_MAIN_DIRECTIONS = 48
_LOOKED_AT = 512
# Tried on labelled messages outside the bank (docs/understanding.md): how many are asked, and how much less a farther one counts.
_ASKED = 30
_WARMTH = 0.05
# Of each label where no neighbour has it, so that neighbours alone rule nothing out.
_FLOOR = 1e-3


@dataclass(frozen=True)
class Neighbours:
    """``labels[decision]`` holds for each example the share of each of the decision's labels."""

    centre: NDArray[np.float32]
    directions: NDArray[np.float32]  # dimensions × _DIRECTIONS
    points: NDArray[np.float32]  # examples × _DIRECTIONS, unit rows
    labels: dict[str, NDArray[np.float32]]

    @functools.cached_property
    def _main_points(self) -> NDArray[np.float32]:
        return np.ascontiguousarray(self.points[:, -_MAIN_DIRECTIONS:])

    def log_shares(self, vector: Vector) -> dict[str, NDArray[np.float64]]:
        """For each decision, the logarithm of what share of the nearest examples has each label."""
        place = _unit((vector - self.centre) @ self.directions)
        rough = self._main_points @ place[-_MAIN_DIRECTIONS:]
        candidates = np.argpartition(rough, -min(_LOOKED_AT, len(rough)))[-_LOOKED_AT:]
        likeness = self.points[candidates] @ place
        best = np.argpartition(likeness, -min(_ASKED, len(likeness)))[-_ASKED:]
        nearest = candidates[best]
        weights = np.exp((likeness[best] - likeness[best].max()) / _WARMTH)
        found = {}
        for decision, shares in self.labels.items():
            counted = weights @ shares[nearest] + _FLOOR
            found[decision] = np.log(np.asarray(counted / counted.sum(), dtype=np.float64))
        return found


def settle(
    vectors: NDArray[np.float32], scales: NDArray[np.float32], labels: dict[str, NDArray[np.float32]]
) -> Neighbours:
    """Lay the examples' encodings, each dimension times its scale, on their main directions."""
    centre = vectors.mean(axis=0)
    centred = (vectors - centre) * scales
    _, axes = np.linalg.eigh((centred.T @ centred).astype(np.float64))
    directions = (axes[:, -_DIRECTIONS:] * scales[:, None]).astype(np.float32)
    points = _unit((vectors - centre) @ directions)
    return Neighbours(centre, directions, points, labels)


def _unit(vectors: NDArray[np.floating]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: NDArray[np.float32] = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return unit
