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
# Of its nearest by text alone a game keeps so many; more would crowd out who is played together.
_TEXT_KIN = 60
# What a good neighbour amounts to in ``together`` and ``alike``, so that they compare with the dense ways.
_GOOD_TOGETHER, _GOOD_ALIKE = 0.3, 0.8
_BLOCK_CELLS = 8_000_000


@dataclass(frozen=True)
class Neighbours:
    """``ids`` holds columns, -1 where a game has fewer; ``nearness`` one number a way."""

    ids: NDArray[np.int32]
    nearness: Floats  # games × neighbours × ways
    plays: Ints


def text_kin(texts: GameTexts) -> NDArray[np.int32]:
    """Of every game those whose texts are nearest. The same for any plays, so one look serves several fits."""
    games = len(texts.vectors)
    kept = min(_TEXT_KIN, games - 1)
    kin = np.empty((games, max(kept, 0)), dtype=np.int32)
    for rows in _row_blocks(games, games) if kept > 0 else ():
        likeness = texts.vectors[rows] @ texts.vectors.T
        likeness[np.arange(len(rows)), rows] = -np.inf
        kin[rows] = np.argpartition(-likeness, kept - 1, axis=1)[:, :kept]
    return kin


def neighbours_of(
    plays: Plays,
    texts: GameTexts,
    *,
    most_played: int = 10_000,
    kept: int = 200,
    kin: NDArray[np.int32] | None = None,
) -> Neighbours:
    """Neighbours of every column. ``most_played`` bounds memory (its square) and time (its cube).

    ``kin`` is what ``text_kin`` found, reckoned here when it is not given.
    """
    counts = np.asarray(plays.sum(axis=0)).ravel().astype(np.int64)
    head = np.sort(np.argsort(-counts, kind="stable")[:most_played])
    head = head[counts[head] > 0]
    dense = _dense_ways(plays[:, head], texts, head)
    games = len(counts)
    kept = min(kept, max(games - 1, 1))
    ids = np.full((games, kept), -1, dtype=np.int32)
    nearness = np.zeros((games, kept, len(WAYS)), dtype=np.float32)
    near = _Near(
        dense=dense,
        spread=[max(float(np.abs(way).max(axis=1).mean()), 1e-6) if way.size else 1.0 for way in dense],
        stand_in=_stand_in(dense, plays, head, counts),
        head=head,
        place=_places(head, games),
        texts=texts,
        kin=text_kin(texts) if kin is None else kin,
    )
    shrunk = np.sqrt(counts + _SHRINK).astype(np.float32)
    by_game, by_player = plays.T.tocsr(), plays.tocsr()
    for rows in _row_blocks(games, games):
        common = (by_game[rows] @ by_player).tocsr()
        owner = np.repeat(rows, np.diff(common.indptr))
        common.data /= shrunk[owner]
        common.data /= shrunk[common.indices]
        common.data[common.indices == owner] = 0
        ids[rows], nearness[rows] = near.best(rows, common, kept)
    return Neighbours(ids, nearness, counts)


@dataclass(frozen=True)
class _Near:
    """All that tells how near games are, but for who plays both."""

    dense: list[Floats]
    spread: list[float]
    stand_in: list[float]
    head: Ints
    place: Ints
    texts: GameTexts
    kin: NDArray[np.int32]

    def best(self, rows: Ints, common: Plays, kept: int) -> tuple[NDArray[np.int32], Floats]:
        """The nearest in any way; speaking strongly against a game counts as being near.

        ``common`` is the nearness by who plays both, a sparse row for each of ``rows``.
        """
        candidates = self._candidates(rows, common, kept)
        together: Floats = common.toarray()
        strength = np.take_along_axis(together, candidates, 1) / _GOOD_TOGETHER
        for index, spread in enumerate(self.spread):
            np.maximum(strength, np.abs(self._dense_values(index, rows, candidates, together)) / spread, out=strength)
        from_text = slice(candidates.shape[1] - self.kin.shape[1], None)
        alike = self._alike(rows, candidates[:, from_text])
        np.maximum(strength[:, from_text], alike / _GOOD_ALIKE, out=strength[:, from_text])
        strength[candidates == rows[:, None]] = 0
        _silence_repeats(candidates, strength)
        order = np.argsort(-strength, axis=1, kind="stable")[:, :kept]
        chosen, strength = np.take_along_axis(candidates, order, 1), np.take_along_axis(strength, order, 1)
        values = np.stack(
            [
                *(self._dense_values(index, rows, chosen, together) for index in range(_DENSE)),
                np.take_along_axis(together, chosen, 1),
                self._alike(rows, chosen),
                self._same_studio(rows, chosen),
            ],
            axis=-1,
        )
        ids = np.full((len(rows), kept), -1, dtype=np.int32)
        ids[:, : chosen.shape[1]] = np.where(strength > 0, chosen, -1)
        nearness = np.zeros((len(rows), kept, len(WAYS)), dtype=np.float32)
        nearness[:, : chosen.shape[1]] = np.where((strength > 0)[:, :, None], values, 0)
        return ids, nearness

    def _candidates(self, rows: Ints, common: Plays, kept: int) -> Ints:
        """The best of each way, side by side; the kin by text last. A game in its own list fills a gap."""
        lists = [_top_of(common, rows, kept)]
        in_head = self.place[rows]
        for way in self.dense:
            if len(self.head):
                found = np.tile(rows[:, None], (1, min(kept, len(self.head))))
                known = in_head >= 0
                found[known] = self.head[_top(np.abs(way[in_head[known]]), kept)]
                lists.append(found)
        return np.concatenate([*lists, self.kin[rows].astype(np.int64)], axis=1)

    def _dense_values(self, index: int, rows: Ints, columns: Ints, together: Floats) -> Floats:
        values = np.take_along_axis(together, columns, 1) * np.float32(self.stand_in[index])
        row, column = self.place[rows][:, None], self.place[columns]
        known = (row >= 0) & (column >= 0)
        values[known] = self.dense[index][np.broadcast_to(row, column.shape)[known], column[known]]
        return values

    def _alike(self, rows: Ints, columns: Ints) -> Floats:
        likeness = np.empty(columns.shape, dtype=np.float32)
        for index, row in enumerate(rows):
            likeness[index] = self.texts.vectors[columns[index]] @ self.texts.vectors[row]
        np.maximum(likeness, 0.0, out=likeness)
        cubed: Floats = likeness * likeness * likeness
        return cubed

    def _same_studio(self, rows: Ints, columns: Ints) -> Floats:
        own = self.texts.studios[rows][:, None]
        same: Floats = ((own == self.texts.studios[columns]) & (own >= 0)).astype(np.float32)
        return same


def _dense_ways(plays: Plays, texts: GameTexts, head: Ints) -> list[Floats]:
    if not len(head):
        return [np.zeros((0, 0), dtype=np.float32) for _ in range(_DENSE)]
    together = _common(plays)
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
    even = ease(_common(evened), ridge=_EVEN_RIDGE)
    return [close, broad, even]


def _common(plays: Plays) -> Floats:
    """How many play both, for all pairs; in blocks, for as a sparse product it would be twice as large again."""
    games = plays.shape[1]
    common = np.empty((games, games), dtype=np.float32)
    by_game, by_player = plays.T.tocsr(), plays.tocsr()
    for rows in _row_blocks(games, games):
        common[rows] = (by_game[rows] @ by_player).toarray()
    return common


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


def _places(head: Ints, games: int) -> Ints:
    place = np.full(games, -1, dtype=np.int64)
    place[head] = np.arange(len(head))
    return place


def _row_blocks(rows: int, columns: int) -> Iterator[Ints]:
    """So many rows at a time as fit the memory beside all columns."""
    step = max(_BLOCK_CELLS // max(columns, 1), 1)
    for start in range(0, rows, step):
        yield np.arange(start, min(start + step, rows))


def _top(values: Floats, count: int) -> Ints:
    count = min(count, values.shape[1])
    return np.argpartition(-values, count - 1, axis=1)[:, :count]


def _top_of(values: Plays, rows: Ints, count: int) -> Ints:
    """The same for sparse rows; each of ``rows`` stands for what its own has too few of."""
    top = np.tile(rows[:, None], (1, min(count, values.shape[1])))
    for place in range(len(rows)):
        start, end = values.indptr[place], values.indptr[place + 1]
        columns, nearness = values.indices[start:end], values.data[start:end]
        if len(columns) > count:
            columns = columns[np.argpartition(-nearness, count - 1)[:count]]
        top[place, : len(columns)] = columns
    return top


def _silence_repeats(candidates: Ints, strength: Floats) -> None:
    """A candidate that several ways name keeps its greatest strength once."""
    order = np.lexsort((-strength, candidates), axis=1)
    ordered = np.take_along_axis(candidates, order, 1)
    repeated = np.zeros(candidates.shape, dtype=bool)
    np.put_along_axis(repeated, order[:, 1:], ordered[:, 1:] == ordered[:, :-1], 1)
    strength[repeated] = 0
