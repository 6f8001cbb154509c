"""Learning neighbours anew: from what our players like and play, and from imported logs; published as one version.

Rows and artefact commit together, so readers see the old version or the new one, whole. Several minutes of work
for a large catalogue: a task with a time limit of its own, one at a time by an advisory lock, and one that is
delivered twice finds the work done and leaves.
"""

from __future__ import annotations

import hashlib
import itertools
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

from games import artefacts, play_logs
from games.bulk_copy import copy_in
from games.collaborative import model
from games.collaborative.model import Model
from games.collaborative.neighbours import WAYS
from games.collaborative.play_log import centred
from games.collaborative.series import numbers_of, series_numbers
from games.collaborative.types import Floats, GameTexts, Ints, Plays
from games.models import Game, GameNeighbours, Interaction, LoggedPlay, ModelArtefact, Player
from games.neighbours_in_use import ARTEFACT

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
    new = _lessons()
    if latest is None:
        enough = new[:_FEWEST_PLAYS].count() >= _FEWEST_PLAYS or _logged()[:_FEWEST_PLAYS].count() >= _FEWEST_PLAYS
    else:
        since = new.filter(pk__gt=latest.config["events_to"])[: settings.NEIGHBOURS_EVENTS]
        enough = now - _looked_at(latest) >= NIGHTLY or since.count() >= settings.NEIGHBOURS_EVENTS
    if enough:
        async_task(train, now.isoformat(), cluster="work", timeout=TASK_SECONDS)
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
    pairs, events_to = _pairs()
    players = {key: row for row, key in enumerate(dict.fromkeys(key for key, _ in pairs))}
    place = {game_id: column for column, game_id in enumerate(game_ids.tolist())}
    known = [(players[key], place[game_id]) for key, game_id in pairs if game_id in place]
    rows, columns = zip(*known, strict=True) if known else ((), ())
    plays = sparse.csr_matrix(
        (np.ones(len(known), dtype=np.float32), (rows, columns)), shape=(len(players), len(games)), dtype=np.float32
    )
    plays.data[:] = 1  # who is in a log twice played it once
    plays.sort_indices()
    vectors = np.zeros((len(games), 384), dtype=np.float32)
    has_vector = [index for index, game in enumerate(games) if game[3] is not None]
    if has_vector:
        vectors[has_vector] = centred(np.stack([_as_array(games[index][3]) for index in has_vector]))
    titles, studios = [game[1] for game in games], [game[2] for game in games]
    texts = GameTexts(vectors, numbers_of(studios), series_numbers(titles))
    digest = hashlib.sha256()
    for part in (game_ids, plays.indptr, plays.indices, vectors.astype(np.float16), texts.studios, texts.series):
        digest.update(np.ascontiguousarray(part).tobytes())
    return Material(plays, game_ids, texts, events_to, digest.hexdigest())


def _latest() -> ModelArtefact | None:
    return ModelArtefact.objects.filter(name=ARTEFACT).defer("content").order_by("-created_at", "-pk").first()


def _looked_at(artefact: ModelArtefact) -> datetime:
    return datetime.fromisoformat(artefact.config["looked_at"])


def _lessons() -> QuerySet[Interaction]:
    """What happened here and teaches, to the look whether a training is due as to the training itself."""
    return Interaction.objects.filter(kind__in=LEARNT_FROM, game__isnull=False, is_unlearnt=False).exclude(
        player__age_band=Player.AgeBand.UNDER_13
    )


def _logged() -> QuerySet[LoggedPlay]:
    """Plays from elsewhere of games that are ours."""
    return LoggedPlay.objects.filter(title__in=play_logs.counting())


def _pairs() -> tuple[list[tuple[str, int]], int]:
    """(player, game), ours newest first; of a child nothing is learnt."""
    events = _lessons().order_by("-at", "-pk").values_list("pk", "player_id", "game_id")
    pairs: dict[tuple[str, int], None] = {}
    counted: dict[int, int] = {}
    last = 0
    disliked = set(
        Interaction.objects.filter(kind=Interaction.Kind.DISLIKE, is_unlearnt=False).values_list("player_id", "game_id")
    )
    for pk, player_id, game_id in events.iterator():
        last = max(last, pk)
        if game_id is None or (player_id, game_id) in disliked or counted.get(player_id, 0) >= _PLAYS_OF_ONE:
            continue
        if (f"p{player_id}", game_id) not in pairs:
            counted[player_id] = counted.get(player_id, 0) + 1
        pairs[f"p{player_id}", game_id] = None
    logged = _logged().order_by("pk")
    for key, logged_id in logged.values_list("player_key", "title__game_id").iterator():
        if logged_id is not None:
            pairs[f"l{key}", logged_id] = None
    return list(pairs), last


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
