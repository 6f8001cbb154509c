"""What was learnt, as plain arrays: a game's moods are told from the examples it is like.

A kernel ridge: each example votes for its moods, by its learnt weight and by how near the game is to it in
meaning, genres and cues together.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from games.moods.learning.bank import Described
from games.moods.learning.cues import cues_in
from games.vocabulary import GENRES, MOODS

_GENRE_SCALE = 0.3
_CUE_SCALE = 0.3
_WIDTH = 1.5
_COLUMN = {genre: index for index, genre in enumerate(GENRES)}
_ARRAYS = ("examples", "votes", "usual", "middle", "top")


@dataclass(frozen=True)
class Head:
    """``middle`` and ``top`` are the raw scores of the middle and the best 200th of a large catalogue."""

    examples: NDArray[np.float32]
    votes: NDArray[np.float32]  # examples × moods
    usual: NDArray[np.float32]
    middle: NDArray[np.float32]
    top: NDArray[np.float32]

    def raw_scores(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        scores: NDArray[np.float32] = nearness(features, self.examples) @ self.votes + self.usual
        return scores

    def fits(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """(n, features) to (n, 16), 0…1: 0.15 for the middle of a catalogue, 1 for its best 200th."""
        share = (self.raw_scores(features) - self.middle) / (self.top - self.middle)
        fits: NDArray[np.float32] = np.clip(0.15 + 0.85 * share, 0, 1).astype(np.float32)
        return fits

    def as_bytes(self) -> bytes:
        file = io.BytesIO()
        np.savez(file, **{name: getattr(self, name) for name in _ARRAYS})
        return file.getvalue()

    @staticmethod
    def from_bytes(content: bytes) -> Head:
        """Raises ValueError for anything that is no head of this shape."""
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as file:
                head = Head(*(np.asarray(file[name], dtype=np.float32) for name in _ARRAYS))
        except (KeyError, OSError, EOFError, ValueError, zipfile.BadZipFile) as error:
            raise ValueError(f"not a mood head: {error}") from None
        if head.votes.shape != (len(head.examples), len(MOODS)) or head.middle.shape != (len(MOODS),):
            raise ValueError("a mood head of another shape")
        return head


def features_of(games: Sequence[Described], vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    genres = np.zeros((len(games), len(GENRES)), dtype=np.float32)
    for row, game in enumerate(games):
        genres[row, [_COLUMN[genre] for genre in game.genres if genre in _COLUMN]] = _GENRE_SCALE
    cues = np.array([cues_in(f"{game.title}. {game.text}") for game in games], dtype=np.float32)
    return np.hstack([vectors, genres, _CUE_SCALE * cues.reshape(len(games), -1)])


def nearness(some: NDArray[np.float32], others: NDArray[np.float32]) -> NDArray[np.float32]:
    apart = np.square(some).sum(axis=1)[:, None] + np.square(others).sum(axis=1)[None] - 2 * some @ others.T
    near: NDArray[np.float32] = np.exp(-_WIDTH * np.maximum(apart, 0)).astype(np.float32)
    return near
