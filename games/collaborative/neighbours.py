"""One row a game: its neighbours, and in several ways how near they are.

- close    EASE with what texts say: nearness by meaning and a common series count as common players
- broad    EASE damped more: the surest for who has told of one or two games
- even     EASE with players of many games counting less each
- together the cosine of who plays both, shrunk where few do
- alike    the cosine of the texts, cubed: only close kin count
- studio   by the same studio

The dense ways are reckoned for the most played games (``head``); for the tail, and between tail and head,
``together`` stands in for them, scaled to their size. A game that nobody has played has neighbours by
its text, so it is found as soon as it has a vector.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from games.collaborative.ease import ease
from games.collaborative.types import Floats, GameTexts, Ints, Plays

WAYS = ("close", "broad", "even", "together", "alike", "studio")
_DENSE = 3  # the first of them come from EASE
_SHRINK = 8.0
# What a perfect likeness of text, and a common series, count in common players' stead; half of it after damping.
_TEXT_COUNTS, _SERIES_COUNTS = 10.0, 5.0
_CLOSE_RIDGE, _CLOSE_DAMPING = 20.0, 0.2
_BROAD_RIDGE, _BROAD_DAMPING = 8.0, 0.5
_EVEN_RIDGE = 30.0
_KNOWN_PLAYS = 20
_BLOCK_CELLS = 6_000_000


@dataclass(frozen=True)
class Neighbours:
    """``ids`` holds columns, -1 where a game has fewer; ``nearness`` one number a way."""

    ids: NDArray[np.int32]
    nearness: Floats  # games × neighbours × ways
    plays: Ints


def neighbours_of(plays: Plays, texts: GameTexts, *, most_played: int = 10_000, kept: int = 200) -> Neighbours:
    """Neighbours of every column. ``most_played`` bounds memory (its square) and time (its cube)."""
    counts = np.asarray(plays.sum(axis=0)).ravel().astype(np.int64)
    head = np.sort(np.argsort(-counts, kind="stable")[:most_played])
    head = head[counts[head] > 0]
    dense = _dense_ways(plays[:, head], texts, head)
    games = len(counts)
    kept = min(kept, max(games - 1, 1))
    ids = np.full((games, kept), -1, dtype=np.int32)
    nearness = np.zeros((games, kept, len(WAYS)), dtype=np.float32)
    place = np.full(games, -1, dtype=np.int64)
    place[head] = np.arange(len(head))
    spread = _spread(dense)
    fit = _stand_in(dense, plays, head, counts)
    for rows, block in _blocks(plays, texts, counts):
        full = _all_ways(rows, block, dense, place, head, fit)
        chosen, values = _best(full, kept, spread)
        ids[rows], nearness[rows] = chosen, values
    return Neighbours(ids, nearness, counts)


def _dense_ways(plays: Plays, texts: GameTexts, head: Ints) -> list[Floats]:
    if not len(head):
        return [np.zeros((0, 0), dtype=np.float32) for _ in range(_DENSE)]
    together = (plays.T @ plays).toarray().astype(np.float32)
    played = np.diag(together)
    known = played[played > _KNOWN_PLAYS]
    damped = (known if len(known) else played) + 1.0
    kinship = _kinship(texts, head)
    kinship *= np.float32(np.median(damped) ** (-2 * _CLOSE_DAMPING))
    close = ease(together, ridge=_CLOSE_RIDGE, kinship=kinship, damping=_CLOSE_DAMPING)
    del kinship
    broad = ease(together, ridge=_BROAD_RIDGE, damping=_BROAD_DAMPING)
    del together
    games_of = np.maximum(np.asarray(plays.sum(axis=1)).ravel(), 1.0)
    evened = sparse.diags(games_of**-0.5) @ plays
    even = ease((evened.T @ evened).toarray().astype(np.float32), ridge=_EVEN_RIDGE)
    return [close, broad, even]


def _kinship(texts: GameTexts, head: Ints) -> Floats:
    vectors = texts.vectors[head]
    kinship: Floats = np.maximum(vectors @ vectors.T, 0.0)
    kinship *= kinship
    kinship *= np.float32(_TEXT_COUNTS)
    series = texts.series[head]
    for number in np.unique(series[series >= 0]):
        members = np.flatnonzero(series == number)
        kinship[np.ix_(members, members)] += np.float32(_SERIES_COUNTS)
    kinship[np.diag_indices_from(kinship)] = 0
    return kinship


@dataclass(frozen=True)
class _Block:
    together: Floats
    alike: Floats
    studio: Floats


def _blocks(plays: Plays, texts: GameTexts, counts: Ints) -> Iterator[tuple[Ints, _Block]]:
    """All columns against all, so many rows at a time as fit the memory."""
    games = len(counts)
    by_game = plays.T.tocsr()
    shrunk = np.sqrt(counts + _SHRINK).astype(np.float32)
    step = max(min(_BLOCK_CELLS // max(games, 1), games), 1)
    for start in range(0, games, step):
        rows = np.arange(start, min(start + step, games))
        together = (by_game[rows] @ plays).toarray().astype(np.float32)
        together /= shrunk[rows][:, None]
        together /= shrunk[None, :]
        alike = np.maximum(texts.vectors[rows] @ texts.vectors.T, 0.0)
        alike **= 3
        studios = texts.studios[rows]
        studio = ((studios[:, None] == texts.studios[None, :]) & (studios >= 0)[:, None]).astype(np.float32)
        own = np.arange(len(rows))
        for way in (together, alike, studio):
            way[own, rows] = 0
        yield rows, _Block(together, alike, studio)


def _stand_in(dense: list[Floats], plays: Plays, head: Ints, counts: Ints) -> list[float]:
    """By what ``together`` is multiplied to stand in for each dense way: least squares over some of the head."""
    if len(head) < 2:
        return [0.0] * _DENSE
    sample = head[np.argsort(-counts[head], kind="stable")[:256]]
    rows = np.searchsorted(head, sample)
    common = (plays[:, sample].T @ plays[:, head]).toarray().astype(np.float32)
    common /= np.sqrt(counts[sample] + _SHRINK)[:, None]
    common /= np.sqrt(counts[head] + _SHRINK)[None, :]
    common[np.arange(len(rows)), rows] = 0
    square = float((common * common).sum())
    return [max(float((way[rows] * common).sum()) / square, 0.0) if square else 0.0 for way in dense]


def _all_ways(rows: Ints, block: _Block, dense: list[Floats], place: Ints, head: Ints, stand_in: list[float]) -> Floats:
    full = np.empty((len(rows), len(place), len(WAYS)), dtype=np.float32)
    in_head = np.flatnonzero(place[rows] >= 0)
    for index, way in enumerate(dense):
        full[:, :, index] = block.together * np.float32(stand_in[index])
        if len(in_head):
            full[in_head[:, None], head[None, :], index] = way[place[rows[in_head]]]
    for index, given in enumerate((block.together, block.alike, block.studio), start=_DENSE):
        full[:, :, index] = given
    return full


def _spread(dense: list[Floats]) -> Floats:
    """How large the best neighbour of a game usually is in each way, so that they can be compared."""
    best = [float(np.abs(way).max(axis=1).mean()) if way.size else 0.0 for way in dense]
    return np.array([*(max(value, 1e-6) for value in best), 0.3, 0.8, 20.0], dtype=np.float32)


def _best(full: Floats, kept: int, spread: Floats) -> tuple[NDArray[np.int32], Floats]:
    """The nearest in any way; speaking strongly against a game counts as being near."""
    strength = np.zeros(full.shape[:2], dtype=np.float32)
    for index, size in enumerate(spread):
        np.maximum(strength, np.abs(full[:, :, index]) / size, out=strength)
    chosen = np.argpartition(-strength, kept - 1, axis=1)[:, :kept] if kept < full.shape[1] else _all(full)
    chosen = np.take_along_axis(chosen, np.argsort(-np.take_along_axis(strength, chosen, 1), axis=1, kind="stable"), 1)
    values = np.take_along_axis(full, chosen[:, :, None], axis=1)
    ids = np.where(np.take_along_axis(strength, chosen, 1) > 0, chosen, -1).astype(np.int32)
    values[ids < 0] = 0
    return ids, values


def _all(full: Floats) -> Ints:
    return np.tile(np.arange(full.shape[1]), (len(full), 1))
