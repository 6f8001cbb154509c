"""Whose first ten games an import would change: tried on a sample of players, and taken back at once.

The first rows of the file are written in a transaction that ends without a trace; the recommender answers the same
players before and within it, with nothing left to chance. What it keeps in memory it knows by each row's own
transaction, so nothing of the trial outlives it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from itertools import islice

import numpy as np
from django.db import transaction
from django.db.models import Max

from games.importing.deciding import Change, SeenKeys, decide
from games.importing.engine import read_catalogue_rows
from games.importing.writing import write_changes
from games.models import Game, ImportBatch, Impression, Player
from games.moods import estimates as mood_estimates
from games.recommender import recommend
from games.recommender.types import Context

_PLAYERS = 200
_ROWS = 200
_LATELY = timedelta(days=28)
_TOP = 10
# Both halves together stay within a job's chunk.
_SECONDS_BEFORE, _SECONDS_AFTER = 15.0, 25.0


@dataclass(frozen=True)
class Trial:
    """Of ``asked`` players ``would_change`` would see other games among their first ten, or in another order.

    ``rows`` of the file's ``of_rows`` effects were tried.
    """

    asked: int
    would_change: int
    rows: int
    of_rows: int


class _TakenBack(Exception):
    """Ends the trial's transaction; never leaves this module."""


def try_import(batch: ImportBatch, *, now: datetime) -> Trial:
    players = _lately_active(now)
    of_rows = batch.created + batch.changed
    if not players or not of_rows or batch.content is None:
        return Trial(0, 0, 0, of_rows)
    before = _answers(players, now, seconds=_SECONDS_BEFORE)
    after: dict[int, list[int]] = {}
    tried = 0
    try:
        with transaction.atomic():
            tried = _write_first_rows(batch, now)
            asked = [player for player in players if player.pk in before]
            after = _answers(asked, now, seconds=_SECONDS_AFTER)
            raise _TakenBack
    except _TakenBack:
        pass
    changed = sum(before[pk] != slate for pk, slate in after.items())
    return Trial(len(after), changed, tried, of_rows)


def _lately_active(now: datetime) -> list[Player]:
    """Who was shown something lately, the latest first."""
    shown = Impression.objects.filter(shown_at__gt=now - _LATELY).values("player")
    latest = shown.annotate(at=Max("shown_at")).order_by("-at").values_list("player", flat=True)[:_PLAYERS]
    players = Player.objects.in_bulk(list(latest))
    return [players[pk] for pk in sorted(players)]


def _answers(players: Sequence[Player], now: datetime, *, seconds: float) -> dict[int, list[int]]:
    """The first ten of each, for as many as there is time for."""
    deadline = time.monotonic() + seconds
    answers: dict[int, list[int]] = {}
    for player in players:
        if time.monotonic() > deadline:
            break
        slate = recommend(
            player=player, context=Context(exclude_seen=False), limit=_TOP, rng=np.random.default_rng(0), now=now,
            explore=False,
        )  # fmt: skip
        answers[player.pk] = [pick.facts.game_id for pick in slate.picks]
    return answers


def _write_first_rows(batch: ImportBatch, now: datetime) -> int:
    """With their vectors, for a new game is found by its meaning. Tells no process of a new catalogue."""
    from games.embedding.game_vectors import CURRENT_VERSION
    from games.importing.comparing import encode_games

    seen = SeenKeys()
    content = BytesIO(bytes(batch.content or b""))
    rows = read_catalogue_rows(content, preset=batch.preset, columns=batch.columns, seen=seen)
    tried: list[Change] = []
    while len(tried) < _ROWS and (chunk := list(islice(rows, _ROWS))):
        tried += [change for change in decide(chunk, seen=seen, lock=False) if change.game and change.after]
    tried = tried[:_ROWS]
    write_changes(tried, now=now, tell=False)
    bare = Game.objects.filter(pk__in=[change.game.pk for change in tried if change.game], embedding=None)
    games = list(bare.only(*mood_estimates.FIELDS))
    if games:
        vectors = encode_games(games)
        fits = mood_estimates.estimate(games, vectors)
        for game, vector, fit in zip(games, vectors, fits, strict=True):
            Game.objects.filter(pk=game.pk).update(
                embedding=vector, embedding_version=CURRENT_VERSION,
                mood_fit_estimate=fit, mood_fit_version=mood_estimates.version_in_use(),
            )  # fmt: skip
    return len(tried)
