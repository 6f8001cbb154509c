"""How well a game suits a mood, 0…1, reckoned from its record and the meaning of its text. Pure.

An editor's word (``Game.mood_fit``) always wins; this is for the games that no editor has looked at.

    fit = (0.75 · told + 0.25 · the lower of text and record) · (1 - 0.6 · spoiled)

- text: how much nearer the game's vector lies to sentences that describe a game for this mood
  than to sentences that describe one against it, on a scale where the middle of a large
  catalogue is 0.35 and its best hundredth 1;
- record: genres and tags as moods.json weighs them; 0.4 where nothing is known;
- told: text and record in a mean, the record with up to half of the weight, as it has much to say;
- the lower: a game that suits should look so from both sides;
- spoiled: how strongly genres or tags speak against the mood, which no fine words mend.

Similarity alone is a toy: a comedy about burn-out lies close to "I am so tired" and is no rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from games.moods import mood_profiles
from games.vocabulary import MOODS

_NOTHING_KNOWN = 0.4
# An editor who named some moods of a game and not this one has said something about this one too.
UNNAMED_BY_EDITOR = 0.5
_MIDDLE = 0.35
_SAYS_ENOUGH = 0.6
_UNLIKE_WEIGHT = 0.6
# The median and the 99th percentile of the margin (see ``text_fit``) over 12,000 released games.
_MARGINS: dict[str, tuple[float, float]] = {
    "chill": (0.08, 0.24), "tired": (0.02, 0.19), "stressed": (0.08, 0.25), "sad": (0.04, 0.22),
    "lonely": (0.08, 0.25), "angry": (0.10, 0.31), "bored": (0.12, 0.26), "happy": (0.08, 0.27),
    "hyped": (0.13, 0.28), "competitive": (0.13, 0.34), "adventurous": (0.06, 0.30), "nostalgic": (0.12, 0.29),
    "creative": (0.00, 0.22), "spooky": (0.07, 0.28), "brainy": (0.08, 0.26), "silly": (0.03, 0.18),
}  # fmt: skip
_COLUMN = {mood: index for index, mood in enumerate(MOODS)}
# What an easy (1) or a hard (5) game means to the mood, per step away from the middle.
_EASE: dict[str, float] = {
    "chill": 0.06, "tired": 0.10, "stressed": 0.09, "sad": 0.06, "lonely": 0.02, "happy": 0.05, "silly": 0.05,
    "creative": 0.02, "competitive": -0.03, "brainy": -0.04, "angry": -0.01, "hyped": -0.02,
}  # fmt: skip
# Moods that have no patience tonight, and those that want to sink in.
_SHORT_IS_GOOD = {"tired", "bored", "hyped", "silly", "angry", "stressed"}
_LONG_IS_GOOD = {"adventurous"}


@dataclass(frozen=True)
class Prototypes:
    """The vectors of each mood's sentences, in the order of the vocabulary."""

    suits: tuple[NDArray[np.float32], ...]
    spoils: tuple[NDArray[np.float32], ...]


def prototype_sentences() -> tuple[list[str], list[str]]:
    """Every mood's sentences for and against, flat, in the order in which ``prototypes_from`` takes their vectors."""
    profiles = mood_profiles().values()
    return (
        [sentence for profile in profiles for sentence in profile.sounds_like],
        [sentence for profile in profiles for sentence in profile.unlike],
    )


def prototypes_from(suits: NDArray[np.float32], spoils: NDArray[np.float32]) -> Prototypes:
    profiles = list(mood_profiles().values())
    return Prototypes(
        _split(suits, [len(profile.sounds_like) for profile in profiles]),
        _split(spoils, [len(profile.unlike) for profile in profiles]),
    )


def text_fit(vectors: NDArray[np.float32], prototypes: Prototypes) -> NDArray[np.float32]:
    """(n, 384) unit vectors to (n, 16) fits. The two nearest sentences for and the nearest
    against count: a game need not be everything that suits, but one thing spoils it."""
    columns = []
    for mood, suits, spoils in zip(MOODS, prototypes.suits, prototypes.spoils, strict=True):
        margin = _nearest_two(vectors @ suits.T) - _UNLIKE_WEIGHT * (vectors @ spoils.T).max(axis=1)
        middle, top = _MARGINS[mood]
        columns.append(np.clip(_MIDDLE + (1 - _MIDDLE) * (margin - middle) / (top - middle), 0, 1))
    fits: NDArray[np.float32] = np.stack(columns, axis=1).astype(np.float32)
    return fits


def fit(mood: str, *, genres: Sequence[str], tags: Sequence[str], text: float | None = None) -> float:
    """One game, one mood. ``text`` is its column of ``text_fit``; None where the game has no vector yet."""
    profile = mood_profiles().get(mood)
    if profile is None:
        return _NOTHING_KNOWN
    weights = [*_known(genres, profile.genres), *_known(tags, profile.tags)]
    helped = _pooled((weight for weight in weights if weight > 0), 0.7)
    spoiled = _pooled((-weight for weight in weights if weight < 0), 0.6)
    record = min(max(_NOTHING_KNOWN + 0.6 * helped - 0.4 * spoiled, 0.0), 1.0)
    if text is None:
        return round(record * (1 - 0.6 * spoiled), 3)
    says = 0.5 * min((helped + spoiled) / _SAYS_ENOUGH, 1.0)
    told = (1 - says) * text + says * record
    return round((0.75 * told + 0.25 * min(text, record)) * (1 - 0.6 * spoiled), 3)


def estimates(*, genres: Sequence[str], tags: Sequence[str], text: Sequence[float]) -> list[float]:
    """One game, all moods, in the order of the vocabulary: what ``Game.mood_fit_estimate`` holds."""
    return [fit(mood, genres=genres, tags=tags, text=float(text[index])) for index, mood in enumerate(MOODS)]


def effective(
    mood: str,
    *,
    by_editor: Mapping[str, float],
    estimate: Sequence[float] | None,
    genres: Sequence[str],
    tags: Sequence[str],
    difficulty: int | None,
    session_minutes: int | None,
) -> float:
    """The editor's word; else the estimate, or what the record alone tells, with ease and length of a sitting.

    Halved where an editor named other moods of the game but not this one.
    """
    if mood in by_editor:
        return min(max(float(by_editor[mood]), 0.0), 1.0)
    if estimate and mood in _COLUMN and len(estimate) == len(MOODS):
        told = float(estimate[_COLUMN[mood]])
    else:
        told = fit(mood, genres=genres, tags=tags)
    told += _ease(mood, difficulty) + _length(mood, session_minutes)
    return min(max(told, 0.0), 1.0) * (UNNAMED_BY_EDITOR if by_editor else 1.0)


def _split(vectors: NDArray[np.float32], sizes: Sequence[int]) -> tuple[NDArray[np.float32], ...]:
    return tuple(np.split(vectors, np.cumsum(sizes)[:-1]))


def _nearest_two(similarities: NDArray[np.float32]) -> NDArray[np.float32]:
    nearest: NDArray[np.float32] = np.sort(similarities, axis=1)[:, -2:].mean(axis=1)
    return nearest


def _known(words: Sequence[str], weights: Mapping[str, float]) -> list[float]:
    return [weights[word] for word in words if word in weights]


def _pooled(weights: Iterable[float], strength: float) -> float:
    """Many signs add up, but never to more than certainty."""
    doubt = 1.0
    for weight in weights:
        doubt *= 1 - strength * weight
    return 1 - doubt


def _ease(mood: str, difficulty: int | None) -> float:
    return 0.0 if difficulty is None else _EASE.get(mood, 0.0) * (3 - difficulty)


def _length(mood: str, session_minutes: int | None) -> float:
    if session_minutes is None:
        return 0.0
    if mood in _SHORT_IS_GOOD:
        return 0.05 if session_minutes <= 20 else -0.08 if session_minutes >= 60 else 0.0
    if mood in _LONG_IS_GOOD:
        return 0.04 if session_minutes >= 45 else 0.0
    return 0.0
