"""A hundred thousand games out of three hundred: the demo's facts shuffled, its vectors mixed and jittered."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.utils import timezone
from numpy.typing import NDArray

from games import seeds
from games.embedding import game_vectors
from games.embedding.encoder import get_encoder
from games.models import Game, Offer
from games.retrieval.searching import forget_estimates

# A made-up game lies between so many real ones, mostly near one of them, as texts about games do. Plain noise
# in 384 directions would be harder to search than any catalogue is.
_BETWEEN, _CONCENTRATION = 6, 0.4
_JITTER = 0.05
_BATCH = 5_000
_SEEN_AT = datetime(2026, 1, 1, tzinfo=UTC)


def fill(count: int, rng: np.random.Generator) -> None:
    """``count`` games with vectors, prices and everything else that a search filters by. Repeatable."""
    call_command("load_demo", stdout=Quiet())
    documents = get_encoder(settings.MODEL_DIR, threads=os.cpu_count() or 1)
    game_vectors.embed_pending(limit=game_vectors.pending_count(), encoder=documents, now=timezone.now())
    missing = count - Game.objects.count()
    if missing <= 0:
        return
    demo = list(Game.objects.exclude(embedding=None).order_by("pk")[:300])
    vectors = np.array([_vector(game) for game in demo], dtype=np.float32)
    with connection.cursor() as cursor, without_vector_index(cursor):
        for start in range(0, missing, _BATCH):
            size = min(_BATCH, missing - start)
            picked = rng.integers(len(demo), size=size)
            noise = rng.normal(size=(size, vectors.shape[1])).astype(np.float32)
            noise *= _JITTER / np.linalg.norm(noise, axis=1, keepdims=True)
            near = rng.integers(len(demo), size=(size, _BETWEEN))
            near[:, 0] = picked
            shares = -np.sort(-rng.dirichlet([_CONCENTRATION] * _BETWEEN, size=size)).astype(np.float32)
            jittered = np.einsum("rb,rbd->rd", shares, vectors[near]) + noise
            jittered /= np.linalg.norm(jittered, axis=1, keepdims=True)
            others = rng.integers(len(demo), size=size)
            _copy([demo[index] for index in picked], [demo[index] for index in others], jittered, start, rng)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE games_game, games_offer")
    forget_estimates()


@contextmanager
def without_vector_index(cursor: CursorWrapper) -> Iterator[None]:
    """Built at once over all rows it takes a tenth of the time that it takes row by row."""
    cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'game_embedding_hnsw'")
    row = cursor.fetchone()  # None where tests go without the index
    cursor.execute("DROP INDEX IF EXISTS game_embedding_hnsw")
    yield
    if row is not None:
        cursor.execute(row[0])


def _copy(
    texts: list[Game], facts: list[Game], vectors: NDArray[np.float32], start: int,
    rng: np.random.Generator,
) -> None:  # fmt: skip
    """Text and vector of one game with the platforms and ages of another: filters are independent of meaning."""
    from games.bulk_copy import copy_in

    games = []
    for number, (text, fact, vector) in enumerate(zip(texts, facts, vectors, strict=True), start):
        games.append(
            Game(
                slug=f"made-up-{number}", title=f"{text.title} {number}", summary=text.summary, feel=text.feel,
                genres=text.genres, tags=text.tags, mood_fit_estimate=text.mood_fit_estimate,
                platforms=fact.platforms, player_modes=fact.player_modes, session_minutes=fact.session_minutes,
                difficulty=fact.difficulty, age_rating=fact.age_rating, critic_score=int(rng.integers(40, 97)),
                release_date=date(2000, 1, 1) + timedelta(days=int(rng.integers(9000))), studio=fact.studio,
                popularity=float(rng.random()), quality=float(rng.random()), embedding=vector,
                embedding_version=game_vectors.CURRENT_VERSION,
            )
        )  # fmt: skip
    copy_in(games)
    copy_in([
        Offer(game_id=game.pk, store="Steam", family="pc", amount=round(float(rng.random()) * 60, 2), currency="USD",
              url="https://store.example.com/", seen_at=_SEEN_AT, is_current=True)
        for game in games if "pc" in game.platforms
    ])  # fmt: skip


def _vector(game: Game) -> NDArray[np.float32]:
    vector: NDArray[np.float32] = np.asarray(game.embedding, dtype=np.float32)
    return vector / np.linalg.norm(vector)


class Quiet:
    """Swallows what commands say."""

    def write(self, text: str) -> int:
        return len(text)


def write_csv(path: Path, rows: int, rng: np.random.Generator) -> None:
    """A catalogue to import, with texts as long as real ones (a hundred word pieces): two of the demo's summaries."""
    with (seeds.DATA / "demo_catalogue.csv").open(newline="", encoding="utf-8") as file:
        demo = list(csv.DictReader(file))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(demo[0]))
        writer.writeheader()
        writer.writerows(_made_up_rows(demo, rows, rng))


def _made_up_rows(demo: list[dict[str, str]], rows: int, rng: np.random.Generator) -> Iterator[dict[str, str]]:
    for number in range(rows):
        first, second = (demo[index] for index in rng.integers(len(demo), size=2))
        yield {
            **first, "slug": f"imported-{number}", "title": f"{first['title']} {number}", "igdb_id": "",
            "steam_appid": "",
            "summary": f"{first['summary']} {second['summary']}",
        }  # fmt: skip
