"""How well a game suits a mood, 0…1, reckoned from what a head learnt about its text and from its record. Pure.

An editor's word (``Game.mood_fit``) always wins; this is for the games that no editor has looked at.

    fit = (told + (1 - told) · 0.4 · helped - told · 0.4 · hindered) · (1 - 0.4 · spoiled)

- told: what the learnt head (``games.moods.learning``) says, by meaning, genres and plain words, on a scale
  where the middle of a large catalogue is 0.15 and its best 200th 1;
- helped, hindered: how strongly the tags speak for and against the mood, as moods.json weighs them, for a
  tag is somebody's considered word;
- spoiled: how strongly genres speak against the mood, which no fine words mend; genres that speak softly are
  left to the head, for catalogues file games generously.

Where there is no vector yet, or no head, the record alone tells: 0.4 where nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from games.moods.profiles import mood_profiles
from games.vocabulary import MOODS

_NOTHING_KNOWN = 0.4
# An editor who named some moods of a game and not this one has said something about this one too.
UNNAMED_BY_EDITOR = 0.5
_TAGS_SAY = 0.4
_GENRES_SPOIL = 0.4
_SPEAKS_STRONGLY = -0.5
_COLUMN = {mood: index for index, mood in enumerate(MOODS)}
# What an easy (1) or a hard (5) game means to the mood, per step away from the middle.
_EASE: dict[str, float] = {
    "chill": 0.06, "tired": 0.10, "stressed": 0.09, "sad": 0.06, "lonely": 0.02, "happy": 0.05, "silly": 0.05,
    "creative": 0.02, "competitive": -0.03, "brainy": -0.04, "angry": -0.01, "hyped": -0.02,
}  # fmt: skip
# Moods that have no patience tonight, and those that want to sink in.
_SHORT_IS_GOOD = {"tired", "bored", "hyped", "silly", "angry", "stressed"}
_LONG_IS_GOOD = {"adventurous"}


def fit(mood: str, *, genres: Sequence[str], tags: Sequence[str], text: float | None = None) -> float:
    """One game, one mood. ``text`` is what the head tells of it; None where there is no vector or no head."""
    profile = mood_profiles().get(mood)
    if profile is None:
        return _NOTHING_KNOWN
    of_genres, of_tags = _known(genres, profile.genres), _known(tags, profile.tags)
    if text is None:
        helped, spoiled = _helped([*of_genres, *of_tags]), _spoiled([*of_genres, *of_tags])
        record = min(max(_NOTHING_KNOWN + 0.6 * helped - 0.4 * spoiled, 0.0), 1.0)
        return round(record * (1 - 0.6 * spoiled), 3)
    told = text + (1 - text) * _TAGS_SAY * _helped(of_tags) - text * _TAGS_SAY * _spoiled(of_tags)
    strongly = [weight for weight in of_genres if weight < _SPEAKS_STRONGLY]
    return round(told * (1 - _GENRES_SPOIL * _spoiled(strongly)), 3)


def estimates(*, genres: Sequence[str], tags: Sequence[str], text: Sequence[float] | None) -> list[float]:
    """One game, all moods, in the order of the vocabulary: what ``Game.mood_fit_estimate`` holds."""
    return [
        fit(mood, genres=genres, tags=tags, text=None if text is None else float(text[index]))
        for index, mood in enumerate(MOODS)
    ]


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


def _known(words: Sequence[str], weights: Mapping[str, float]) -> list[float]:
    return [weights[word] for word in words if word in weights]


def _helped(weights: Sequence[float]) -> float:
    return _pooled((weight for weight in weights if weight > 0), 0.7)


def _spoiled(weights: Sequence[float]) -> float:
    return _pooled((-weight for weight in weights if weight < 0), 0.6)


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
