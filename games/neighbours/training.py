"""Learning neighbours anew: from what our players like and play, and from imported logs; published as one version.

Rows and artefact commit together, so readers see the old version or the new one, whole. Several minutes of work
for a large catalogue: a task with a time limit of its own, one at a time by an advisory lock, and one that is
delivered twice finds the work done and leaves.
"""

from __future__ import annotations

import hashlib
import itertools
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import scipy.sparse as sparse
from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django_q.tasks import async_task
from numpy.typing import NDArray

from games import artefacts, tasks
from games.bulk_copy import copy_in
from games.catalogue.series import numbers_of, series_numbers
from games.collaborative import model
from games.collaborative.model import Model
from games.collaborative.neighbours import WAYS
from games.collaborative.play_log import centred
from games.collaborative.types import Floats, GameTexts, Ints, Plays
from games.models import Game, GameNeighbours, Interaction, LoggedPlay, ModelArtefact, Player
from games.neighbours import play_logs
from games.neighbours.in_use import ARTEFACT

# What says that a game is theirs. A click says too little.
LEARNT_FROM = (
    Interaction.Kind.LIKE, Interaction.Kind.PLAYED, Interaction.Kind.PURCHASE, Interaction.Kind.SAVE,
    Interaction.Kind.WILL_PLAY,
)  # fmt: skip
NIGHTLY = timedelta(hours=20)
TASK_SECONDS = 3600
_LOCK = 7_478_009
_KEPT_VERSIONS = 3  # each is a row a game
_FEWEST_PLAYS = 20
_BATCH = 2_000
_PLAYS_OF_ONE = 1_000
_SEED = 4


@dataclass(frozen=True)
class Material:
    """All that is learnt from, and a digest of it; columns are games in the order of ``game_ids``."""

    plays: Plays
    game_ids: Ints
    texts: GameTexts
    events_to: int  # the last interaction that is in it
    digest: str


def queue_if_due(*, now: datetime) -> bool:
    """Queue a training when a night or enough events have passed since the last look.

    The newest version counts, whichever is in use: an older one that somebody went back to stays until
    there is something new to learn.
    """
    latest = _latest()
    new = _events(*LEARNT_FROM)
    if latest is None:
        enough = new[:_FEWEST_PLAYS].count() >= _FEWEST_PLAYS or _logged()[:_FEWEST_PLAYS].count() >= _FEWEST_PLAYS
    else:
        since = new.filter(pk__gt=latest.config["events_to"])[: settings.NEIGHBOURS_EVENTS]
        enough = now - _looked_at(latest) >= NIGHTLY or since.count() >= settings.NEIGHBOURS_EVENTS
    if enough:
        async_task(tasks.learn_neighbours, now.isoformat(), cluster="work", timeout=TASK_SECONDS)
    return enough


def train(asked_at: str) -> str:
    """Task: learn anew, unless that was done since it was asked for or is being done."""
    from django.utils import timezone

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return "another training is under way"
        latest = _latest()
        if latest is not None and _looked_at(latest) >= datetime.fromisoformat(asked_at):
            return "done already"
        row = learn_and_publish(now=timezone.now())
    return f"version {row.version[:12]}" if row else "nothing new to learn from"


def learn_and_publish(*, now: datetime, most_played: int = 10_000) -> ModelArtefact | None:
    """None when there is too little to learn from, or a version knows all of it already."""
    material = gather()
    if material.plays.nnz < _FEWEST_PLAYS:
        return None
    if (known := artefacts.of_version(ARTEFACT, material.digest)) is not None:
        known.config |= {"looked_at": now.astimezone(UTC).isoformat(), "events_to": material.events_to}
        known.save(update_fields=["config"])
        return None
    fitted = model.fit(material.plays, material.texts, rng=np.random.default_rng(_SEED), most_played=most_played)
    return publish(fitted, material, now=now)


@transaction.atomic
def publish(fitted: Model, material: Material, *, now: datetime) -> ModelArtefact:
    """Rows and artefact at once; the oldest versions go."""
    config = {
        "players": material.plays.shape[0],
        "games": len(material.game_ids),
        "plays": int(material.plays.nnz),
        "events_to": material.events_to,
        "looked_at": now.astimezone(UTC).isoformat(),
    }
    row = artefacts.publish(
        name=ARTEFACT, version=material.digest, content=model.ranker_to_bytes(fitted.ranker), config=config,
        embedding="", now=now,
    )  # fmt: skip
    GameNeighbours.objects.filter(artefact=row).delete()
    for batch in _batches(_rows(row, fitted, material.game_ids)):
        copy_in(batch)
    others = ModelArtefact.objects.filter(name=ARTEFACT, is_active=False).order_by("-created_at", "-pk")
    ModelArtefact.objects.filter(pk__in=list(others.values_list("pk", flat=True)[_KEPT_VERSIONS - 1 :])).delete()
    return row


def gather() -> Material:
    """Published games; plays of grown-ups here and of imported logs; each player's newest plays, a thousand at most."""
    games = list(Game.objects.published().order_by("pk").values_list("pk", "title", "studio", "embedding").iterator())
    game_ids = np.array([game[0] for game in games], dtype=np.int64)
    plays, events_to = _plays(game_ids)
    vectors = np.zeros((len(games), 384), dtype=np.float32)
    has_vector = [index for index, game in enumerate(games) if game[3] is not None]
    if has_vector:
        vectors[has_vector] = centred(np.stack([_as_array(games[index][3]) for index in has_vector]))
    titles, studios = [game[1] for game in games], [game[2] for game in games]
    texts = GameTexts(vectors, numbers_of(studios), series_numbers(titles))
    digest = hashlib.sha256(f"recipe {model.RECIPE}".encode())
    for part in (game_ids, plays.indptr, plays.indices, vectors.astype(np.float16), texts.studios, texts.series):
        digest.update(np.ascontiguousarray(part).tobytes())
    return Material(plays, game_ids, texts, events_to, digest.hexdigest())


def _latest() -> ModelArtefact | None:
    return ModelArtefact.objects.filter(name=ARTEFACT).defer("content").order_by("-created_at", "-pk").first()


def _looked_at(artefact: ModelArtefact) -> datetime:
    return datetime.fromisoformat(artefact.config["looked_at"])


def _events(*kinds: str) -> QuerySet[Interaction]:
    """What happened here and teaches; of a child nothing is learnt."""
    told = Interaction.objects.filter(kind__in=kinds, game__isnull=False, is_unlearnt=False)
    return told.filter(player__in=Player.objects.who_teach())


def _logged() -> QuerySet[LoggedPlay]:
    """Plays from elsewhere of games that are ours."""
    return LoggedPlay.objects.filter(title__in=play_logs.counting())


def _plays(game_ids: Ints) -> tuple[Plays, int]:
    """Who plays which of these games, and the last event in it. Numbers alone are held in memory."""
    here, here_games, events_to = _played_here()
    there, there_games = _played_elsewhere()
    rows = np.concatenate((here, there + (here.max(initial=-1) + 1)))
    games = np.concatenate((here_games, there_games))
    columns = np.minimum(np.searchsorted(game_ids, games), max(len(game_ids) - 1, 0))
    ours = game_ids[columns] == games if len(game_ids) else np.zeros(len(games), dtype=bool)
    players, rows = np.unique(rows[ours], return_inverse=True)
    plays = sparse.csr_matrix(
        (np.ones(len(rows), dtype=np.float32), (rows, columns[ours])),
        shape=(len(players), len(game_ids)),
        dtype=np.float32,
    )
    plays.data[:] = 1  # two titles of a log may be one game
    plays.sort_indices()
    return plays, events_to


def _played_here() -> tuple[NDArray[np.int32], Ints, int]:
    """A row and a game for each game that somebody's last word does not speak against: the newest of each player."""
    rows, games, liked = array("i"), array("q"), array("b")
    row, last, before = -1, 0, None
    events = _events(*LEARNT_FROM, Interaction.Kind.DISLIKE).order_by("player_id", "-at", "-pk")
    for pk, player_id, game_id, kind in events.values_list("pk", "player_id", "game_id", "kind").iterator():
        if player_id != before:
            row, before = row + 1, player_id
        is_liked = kind != Interaction.Kind.DISLIKE
        last = max(last, pk) if is_liked else last
        rows.append(row)
        games.append(game_id or 0)
        liked.append(is_liked)
    players, ids = np.frombuffer(rows, dtype=np.int32), np.frombuffer(games, dtype=np.int64)
    # Newest first, so the first of a player and a game is the last word; the sort is stable.
    order = np.lexsort((ids, players))
    is_last_word = np.ones(len(order), dtype=bool)
    is_last_word[1:] = (np.diff(players[order]) != 0) | (np.diff(ids[order]) != 0)
    kept = np.sort(order[is_last_word])
    kept = kept[np.frombuffer(liked, dtype=np.int8)[kept] == 1]
    first = np.searchsorted(players[kept], players[kept])
    kept = kept[np.arange(len(kept)) - first < _PLAYS_OF_ONE]
    return players[kept], ids[kept], last


def _played_elsewhere() -> tuple[NDArray[np.int32], Ints]:
    rows, games = array("i"), array("q")
    row, before = -1, None
    plays = _logged().order_by("player_key").values_list("player_key", "title__game_id")
    for key, game_id in plays.iterator():
        if key != before:
            row, before = row + 1, key
        rows.append(row)
        games.append(game_id or 0)
    return np.frombuffer(rows, dtype=np.int32), np.frombuffer(games, dtype=np.int64)


def _rows(artefact: ModelArtefact, fitted: Model, game_ids: Ints) -> Iterator[GameNeighbours]:
    near = fitted.neighbours
    for column, game_id in enumerate(game_ids.tolist()):
        there = near.ids[column] >= 0
        if there.any():
            yield GameNeighbours(
                artefact=artefact,
                game_id=game_id,
                plays=int(near.plays[column]),
                neighbours=game_ids[near.ids[column][there]].tolist(),
                **{name: near.nearness[column, there, way] for way, name in enumerate(WAYS)},
            )


def _batches(rows: Iterator[GameNeighbours]) -> Iterator[list[GameNeighbours]]:
    while batch := list(itertools.islice(rows, _BATCH)):
        yield batch


def _as_array(embedding: Any) -> Floats:
    return np.asarray(embedding.to_numpy() if hasattr(embedding, "to_numpy") else embedding, dtype=np.float32)
