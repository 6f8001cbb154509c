"""How soon are the nearest games within the limits found, and are they the nearest?"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from decimal import Decimal

import numpy as np
from django.conf import settings
from django.db import connection

from games.columns import at_hand
from games.embedding.encoder import get_encoder
from games.recommender.limits import Limits
from games.recommender.sources.base import Ask
from games.recommender.sources.similar import Similar
from games.recommender.types import Vector
from games.retrieval import searching
from games.retrieval.pools import as_halfvec
from thrum_project.benchmarks import made_up_catalogue
from thrum_project.benchmarks.messages import MESSAGES
from thrum_project.benchmarks.rows import Bench, Row, p, quantiles, time_each

_LIMITS = {
    "no filter": Limits(),
    "on PC": Limits(platforms=("pc",)),
    "on Switch, no horror": Limits(platforms=("switch",), excluded_genres=("horror",)),
    "on PC up to 20 dollars": Limits(
        platforms=("pc",), families=(("pc", ("pc",)),), price_caps=(("USD", Decimal(20)),)
    ),
    "in VR": Limits(platforms=("vr",)),
    "puzzles for a child of 6": Limits(wanted_genres=("puzzle",), oldest_rating=6),
    "racing (as rare as its meaning)": Limits(wanted_genres=("racing",)),
}  # fmt: skip
_TIMES, _TRUE_TO = 60, 12


def measure(bench: Bench) -> Iterator[Row]:
    made_up_catalogue.fill(bench.games, bench.rng)
    at_hand.refresh()
    encoder = get_encoder(settings.MODEL_DIR)
    vectors = [encoder.encode_one(text) for text in MESSAGES]
    for name, limits in _LIMITS.items():
        source = Similar(limit=50)

        def find(number: int, limits: Limits = limits, source: Similar = source) -> searching.Findings:
            return searching.find(limits, Ask(words=vectors[number % len(vectors)]), (source,))

        taken = time_each(find, _TIMES)
        recall = float(np.mean([_recall(find(number), limits, vectors[number]) for number in range(_TRUE_TO)]))
        exact = time_each(functools.partial(_read_every_match, limits, vectors), _TRUE_TO)
        yield Row(
            f"50 of {bench.games:,} games, {name}", f"{quantiles(taken)}, recall {recall:.3f}, {find(0).plan}",
            f"reading every match: p50 {p(exact, 50):.0f} ms", p(exact, 50) / p(taken, 50),
            "p95 ≤ 20 ms, recall ≥ 0.95", p(taken, 95) <= 20 and recall >= 0.95,
        )  # fmt: skip


def _read_every_match(limits: Limits, vectors: list[Vector], number: int) -> set[int]:
    return _exact(limits, vectors[number % len(vectors)])


def _recall(findings: searching.Findings, limits: Limits, vector: Vector) -> float:
    true = _exact(limits, vector)
    return len(true & {game.facts.game_id for game in findings.found}) / max(len(true), 1)


def _exact(limits: Limits, vector: Vector) -> set[int]:
    """The fifty nearest, by looking at each match."""
    from games.models import Game

    text, params = Game.objects.within(limits).values("id").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT g.id FROM games_game g JOIN ({text}) fitting USING (id) WHERE g.embedding IS NOT NULL"
            " ORDER BY (g.embedding <=> %s::halfvec) + 0 LIMIT 50",
            [*params, as_halfvec(vector)],
        )
        return {row[0] for row in cursor.fetchall()}
