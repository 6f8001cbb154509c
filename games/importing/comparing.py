"""What a checked file means for what is there already: likely duplicates, and whose answers it would change.

A job beside the preview, in chunks: the encoder takes its time, and an editor need not wait for it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import numpy as np
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction
from numpy.typing import NDArray

from games import jobs
from games.catalogue.csv_cells import split_list
from games.catalogue.csv_columns import BY_NAME, Names
from games.importing import impacts
from games.importing.doubles import is_likely_double
from games.importing.impacts import Foreseen
from games.importing.name_mappings import load_names
from games.jobs import JobRefusedError, Progress
from games.models import Game, ImportBatch, ImportRow, Job
from games.retrieval.alike import keep_searching

KIND = "import_compare"
_CHUNK_SECONDS = 15.0
_ROWS = 64


def queue_comparing(batch: ImportBatch, *, rows: int, by: AbstractBaseUser | None) -> Job:
    """Call it in the transaction that ends the check; ``rows`` are new."""
    return jobs.create(kind=KIND, by=by, total=rows + 1, cursor={"batch": batch.pk, "line": 0})


def run_compare_chunk(job: Job, now: datetime) -> Progress:
    """Handler of KIND: so many rows, and whom the import touches as the last step."""
    batch = _batch_of(job)
    if batch is None:  # decided, or checked again, in the meantime
        return Progress(done=job.done, finished=True, cursor=job.cursor)
    line, told = int(job.cursor["line"]), 0
    doubles: dict[str, str] = {}
    deadline = time.monotonic() + _CHUNK_SECONDS
    at_end = False
    while not at_end and time.monotonic() < deadline:
        rows = list(
            ImportRow.objects.filter(batch=batch, effect=ImportRow.Effect.CREATED, line__gt=line).order_by("line")[
                :_ROWS
            ]
        )
        if rows:
            doubles |= _compare(rows)
            line, told = rows[-1].line, told + len(rows)
        at_end = len(rows) < _ROWS
    # Alone in its chunk, for it takes a while; at once where nothing had to be compared.
    impact = _impact(batch, now) if at_end and not told else None
    _note(job, batch, doubles, told, impact)
    return Progress(
        done=job.done + told + (impact is not None), finished=impact is not None, cursor={**job.cursor, "line": line}
    )


def encode_games(games: Sequence[Game]) -> NDArray[np.float32]:
    from games.embedding.encoder import EncoderUnavailable, get_encoder
    from games.embedding.game_vectors import text_of  # here, for they bring onnxruntime along

    try:
        encoder = get_encoder(settings.MODEL_DIR, threads=os.cpu_count() or 1)
    except EncoderUnavailable as error:
        raise JobRefusedError(str(error)) from None
    return encoder.encode([text_of(game) for game in games])


def _compare(rows: Sequence[ImportRow]) -> dict[str, str]:
    """Note the nearest game beside each row; returns the likely doubles, line → slug."""
    names = load_names()
    games = [game_of(row, names) for row in rows]
    doubles = {}
    nearest = nearest_games(encode_games(games))
    for number, (row, game) in enumerate(zip(rows, games, strict=True)):
        if (found := nearest.get(number)) is None:
            continue
        pk, slug, title, likeness = found
        is_double = is_likely_double(likeness=likeness, title=game.title, other=title)
        row.nearest = {
            "game": pk, "slug": slug, "title": title, "likeness": round(likeness, 3), "is_double": is_double,
        }  # fmt: skip
        if is_double:
            doubles[str(row.line)] = slug
    ImportRow.objects.bulk_update(rows, ["nearest"])
    return doubles


def game_of(row: ImportRow, names: Names) -> Game:
    """The game that a created row would make, unsaved; as far as its text tells of it."""
    lists = {name: list(split_list(row.after.get(name, ""))) for name in ("genres", "tags")}
    texts = {name: row.after.get(name, "") for name in ("slug", "title", "feel", "summary")}
    fit = BY_NAME["mood_fit"].read(row.after["mood_fit"], names) if row.after.get("mood_fit") else {}
    return Game(**texts, **lists, mood_fit=fit)


def nearest_games(vectors: NDArray[np.float32]) -> dict[int, tuple[int, str, str, float]]:
    """By place: (id, slug, title, likeness) of the game whose text is most like it."""
    from games.retrieval.pools import as_halfvec

    with transaction.atomic(), connection.cursor() as cursor:
        keep_searching(cursor)
        cursor.execute(
            "SELECT asked.place - 1, g.id, g.slug, g.title, 1 - g.distance"
            " FROM unnest(%s::text[]) WITH ORDINALITY AS asked (vector, place) CROSS JOIN LATERAL ("
            "  SELECT id, slug, title, embedding <=> asked.vector::halfvec AS distance FROM games_game"
            "  WHERE embedding IS NOT NULL ORDER BY embedding <=> asked.vector::halfvec LIMIT 1) AS g",
            [[as_halfvec(vector) for vector in vectors]],
        )
        return {int(place): (pk, slug, title, float(near)) for place, pk, slug, title, near in cursor.fetchall()}


def _impact(batch: ImportBatch, now: datetime) -> dict[str, Any]:
    from games.importing import trial  # here, for it brings onnxruntime along, and every process knows of this job

    foreseen = Foreseen(_cheaper(batch), _new(batch))
    campaigns = [asdict(touched) for touched in impacts.estimate(foreseen, now=now)]
    return {"players": asdict(trial.try_import(batch, now=now)), "campaigns": campaigns}


def _cheaper(batch: ImportBatch) -> dict[int, float]:
    cheaper: dict[int, float] = {}
    read, names = BY_NAME["prices"].read, load_names()
    rows = ImportRow.objects.filter(batch=batch, effect=ImportRow.Effect.CHANGED, after__has_key="prices")
    for game_id, before, after in rows.values_list("game_id", "before", "after").iterator(chunk_size=1000):
        if game_id and before.get("prices") and after["prices"]:
            was = {(price.key, price.currency): price.amount for price in read(before["prices"], names)}
            for price in read(after["prices"], names):
                old = was.get((price.key, price.currency))
                if old and price.amount < old:
                    cheaper[game_id] = max(cheaper.get(game_id, 0.0), float(1 - price.amount / old))
    return cheaper


def _new(batch: ImportBatch) -> dict[str, frozenset[str]]:
    new: dict[str, frozenset[str]] = {}
    rows = ImportRow.objects.filter(
        batch=batch, effect=ImportRow.Effect.CREATED, after__has_keys=["platforms", "genres"]
    )
    told = rows.values_list("after__platforms", "after__genres").distinct()
    for platforms, genres in told.order_by().iterator(chunk_size=1000):
        for platform in split_list(platforms):
            new[platform] = new.get(platform, frozenset()) | set(split_list(genres))
    return new


def _batch_of(job: Job) -> ImportBatch | None:
    waiting = ImportBatch.objects.defer("content").filter(pk=job.cursor["batch"], state=ImportBatch.State.CHECKED)
    return waiting.filter(compare_job=job).first()


def _note(job: Job, batch: ImportBatch, doubles: dict[str, str], told: int, impact: dict[str, Any] | None) -> None:
    """Under the batch's lock, taken late: an editor who decides meanwhile does not wait for the encoder."""
    mine = ImportBatch.objects.select_for_update(of=("self",)).defer("content")
    locked = mine.filter(pk=batch.pk, state=ImportBatch.State.CHECKED, compare_job=job).first()
    if locked is None:
        return
    locked.doubles, locked.compared = {**locked.doubles, **doubles}, locked.compared + told
    locked.impact = locked.impact if impact is None else impact
    locked.save(update_fields=["doubles", "compared", "impact"])
