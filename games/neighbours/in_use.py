"""Which neighbours recommendations lean on: read once, until another version is activated or gone back to.

A version never changes, so a process keeps what it has read of it: who plays what as two arrays, and the rows of
the games that were asked for last.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from django.db import DatabaseError, connection
from numpy.typing import NDArray

from games import artefacts, versions
from games.artefacts import DamagedArtefactError
from games.collaborative import reach
from games.collaborative.model import ranker_from_bytes
from games.collaborative.neighbours import WAYS
from games.collaborative.ranker import Ranker
from games.collaborative.reach import Everybody, KinRow, Reach
from games.statements import on_its_own, rows_of

logger = logging.getLogger(__name__)

ARTEFACT = "collaborative"
# Rows of some four kilobytes each, the last asked for.
_ROWS_KEPT, _ROWS_AHEAD = 4_000, 2_000
# How PostgreSQL sends an array and a vector: a head, then the numbers, those of an array each after its size.
_ARRAY_HEAD, _ARRAY_ITEM = 20, np.dtype([("size", ">i4"), ("value", ">i8")])
_SHORT_ITEM = np.dtype([("size", ">i4"), ("value", ">i4")])
_VECTOR_HEAD = 4
_ROWS = (
    f"SELECT game_id, array_send(neighbours) || {' || '.join(f'halfvec_send({way})' for way in WAYS)} "
    "FROM games_gameneighbours WHERE artefact_id = %s AND game_id = ANY(%s::bigint[])"
)
_EVERYBODY = (
    "SELECT array_send(array_agg(game_id ORDER BY game_id)), array_send(array_agg(plays ORDER BY game_id)) "
    "FROM games_gameneighbours WHERE artefact_id = %s"
)


class _NotRead:
    """Neither a row nor the knowledge that there is none."""


_NOT_READ: Final = _NotRead()


@dataclass(frozen=True)
class Kin:
    """The neighbours in use, and what their nearness is worth."""

    artefact_id: int
    ranker: Ranker
    everybody: Everybody
    rows: dict[int, KinRow | None] = field(default_factory=dict)  # None: the game has none

    def rows_of(self, game_ids: Iterable[int]) -> Mapping[int, KinRow | None]:
        """Those at hand, and the others in one statement."""
        wanted = list(game_ids)
        # Taken out and put in again, so that what was asked for last stands last.
        # Another thread may have done so in between.
        taken = ((game_id, self.rows.pop(game_id, _NOT_READ)) for game_id in wanted)
        found = {game_id: row for game_id, row in taken if not isinstance(row, _NotRead)}
        if missing := [game_id for game_id in wanted if game_id not in found]:
            found |= dict.fromkeys(missing) | self._read(missing)
        self.rows.update(found)
        for game_id in list(self.rows)[: max(len(self.rows) - _ROWS_KEPT, 0)]:
            self.rows.pop(game_id, None)
        return found

    def _read(self, game_ids: list[int]) -> dict[int, KinRow | None]:
        with on_its_own():
            rows = rows_of(_ROWS, [self.artefact_id, game_ids])
        return {game_id: _as_row(bytes(sent)) for game_id, sent in rows}


@dataclass(frozen=True)
class Kindred:
    """What the neighbours say to one history: how much each game suits, and on what it was drawn."""

    reach: Reach
    told: tuple[tuple[int, KinRow, float], ...]

    def drawn_on(self, picks: Sequence[int], *, least_share: float) -> dict[int, int]:
        return reach.drawn_on(self.told, picks, least_share=least_share)


_held: tuple[int, Kin | None] | None = None


def kindred_of(history: Sequence[tuple[int, float]]) -> Kindred | None:
    """None while nothing is learnt or liked, or what is cannot be read: the other sources serve then.

    What is disliked tells where not to go, not where to.
    """
    size = sum(max(weight, 0.0) for _, weight in history)
    if not size or (known := kin()) is None:
        return None
    try:
        rows = known.rows_of(game_id for game_id, _ in history)
    except DatabaseError:
        logger.exception("rows of neighbours cannot be asked for; recommending without them")
        return None
    told = tuple((game_id, row, weight) for game_id, weight in history if (row := rows[game_id]) is not None)
    within = reach.reach_of(
        [(row, weight) for _, row, weight in told], size=size, everybody=known.everybody, ranker=known.ranker
    )
    return Kindred(within, told)


def kin() -> Kin | None:
    """None while nothing is learnt, or what is cannot be read."""
    global _held
    stamp = versions.current(artefacts.kind_of(ARTEFACT))
    if _held is None or _held[0] != stamp:
        _held = (stamp, _read())
    return _held[1]


def read_ahead() -> None:
    """Have the rows of the most played at hand before anybody asks: people's pasts are full of them."""
    if (known := kin()) is not None:
        most = np.argsort(-known.everybody.plays, kind="stable")[:_ROWS_AHEAD]
        known.rows_of(known.everybody.ids[most].tolist())


def forget() -> None:
    """Read again at the next question."""
    global _held
    _held = None


def _read() -> Kin | None:
    artefact = artefacts.active(ARTEFACT)
    if artefact is None:
        return None
    try:
        return Kin(artefact.pk, ranker_from_bytes(artefacts.read(artefact)), everybody_in(artefact.pk))
    except (DamagedArtefactError, ValueError, KeyError, OSError):
        logger.exception("neighbours %s are unreadable; recommending without them", artefact.version[:12])
        return None


def everybody_in(artefact_id: int) -> Everybody:
    with connection.cursor() as cursor:
        cursor.execute(_EVERYBODY, [artefact_id])
        ids, plays = cursor.fetchone()
    if ids is None:
        return Everybody.of(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int32))
    return Everybody.of(_numbers(bytes(ids), _ARRAY_ITEM), _numbers(bytes(plays), _SHORT_ITEM))


def _numbers(sent: bytes, item: np.dtype[np.void]) -> NDArray[np.int64]:
    return np.frombuffer(sent, dtype=item, offset=_ARRAY_HEAD)["value"].astype(np.int64)


def _as_row(sent: bytes) -> KinRow:
    """As ``_ROWS`` sends it: the ids, then the nearness in each way."""
    heads = _ARRAY_HEAD + len(WAYS) * _VECTOR_HEAD
    count = (len(sent) - heads) // (_ARRAY_ITEM.itemsize + 2 * len(WAYS))
    ids = np.frombuffer(sent, dtype=_ARRAY_ITEM, offset=_ARRAY_HEAD, count=count)["value"].astype(np.int64)
    start = _ARRAY_HEAD + count * _ARRAY_ITEM.itemsize
    ways = np.frombuffer(sent, dtype=">f2", offset=start).reshape(len(WAYS), _VECTOR_HEAD // 2 + count)
    return KinRow(ids, np.ascontiguousarray(ways[:, _VECTOR_HEAD // 2 :].T, dtype=np.float16))
