"""The shapes that pass between the parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
# scipy ships no types: players × games in CSR form, float32 ones, indices sorted.
Plays = Any


@dataclass(frozen=True)
class GameTexts:
    """What is known of the games beside who played them, in the order of the columns.

    ``vectors`` are of unit length, a row of zeros where a game has none. ``studios`` and ``series``
    number what belongs together; -1 belongs to nothing.
    """

    vectors: Floats
    studios: Ints
    series: Ints

    @classmethod
    def unknown(cls, games: int) -> GameTexts:
        nothing = np.full(games, -1, dtype=np.int64)
        return cls(np.zeros((games, 1), dtype=np.float32), nothing, nothing)
