"""Do the quick documents find what full precision would find? Decision 0005 rests on the answer."""

from __future__ import annotations

import os
from collections.abc import Iterator

import numpy as np
from django.conf import settings
from django.core.management import call_command
from numpy.typing import NDArray

from conversations.knowledge.files import read_files
from games.embedding.encoder import FULL_PRECISION, SERVED_PRECISION, Encoder
from games.embedding.game_vectors import text_of
from games.models import Game
from thrum_project.benchmarks import made_up_catalogue
from thrum_project.benchmarks.rows import Bench, Row

_QUERIES, _DEPTH, _ENOUGH = 1_000, 10, 0.9
_LONGEST_QUERY = 150


def measure(bench: Bench) -> Iterator[Row]:
    """With ``bench.catalogue`` over all its games: float32 needs minutes for twelve thousand."""
    if bench.catalogue:
        call_command("import_games", str(bench.catalogue), preset=bench.preset, stdout=made_up_catalogue.Quiet())
    else:
        call_command("load_demo", stdout=made_up_catalogue.Quiet())
    games = list(Game.objects.only("title", "feel", "summary", "genres", "tags").order_by("pk"))
    texts = [text_of(game) for game in games]
    if bench.catalogue:
        Game.objects.all().delete()  # the other questions make up their own
    threads = os.cpu_count() or 1
    full = Encoder(settings.MODEL_DIR, threads=threads, precision=FULL_PRECISION)
    quick = Encoder(settings.MODEL_DIR, threads=threads, precision=SERVED_PRECISION)
    told = _queries(games, bench.rng)
    queries, quick_queries = full.encode(told), quick.encode(told)
    exact, ours = full.encode(texts), quick.encode(texts)
    shared = overlap(nearest(queries, exact), nearest(quick_queries, ours))
    cosine = float((exact * ours).sum(axis=1).mean())
    yield Row(
        f"documents and queries in {SERVED_PRECISION}, {len(texts):,} games, {len(queries):,} queries",
        f"overlap@{_DEPTH} {shared:.3f}, cosine {cosine:.4f}", f"{FULL_PRECISION}, full text",
        target=f"overlap ≥ {_ENOUGH}", met=shared >= _ENOUGH,
    )  # fmt: skip


def nearest(queries: NDArray[np.float32], documents: NDArray[np.float32]) -> NDArray[np.intp]:
    """The numbers of each query's nearest documents, in no order."""
    return np.argpartition(-(queries @ documents.T), _DEPTH, axis=1)[:, :_DEPTH]


def overlap(some: NDArray[np.intp], others: NDArray[np.intp]) -> float:
    """Which share of each row's numbers stands in the other's row too, on average."""
    return float(np.mean([len(set(one) & set(other)) / len(one) for one, other in zip(some, others, strict=True)]))


def _queries(games: list[Game], rng: np.random.Generator) -> list[str]:
    """Half of what people write, half of how games are described."""
    told = [example.text for example in read_files().examples]
    described = [game.summary.split(". ")[0][:_LONGEST_QUERY] for game in games if game.summary]
    half = _QUERIES // 2
    return [
        *(told[index] for index in rng.choice(len(told), size=min(half, len(told)), replace=False)),
        *(described[index] for index in rng.choice(len(described), size=half, replace=len(described) < half)),
    ]
