"""How soon has somebody with a past their recommendation, among as many who have one too?"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import numpy as np
import psutil
from django.conf import settings
from django.db import connection

from games import trends
from games.bulk_copy import copy_in
from games.encoder import get_encoder
from games.models import Game, Interaction, Player
from games.recommender import Context, recommend
from games.vocabulary import MOODS
from thrum_project.benchmarks import made_up_catalogue
from thrum_project.benchmarks.messages import MESSAGES
from thrum_project.benchmarks.rows import Bench, Row, p, quantiles, time_each

_NOW = datetime(2026, 5, 4, 20, 0, tzinfo=UTC)
_EVENTS_EACH = 12
_TIMES = 200
_BATCH = 5_000
_KINDS = np.array(["like", "played", "save", "click", "dislike"])
_CITIES = ("Lyon", "Porto", "Graz", "Leeds", "")


def measure(bench: Bench) -> Iterator[Row]:
    made_up_catalogue.fill(bench.games, bench.rng)
    players = bench.games
    _fill_players(players, bench.rng)
    began = time.perf_counter()
    figures = trends.refresh_trends(now=_NOW)
    yield Row(
        f"trends of {players * _EVENTS_EACH:,} events", f"{time.perf_counter() - began:.1f} s, {figures:,} figures"
    )
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
                now=_NOW,
            )  # fmt: skip

        taken = time_each(ask, _TIMES, warm_up=8)
        yield Row(
            f"recommend() {name}, {bench.games:,} games, {players:,} players with {_EVENTS_EACH} events each",
            quantiles(taken), _memory(), target="p95 ≤ 25 ms", met=p(taken, 95) <= 25,
        )  # fmt: skip


def _memory() -> str:
    """Of this process, and of the connection's own at the database where it runs beside us."""
    ours = psutil.Process(os.getpid()).memory_info().rss
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database())), current_setting('shared_buffers')")
        size, buffers = cursor.fetchone()
    return f"{ours / 2**20:.0f} MB here, database {size}, shared_buffers {buffers}"


def _fill_players(count: int, rng: np.random.Generator) -> None:
    """Everybody has a machine, an age, a city perhaps, and events of the last ninety days."""
    game_ids = np.array(Game.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, count, _BATCH):
        size = min(_BATCH, count - start)
        players = [
            Player(
                origin="bench", platforms=["pc"], age_band="adult", city=_CITIES[number % len(_CITIES)],
                events_count=_EVENTS_EACH, scores={"genre:rpg": 0.4, "tag:cozy": 0.3, "genre:horror": -0.2},
                scores_at=_NOW,
            )
            for number in range(size)
        ]  # fmt: skip
        copy_in(players)
        picked = (len(game_ids) * rng.random((size, _EVENTS_EACH)) ** 3).astype(int)  # some are loved by many
        kinds, days = rng.choice(_KINDS, size=picked.shape), rng.integers(90, size=picked.shape)
        copy_in([
            Interaction(
                player_id=player.pk, game_id=int(game_ids[picked[row, column]]), kind=str(kinds[row, column]),
                source="chat", at=_NOW - timedelta(days=int(days[row, column]), minutes=column),
            )
            for row, player in enumerate(players) for column in range(_EVENTS_EACH)
        ])  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE games_player, games_interaction")
