"""Plain words that speak for or against a mood: what a vector blurs, a single "cozy" or "terrifying" settles.

``games/data/mood_cues.json`` lists them. A star at the end stands for any ending; a cue of several words
stands for them with or without hyphens.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from games.vocabulary import MOODS

FILE = Path(__file__).parents[2] / "data" / "mood_cues.json"
COLUMNS = 2 * len(MOODS)
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
# Each further cue tells less than the one before.
_FADE = 0.6


def cues_in(text: str) -> NDArray[np.float32]:
    """0…1 for each mood how much speaks for it, then for each how much speaks against it."""
    words = _WORD.findall(text.lower())
    found: set[tuple[int, str]] = set()
    known = _known()
    for place, word in enumerate(words):
        found.update(_of_word(word))
        for phrase, meaning in known.phrases.get(word, ()):
            if tuple(words[place : place + len(phrase)]) == phrase:
                found.update(meaning)
    counts = np.zeros(COLUMNS, dtype=np.float32)
    for column, _ in found:
        counts[column] += 1
    told: NDArray[np.float32] = 1 - np.float32(_FADE) ** counts
    return told


Meaning = tuple[tuple[int, str], ...]


class _Known:
    def __init__(self, told: Mapping[str, Mapping[str, list[str]]]) -> None:
        self.words: dict[str, Meaning] = {}
        self.starts: dict[str, Meaning] = {}
        self.phrases: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
        for index, mood in enumerate(MOODS):
            for column, cues in ((index, told[mood]["for"]), (index + len(MOODS), told[mood]["against"])):
                for cue in cues:
                    self._add(cue, ((column, cue),))
        self.lengths = sorted({len(start) for start in self.starts})

    def _add(self, cue: str, meaning: Meaning) -> None:
        words = tuple(_WORD.findall(cue))
        if len(words) > 1:
            self.phrases.setdefault(words[0], []).append((words, meaning))
        elif cue.endswith("*"):
            self.starts[cue[:-1]] = self.starts.get(cue[:-1], ()) + meaning
        else:
            self.words[cue] = self.words.get(cue, ()) + meaning


@functools.cache
def _known() -> _Known:
    return _Known(json.loads(FILE.read_text(encoding="utf-8")))


@functools.lru_cache(maxsize=65_536)
def _of_word(word: str) -> Meaning:
    known = _known()
    meaning = known.words.get(word, ())
    for length in known.lengths:
        if length > len(word):
            break
        meaning += known.starts.get(word[:length], ())
    return meaning
