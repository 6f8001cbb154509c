"""A hundred thousand games and ten million plays: how long does it take to learn from them, and in how much memory?

Opt-in (``make bench ARGS="--only training-100k"``), for it keeps a core busy for a quarter of an hour. Learning runs in
a process of its own, whose greatest size is what counts, on one thread, with vectors for all games. ``--games`` another
number, with a hundred plays each. No database is asked.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator

import numpy as np
import scipy.sparse as sparse

from games.collaborative import model
from games.collaborative.types import GameTexts, Plays
from thrum_project.benchmarks.rows import Bench, Row

_PLAYS_A_GAME, _PLAYERS_A_GAME = 100, 6
_DIMENSIONS, _SEED = 384, 1
# Half of what people play is what everybody plays, half is of the kind that is theirs.
_SKEW, _KIND = 0.9, 500
_MOST_MB = 4_096


def measure(bench: Bench) -> Iterator[Row]:
    told = subprocess.run(
        [sys.executable, "-m", __name__, str(bench.games)],
        env=os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True, check=True, text=True,
    )  # fmt: skip
    said = json.loads(told.stdout)
    yield Row(
        f"learning from {said['plays']:,} plays of {bench.games:,} games by {said['players']:,} players",
        f"{said['seconds']:.0f} s, {said['peak_mb']:,} MB at the peak",
        f"{said['before_mb']:,} MB before it began", target="≤ 4 GB", met=said["peak_mb"] <= _MOST_MB,
    )  # fmt: skip


def made_up_plays(games: int, rng: np.random.Generator) -> Plays:
    players, count = games * _PLAYERS_A_GAME, games * _PLAYS_A_GAME
    shares = np.arange(1, games + 1) ** -_SKEW
    draws = count + count // 8  # some draw the same game twice
    who = rng.integers(0, players, size=draws, dtype=np.int32)
    what = np.searchsorted(np.cumsum(shares / shares.sum()), rng.random(draws)).astype(np.int32)
    of_kind = rng.random(draws) < 0.5
    what[of_kind] = (what[of_kind] // _KIND) * _KIND + who[of_kind] % _KIND
    np.minimum(what, games - 1, out=what)
    plays = sparse.csr_matrix((np.ones(draws, dtype=np.float32), (who, what)), shape=(players, games))
    plays.sum_duplicates()
    plays.data[:] = 1
    return plays


def made_up_texts(games: int, rng: np.random.Generator) -> GameTexts:
    vectors = rng.standard_normal((games, _DIMENSIONS), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return GameTexts(vectors, np.arange(games) // 5, np.where(rng.random(games) < 0.3, np.arange(games) // 4, -1))


def _learn(games: int) -> dict[str, float]:
    rng = np.random.default_rng(_SEED)
    plays, texts = made_up_plays(games, rng), made_up_texts(games, rng)
    before = _peak_mb()
    began = time.perf_counter()
    model.fit(plays, texts, rng=rng)
    return {
        "plays": int(plays.nnz), "players": plays.shape[0], "seconds": time.perf_counter() - began,
        "before_mb": before, "peak_mb": _peak_mb(),
    }  # fmt: skip


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_learn(int(sys.argv[1]))))
