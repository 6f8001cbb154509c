"""The catalogue's vectors: which text of a game is encoded, by what, and whose turn it is.

A game without a vector of the current version is still found by mood, genre and quality; with it,
by meaning too. With the vector goes the estimate of how well the game suits each mood, by the head in
use (``games.moods.estimates``).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import datetime

import numpy as np
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from numpy.typing import NDArray

from games.embedding.encoder import MODEL_NAME, SERVED_PRECISION
from games.models import Game
from games.moods import estimates as mood_estimates
from games.moods.learning.training import TextEncoder
from games.retrieval.pools import as_halfvec

_RECIPE = "text-1"
CURRENT_VERSION = f"{MODEL_NAME}/{SERVED_PRECISION}/{_RECIPE}"
# Rows locked at a time: about four seconds of encoding on two cores.
_CHUNK = 256


def text_of(game: Game) -> str:
    """Recipe ``text-1``: what tells most of how it plays comes first, for the model reads 256 word pieces."""
    lines = [game.title, game.feel, game.summary, _words(game.genres), _words(game.tags)]
    return ". ".join(line.strip().rstrip(".") for line in lines if line.strip())


def pending_count() -> int:
    """Games whose vector is missing or of another version."""
    return _pending().count()


def embed_pending(*, limit: int, encoder: TextEncoder, now: datetime) -> int:
    """Give up to ``limit`` games their vector of the current version; returns how many got it.

    Chunks commit one by one, so a stopped run keeps what it did. Two at once share the work:
    each takes rows that the other does not hold.
    """
    done = 0
    while done < limit:
        embedded = _embed_chunk(min(_CHUNK, limit - done), encoder, now)
        if not embedded:
            break
        done += embedded
    return done


def embed_all(*, workers: int, encoder: TextEncoder, now: datetime, on_progress: Callable[[int], None]) -> None:
    """Embed everything that is pending, by so many threads, each with a connection of its own.

    While one waits for the database another encodes; skip_locked shares the rows out. ``encoder``
    must be safe to call from several threads. ``on_progress`` gets the games done so far.
    """
    done, counting, stopping = 0, threading.Lock(), threading.Event()

    def work() -> None:
        nonlocal done
        try:
            while not stopping.is_set() and (embedded := _embed_chunk(_CHUNK, encoder, now)):
                with counting:
                    done += embedded
                    on_progress(done)
        finally:
            connection.close()

    with ThreadPoolExecutor(workers, thread_name_prefix="embed") as pool:
        try:
            for finished in as_completed([pool.submit(work) for _ in range(workers)]):
                finished.result()
        finally:  # Ctrl-C, or one of them failed: the others end after the chunk in hand, not after the catalogue
            stopping.set()


@transaction.atomic
def _embed_chunk(size: int, encoder: TextEncoder, now: datetime) -> int:
    games = list(_pending().only(*mood_estimates.FIELDS).select_for_update(skip_locked=True, no_key=True)[:size])
    if not games:
        return 0
    version = mood_estimates.version_in_use()
    vectors = encoder.encode([text_of(game) for game in games])
    _write(games, vectors, mood_estimates.estimate(games, vectors), version, now)
    return len(games)


def _pending() -> QuerySet[Game]:
    # Two ranges rather than "is not": the index on the version serves them.
    return Game.objects.filter(
        Q(embedding_version__lt=CURRENT_VERSION) | Q(embedding_version__gt=CURRENT_VERSION)
    ).order_by()


def _write(
    games: Sequence[Game],
    vectors: NDArray[np.float32],
    estimates: Sequence[Sequence[float]],
    estimates_version: str,
    now: datetime,
) -> None:
    """One UPDATE for the chunk."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE games_game AS g SET embedding = told.vector::halfvec, mood_fit_estimate = told.fits::float8[],"
            " embedding_version = %s, mood_fit_version = %s, updated_at = %s"
            " FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS told (id, vector, fits) WHERE g.id = told.id",
            [
                CURRENT_VERSION,
                estimates_version,
                now,
                [game.pk for game in games],
                [as_halfvec(vector) for vector in vectors],
                mood_estimates.as_arrays(estimates),
            ],
        )


def _words(keys: Sequence[str]) -> str:
    return ", ".join(key.replace("-", " ") for key in keys)
