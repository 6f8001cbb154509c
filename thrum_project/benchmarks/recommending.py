"""How soon has somebody with a past their recommendation, among as many who have one too?"""

from __future__ import annotations

import functools
import os
import time
from collections.abc import Callable, Iterator, Sequence
from unittest import mock

import numpy as np
import psutil
from django.conf import settings
from django.db import connection

from games import trends
from games.columns import at_hand
from games.embedding.encoder import get_encoder
from games.models import Player
from games.neighbours import in_use as neighbours_in_use
from games.recommender import Context, Slate, recommend, recommending
from games.vocabulary import MOODS
from thrum_project.benchmarks import made_up_catalogue, made_up_past
from thrum_project.benchmarks.made_up_past import EVENTS, NOW
from thrum_project.benchmarks.messages import MESSAGES
from thrum_project.benchmarks.rows import Bench, Row, p, quantiles, time_each

_TIMES, _FIRST, _SLATES = 200, 100, 128
_KINDS = (("with mood and words", True, True), ("with a mood", False, True), ("with no wish", False, False))


def measure(bench: Bench) -> Iterator[Row]:
    made_up_catalogue.fill(bench.games, bench.rng)
    at_hand.refresh()
    players = bench.games
    events = made_up_past.fill(players, bench.rng)
    began = time.perf_counter()
    figures = trends.refresh_trends(now=NOW)
    yield Row(f"trends of {events:,} events", f"{time.perf_counter() - began:.1f} s, {figures:,} figures")
    neighbours_in_use.read_ahead()  # as every process does at its start
    encoder = get_encoder(settings.MODEL_DIR)
    vectors = [encoder.encode_one(text) for text in MESSAGES]
    asking = list(Player.objects.filter(origin="bench").order_by("?")[:_TIMES])

    def ask(number: int, has_words: bool, has_mood: bool, explore: bool = True) -> Slate:
        context = Context(
            mood=MOODS[number % len(MOODS)] if has_mood else "",
            vector=vectors[number % len(vectors)] if has_words else None,
        )
        return recommend(
            player=asking[number % len(asking)], context=context, limit=3, rng=np.random.default_rng(number), now=NOW,
            explore=explore,
        )  # fmt: skip

    # Tables that nobody has asked for lie on the disk, and facts of games that are looked at often are not at hand.
    first = time_each(functools.partial(ask, has_words=True, has_mood=True), _FIRST, warm_up=0)
    yield Row(f"the first {_FIRST} recommend() of a process, with mood and words", quantiles(first))
    for name, has_words, has_mood in _KINDS:
        taken = time_each(functools.partial(ask, has_words=has_words, has_mood=has_mood), _TIMES, warm_up=8)
        yield Row(
            f"recommend() {name}, {bench.games:,} games, {players:,} players with {_told()} events",
            quantiles(taken), _memory(), target="p95 ≤ 25 ms", met=p(taken, 95) <= 25,
        )  # fmt: skip
        yield _beside_the_whole_field(
            name, functools.partial(ask, has_words=has_words, has_mood=has_mood, explore=False)
        )


def _beside_the_whole_field(name: str, ask: Callable[[int], Slate]) -> Row:
    """What a few games lose by being drawn from a part of each list; nothing left to chance."""
    narrow = [ask(number) for number in range(_SLATES)]
    with mock.patch.object(recommending, "FIELD_OF_A_FEW", 1.0):
        whole = [ask(number) for number in range(_SLATES)]
    lost = 1 - _mean_score(narrow) / _mean_score(whole)
    same = np.mean([
        len({pick.facts.game_id for pick in one.picks} & {pick.facts.game_id for pick in other.picks})
        / max(len(other.picks), 1)
        for one, other in zip(narrow, whole, strict=True)
    ])  # fmt: skip
    return Row(
        f"{_SLATES} slates {name} from six tenths of each list", f"mean score {-lost:+.2%}, {same:.1%} of the picks",
        "the whole of each list", target="≤ 1 % less", met=lost <= 0.01,
    )  # fmt: skip


def _mean_score(slates: Sequence[Slate]) -> float:
    return float(np.mean([pick.score for slate in slates for pick in slate.picks]))


def _told() -> str:
    return "/".join(str(events) for events in EVENTS)


def _memory() -> str:
    """Of this process, and of the connection's own at the database where it runs beside us."""
    ours = psutil.Process(os.getpid()).memory_info().rss
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database())), current_setting('shared_buffers')")
        size, buffers = cursor.fetchone()
    return f"{ours / 2**20:.0f} MB here, database {size}, shared_buffers {buffers}"
