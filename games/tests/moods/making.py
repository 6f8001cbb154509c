"""A head small enough to see through."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from games import artefacts
from games.models import ModelArtefact
from games.moods import estimates
from games.moods.learning.bank import Described, Example
from games.moods.learning.head import features_of
from games.moods.learning.training import settle
from games.vocabulary import MOODS

NOW = datetime(2026, 5, 4, tzinfo=UTC)


def vector(direction: int) -> np.ndarray:
    unit = np.zeros(384, dtype=np.float32)
    unit[direction] = 1
    return unit


def publish_head(version: str, *, calm: int, spooky: int) -> ModelArtefact:
    """A head that knows two games: one in the direction ``calm``, which is chill, and one that is spooky."""
    games = [Described(), Described()]
    labels = [tuple(float(mood == told) for mood in MOODS) for told in ("chill", "spooky")]
    examples = [Example(game, moods) for game, moods in zip(games, labels, strict=True)]
    head = settle(features_of(games, np.array([vector(calm), vector(spooky)])), examples)
    return artefacts.publish(
        name=estimates.ARTEFACT, version=version, content=head.as_bytes(), config={}, embedding="test", now=NOW
    )
