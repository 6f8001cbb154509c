"""Learning the moods from the bank: the same bank and encoder give the same head."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from games.moods.learning import bank, cues, head
from games.moods.learning.bank import Example
from games.moods.learning.head import Head, features_of, nearness
from games.vocabulary import MOODS

# Raw scores of the middle and the best 200th of 12,000 released games; `train_mood_fit --measure` tells them
# for the catalogue at hand.
SCALE = bank.BANK.parent / "mood_scale.json"
# How much an example's own label is doubted: without doubt each would be learnt by heart.
_DOUBT = 0.2


class TextEncoder(Protocol):
    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


@functools.cache
def recipe() -> str:
    """Changes with whatever may change what is learnt, the code that learns included; not with the encoder."""
    digest = hashlib.sha256()
    code = [Path(module.__file__) for module in (bank, cues, head) if module.__file__]
    for path in sorted([*bank.BANK.glob("*.txt"), bank.DEMO, cues.FILE, SCALE, Path(__file__), *code]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def train(examples: Sequence[Example], encoder: TextEncoder) -> Head:
    games = [example.game for example in examples]
    features = features_of(games, encoder.encode([game.as_text() for game in games]))
    return settle(features, examples)


def settle(features: NDArray[np.float32], examples: Sequence[Example]) -> Head:
    labels = np.array([example.moods for example in examples], dtype=np.float64)
    usual = labels.mean(axis=0)
    near = nearness(features, features).astype(np.float64)
    votes = np.linalg.solve(near + _DOUBT * np.eye(len(examples)), labels - usual)
    middle, top = read_scale()
    return Head(features, votes.astype(np.float32), usual.astype(np.float32), middle, top)


def read_scale(path: Path = SCALE) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    told = json.loads(path.read_text(encoding="utf-8"))
    rows = np.array([told[mood] for mood in MOODS], dtype=np.float32)
    return rows[:, 0], rows[:, 1]


def measure(raw: NDArray[np.float32]) -> dict[str, list[float]]:
    """The scale of a catalogue, as ``mood_scale.json`` holds it."""
    ends = zip(MOODS, np.percentile(raw, 50, axis=0), np.percentile(raw, 99.5, axis=0), strict=True)
    return {mood: [round(float(middle), 3), round(float(top), 3)] for mood, middle, top in ends}
