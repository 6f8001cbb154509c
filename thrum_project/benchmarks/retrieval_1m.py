"""A million games: how soon are the nearest within a filter found, and are they the nearest?

Opt-in (``make bench ARGS="--only retrieval-1m"``), for the indexes alone take an hour on two cores. Filters are
platforms, real columns; of each share one is independent of the vector and one goes with it. ``--catalogue`` gives
the vectors of a real file's texts in place of the demo's; ``--games`` another number.
"""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator

import numpy as np
from django.conf import settings
from django.db import connection
from numpy.typing import NDArray

from games.bulk_copy import copy_in
from games.embedding.encoder import DIMENSIONS, get_encoder
from games.models import Game
from games.recommender.limits import Limits
from games.recommender.sources.base import Ask
from games.recommender.sources.similar import Similar
from games.retrieval import platform_index, searching
from games.seeds import DATA
from thrum_project.benchmarks.made_up_catalogue import without_vector_index
from thrum_project.benchmarks.messages import MESSAGES
from thrum_project.benchmarks.retrieval import _exact
from thrum_project.benchmarks.rows import Bench, Row, p, quantiles, time_each

# platform: the share of games that have it, and whether it goes with the vector.
_SHARES = {
    "pc": (0.5, False), "mac": (0.5, True), "switch": (0.05, False), "vr": (0.05, True), "browser": (0.001, False),
    "ios": (0.001, True),
}  # fmt: skip
_TEXTS, _BATCH, _JITTER = 12_000, 10_000, 0.35
_TIMES, _TRUE_TO = 100, 20
_MAINTENANCE = "2GB"
_INDEXED_FROM = 0.05


def measure(bench: Bench) -> Iterator[Row]:
    count = bench.games
    real = _vectors_of_texts(bench)
    bench.say(f"{len(real):,} texts encoded")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('maintenance_work_mem', %s, false)", [_MAINTENANCE])
        began = time.perf_counter()
        with without_vector_index(cursor):
            _fill(real, count, bench)
            filled = time.perf_counter() - began
        built = time.perf_counter() - began - filled
        cursor.execute("ANALYZE games_game")
        cursor.execute(
            "SELECT current_setting('shared_buffers'), current_setting('maintenance_work_mem'),"
            " pg_size_pretty(pg_relation_size('games_game')), pg_size_pretty(pg_relation_size('game_embedding_hnsw'))"
        )
        buffers, memory, table, index = cursor.fetchone()
    yield Row(
        f"{count:,} games with vectors", f"filled in {filled:.0f} s, indexed in {built:.0f} s",
        f"table {table}, index {index}; shared_buffers {buffers}, maintenance_work_mem {memory}",
    )  # fmt: skip
    searching.forget_estimates()
    vectors = [get_encoder(settings.MODEL_DIR).encode_one(text) for text in MESSAGES]
    for platform in _SHARES:
        yield _row(platform, vectors, "")
    for platform, (share, _) in _SHARES.items():
        if share >= _INDEXED_FROM:
            began = time.perf_counter()
            platform_index.build(platform, memory=_MAINTENANCE)
            seconds, size = time.perf_counter() - began, dict(platform_index.built())[platform]
            how = f", by an index of its own ({seconds:.0f} s, {size / 2**20:.0f} MB)"
            yield _row(platform, vectors, how, plan="wide")


def _row(platform: str, vectors: list[NDArray[np.float32]], how: str, plan: str = "") -> Row:
    limits, source = Limits(platforms=(platform,)), Similar(limit=50)
    share, goes_along = _SHARES[platform]

    def find(number: int) -> searching.Findings:
        return searching.find(limits, Ask(words=vectors[number % len(vectors)]), (source,), plan=plan)

    for number in range(len(vectors)):  # what was just written is read from disk once
        find(number)
    taken = time_each(find, _TIMES)
    recalls = []
    for vector in vectors[:_TRUE_TO]:
        true = _exact(limits, vector)
        found = searching.find(limits, Ask(words=vector), (source,), plan=plan).found
        recalls.append(len(true & {game.facts.game_id for game in found}) / max(len(true), 1))
    recall = float(np.mean(recalls))
    kind = "goes with the meaning" if goes_along else "independent of it"
    return Row(
        f"50 nearest, {share:.1%} match, {kind}{how}", f"{quantiles(taken)}, recall {recall:.3f}, {find(0).plan}",
        target="p95 ≤ 20 ms, recall ≥ 0.95", met=p(taken, 95) <= 20 and recall >= 0.95,
    )  # fmt: skip


def _vectors_of_texts(bench: Bench) -> NDArray[np.float32]:
    path = bench.catalogue or DATA / "demo_catalogue.csv"
    with path.open(newline="", encoding="utf-8") as file:
        texts = [f"{row['title']}. {row.get('summary', '')}"[:1000] for row in csv.DictReader(file)][:_TEXTS]
    return get_encoder(settings.MODEL_DIR).encode(texts)


def _fill(real: NDArray[np.float32], count: int, bench: Bench) -> None:
    """Each game is a jittered text; those that go with the meaning lie furthest along a direction of their own."""
    rng = bench.rng
    ways = {key: _unit(rng.normal(size=(1, DIMENSIONS)))[0] for key, (_, goes_along) in _SHARES.items() if goes_along}
    bars = {key: float(np.quantile(real @ way, 1 - _SHARES[key][0])) for key, way in ways.items()}
    for start in range(0, count, _BATCH):
        size = min(_BATCH, count - start)
        noise = _unit(rng.normal(size=(size, DIMENSIONS))) * _JITTER
        vectors = _unit(real[rng.integers(len(real), size=size)] + noise).astype(np.float32)
        chance = {key: rng.random(size) < share for key, (share, goes_along) in _SHARES.items() if not goes_along}
        along = {key: vectors @ way > bars[key] for key, way in ways.items()}
        has = {**chance, **along}
        copy_in([
            Game(
                slug=f"million-{start + row}", title=f"Million {start + row}",
                platforms=[key for key in _SHARES if has[key][row]], quality=float(rng.random()),
                embedding=vectors[row], embedding_version="bench",
            )
            for row in range(size)
        ])  # fmt: skip
        if not (start // _BATCH) % 10:
            bench.say(f"{start + size:,} games")


def _unit(vectors: NDArray[np.floating]) -> NDArray[np.float32]:
    unit: NDArray[np.float32] = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return unit
