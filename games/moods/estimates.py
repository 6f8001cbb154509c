"""How well every game suits every mood, as the head in use tells it, stored beside the game's vector.

The head is learnt from the project's own bank, published as a ModelArtefact and read by every machine. A new
head, or an older one that somebody went back to, is told apart by its version: estimates of another version
are reckoned again from the stored vectors, and nothing is encoded for it.
"""

from __future__ import annotations

import hashlib
import itertools
import logging
import threading
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from numpy.typing import NDArray

from games import artefacts
from games.embedding.encoder import MODEL_NAME, SERVED_PRECISION
from games.models import Game
from games.moods import profiles
from games.moods.estimates_job import ARTEFACT
from games.moods.learning.bank import Described, Example, read_examples
from games.moods.learning.head import Head, features_of
from games.moods.learning.training import TextEncoder, measure, recipe, train
from games.recommender import mood_fit

logger = logging.getLogger(__name__)

ENCODING = f"{MODEL_NAME}/{SERVED_PRECISION}"
FIELDS = ("title", "feel", "summary", "genres", "tags")
_CHUNK = 512
_SHORT = 12


def lesson() -> str:
    """The version that the files of this machine teach."""
    return hashlib.sha256(f"{recipe()}/{ENCODING}".encode()).hexdigest()


def learn_and_publish(*, encoder: TextEncoder, now: datetime, examples: Sequence[Example] = ()) -> bool:
    """Learn what the files teach and put it into use everywhere. False when that was published before.

    An older head that somebody went back to stays in use until the files teach something new.
    """
    if artefacts.of_version(ARTEFACT, lesson()) is not None and artefacts.active(ARTEFACT) is not None:
        return False
    examples = examples or read_examples()
    head = train(examples, encoder)
    artefacts.publish(
        name=ARTEFACT, version=lesson(), content=head.as_bytes(), embedding=ENCODING, now=now,
        config={"examples": len(examples)},
    )  # fmt: skip
    return True


def version_in_use() -> str:
    """What ``Game.mood_fit_version`` says of a current estimate; "" before anything was learnt.

    The genres and tags of moods.json have their say in an estimate too, so they are part of it.
    """
    active = artefacts.active(ARTEFACT)
    return f"{active.version[:_SHORT]}-{profiles.version()}" if active else ""


def estimate(games: Sequence[Game], vectors: NDArray[np.float32]) -> list[list[float]]:
    """All moods of each game, in the order of the vocabulary. Without a readable head the record alone tells."""
    head = _head()
    described = [described_as(game) for game in games]
    told: Sequence[Sequence[float] | None] = [None] * len(games)
    if head is not None:
        told = head.fits(features_of(described, vectors)).tolist()
    return [
        mood_fit.estimates(genres=game.genres, tags=game.tags, text=row) for game, row in zip(games, told, strict=True)
    ]


def described_as(game: Game) -> Described:
    return Described(game.title, f"{game.feel} {game.summary}".strip(), tuple(game.genres), tuple(game.tags))


def pending() -> QuerySet[Game]:
    """Games that have a vector and an estimate of another version."""
    current = version_in_use()
    return (
        Game.objects.filter(Q(mood_fit_version__lt=current) | Q(mood_fit_version__gt=current))
        .exclude(embedding=None)
        .order_by()
    )


def are_due() -> bool:
    """Is there anything to learn or to reckon again?"""
    return artefacts.of_version(ARTEFACT, lesson()) is None or pending().exists()


@transaction.atomic
def renew_some(*, now: datetime) -> int:
    """Reckon a chunk of stale estimates again, from stored vectors; returns how many. Two at once share the work."""
    current = version_in_use()
    rows = pending().only("embedding", *FIELDS).select_for_update(skip_locked=True, no_key=True)
    games = list(rows[:_CHUNK])
    if games:
        vectors = np.array([_unit(game) for game in games], dtype=np.float32)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE games_game AS g SET mood_fit_estimate = told.fits::float8[], mood_fit_version = %s,"
                " updated_at = %s FROM unnest(%s::bigint[], %s::text[]) AS told (id, fits) WHERE g.id = told.id",
                [current, now, [game.pk for game in games], as_arrays(estimate(games, vectors))],
            )
    return len(games)


def renew_all(*, now: datetime) -> int:
    """Chunk by chunk, each committed; returns how many."""
    renewed = 0
    while batch := renew_some(now=now):
        renewed += batch
    return renewed


def as_arrays(estimates: Sequence[Sequence[float]]) -> list[str]:
    """Arrays as text, for PostgreSQL cannot unnest an array of arrays by rows."""
    return ["{" + ",".join(map(str, fits)) + "}" for fits in estimates]


def measured_scale() -> dict[str, list[float]]:
    """The raw scores of this catalogue's middle and best 200th; {} without a head or without vectors."""
    head = _head()
    rows = Game.objects.exclude(embedding=None).order_by("pk").only("embedding", *FIELDS).iterator(chunk_size=_CHUNK)
    raw: list[NDArray[np.float32]] = []
    while head is not None and (games := list(itertools.islice(rows, _CHUNK))):
        vectors = np.array([_unit(game) for game in games], dtype=np.float32)
        raw.append(head.raw_scores(features_of([described_as(game) for game in games], vectors)))
    return measure(np.concatenate(raw)) if raw else {}


def state() -> str:
    """For the health page: "learnt", "not learnt yet" or "unreadable"; in both others genres and tags alone tell."""
    if artefacts.active(ARTEFACT) is None:
        return "not learnt yet"
    return "unreadable" if _head() is None else "learnt"


_loading = threading.Lock()
_held: tuple[str, Head | None] | None = None


def _head() -> Head | None:
    """The head in use, read once a version."""
    global _held
    active = artefacts.active(ARTEFACT)
    if active is None:
        return None
    with _loading:
        if _held is None or _held[0] != active.sha256:
            try:
                _held = (active.sha256, Head.from_bytes(artefacts.read(active)))
            except (ValueError, artefacts.DamagedArtefactError):
                logger.exception("the mood head cannot be read; genres and tags alone tell moods")
                _held = (active.sha256, None)
        return _held[1]


def _unit(game: Game) -> NDArray[np.float32]:
    stored: Any = game.embedding
    vector: NDArray[np.float32] = np.asarray(stored.to_numpy() if hasattr(stored, "to_numpy") else stored, np.float32)
    return vector / np.float32(max(float(np.linalg.norm(vector)), 1e-9))
