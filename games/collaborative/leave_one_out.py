"""Plays set aside, so that what is learnt can be asked for them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from games.collaborative.types import Ints, Plays


@dataclass(frozen=True)
class HeldOut:
    """``games[i]`` is what ``players[i]`` played and ``left`` does not show."""

    left: Plays
    players: Ints
    games: Ints


def hold_one_out(plays: Plays, *, least: int, rng: np.random.Generator) -> HeldOut:
    """One play of every player who has at least ``least``."""
    return _hold_out(plays, np.flatnonzero(np.diff(plays.indptr) >= least), rng, kept=None)


def keep_few(plays: Plays, *, share: float, rng: np.random.Generator) -> HeldOut:
    """Of a share of the players with two plays or more: one is held out, one to three are left, the rest are gone."""
    players = np.flatnonzero(np.diff(plays.indptr) >= 2)
    players = players[rng.random(len(players)) < share]
    return _hold_out(plays, players, rng, kept=rng.integers(1, 4, size=len(players)))


def keep_exactly(plays: Plays, *, known: int, share: float, rng: np.random.Generator) -> HeldOut:
    """Of a share of the players with more than so many plays: one is held out, so many are left, the rest are gone."""
    players = np.flatnonzero(np.diff(plays.indptr) > known)
    players = players[rng.random(len(players)) < share]
    return _hold_out(plays, players, rng, kept=np.full(len(players), known))


def _hold_out(plays: Plays, players: Ints, rng: np.random.Generator, *, kept: Ints | None) -> HeldOut:
    left, games = plays.copy(), np.empty(len(players), dtype=np.int64)
    for index, player in enumerate(players):
        start, end = left.indptr[player], left.indptr[player + 1]
        order = start + rng.permutation(end - start)
        games[index] = left.indices[order[0]]
        left.data[order[0]] = 0
        if kept is not None:
            left.data[order[1 + kept[index] :]] = 0
    left.eliminate_zeros()
    return HeldOut(left, players, games)
