"""How soon has somebody with a past their recommendation, among as many who have one too?"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import numpy as np
import psutil
from django.conf import settings
from django.db import connection

from games import trends
from games.columns import at_hand
from games.embedding.encoder import get_encoder
from games.models import Player
from games.recommender import Context, recommend
from games.vocabulary import MOODS
from thrum_project.benchmarks import made_up_catalogue, made_up_past
from thrum_project.benchmarks.made_up_past import EVENTS, NOW
from thrum_project.benchmarks.messages import MESSAGES
from thrum_project.benchmarks.rows import Bench, Row, p, quantiles, time_each

_TIMES = 200


def measure(bench: Bench) -> Iterator[Row]:
    made_up_catalogue.fill(bench.games, bench.rng)
    at_hand.refresh()
    players = bench.games
    events = made_up_past.fill(players, bench.rng)
    began = time.perf_counter()
    figures = trends.refresh_trends(now=NOW)
    yield Row(f"trends of {events:,} events", f"{time.perf_counter() - began:.1f} s, {figures:,} figures")
    encoder = get_encoder(settings.MODEL_DIR)
    vectors = [encoder.encode_one(text) for text in MESSAGES]
    asking = list(Player.objects.filter(origin="bench").order_by("?")[:_TIMES])
    for name, has_words, has_mood in (("with mood and words", 1, 1), ("with a mood", 0, 1), ("with no wish", 0, 0)):

        def ask(number: int, has_words: int = has_words, has_mood: int = has_mood) -> object:
            context = Context(
                mood=MOODS[number % len(MOODS)] if has_mood else "",
                vector=vectors[number % len(vectors)] if has_words else None,
            )
            return recommend(
                player=asking[number % len(asking)], context=context, limit=3, rng=np.random.default_rng(number),
                now=NOW,
            )  # fmt: skip

        taken = time_each(ask, _TIMES, warm_up=8)
        yield Row(
            f"recommend() {name}, {bench.games:,} games, {players:,} players with {_told()} events",
            quantiles(taken), _memory(), target="p95 ≤ 25 ms", met=p(taken, 95) <= 25,
        )  # fmt: skip


def _told() -> str:
    return "/".join(str(events) for events in EVENTS)


def _memory() -> str:
    """Of this process, and of the connection's own at the database where it runs beside us."""
    ours = psutil.Process(os.getpid()).memory_info().rss
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database())), current_setting('shared_buffers')")
        size, buffers = cursor.fetchone()
    return f"{ours / 2**20:.0f} MB here, database {size}, shared_buffers {buffers}"
