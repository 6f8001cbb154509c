"""Ours beside its peers on plays of the past: seeded rounds of leave-one-out, ranked among all games."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from games.collaborative import metrics
from games.collaborative.baselines import PeerMissingError, Strategy, ranks_in
from games.collaborative.leave_one_out import HeldOut, hold_one_out, keep_few
from games.collaborative.types import Floats, Ints, Plays

ROUNDS = 5
LEAST_PLAYS = 5
FEW_SHARE = 0.25
_MANY = "five games or more: one tested, the rest known"
_FEW = "few games: one tested, one to three of the rest known"
TABLES = (_MANY, _FEW)


@dataclass(frozen=True)
class Row:
    """One strategy in one table; ``missing`` says why there are no figures."""

    table: str
    strategy: str
    recall: float = 0.0
    recall_interval: tuple[float, float] = (0.0, 0.0)
    ndcg: float = 0.0
    ndcg_interval: tuple[float, float] = (0.0, 0.0)
    coverage: float = 0.0
    novelty: float = 0.0
    fit_s: float = 0.0
    serve_ms: float = 0.0
    asked: int = 0
    settings: str = ""
    missing: str = ""


@dataclass(frozen=True)
class Comparison:
    """Ours less the other, NDCG@10, over the same players in the same rounds."""

    table: str
    ours: str
    other: str
    difference: float
    interval: tuple[float, float]
    relative: float


@dataclass
class _Rounds:
    """What a strategy did in all rounds of a table."""

    players: list[Ints]
    ndcg: list[Floats]
    recall: list[Floats]
    lists: list[list[int]]
    bits: list[float]
    fit_s: list[float]
    serve_s: float = 0.0
    settings: list[str] | None = None


def evaluate(
    plays: Plays,
    strategies: Sequence[Callable[[], Strategy]],
    *,
    ours: str,
    against: Sequence[str],
    seed: int = 0,
    rounds: int = ROUNDS,
    on_progress: Callable[[str], None] = lambda said: None,
) -> tuple[list[Row], list[Comparison]]:
    """Every strategy in both tables; each round fits anew on what its held-out plays leave."""
    rows: list[Row] = []
    comparisons: list[Comparison] = []
    for table in TABLES:
        results: dict[str, _Rounds] = {}
        missing: dict[str, str] = {}
        for number in range(rounds):
            held_out = _held_out(table, plays, np.random.default_rng([seed, number]))
            inside = _held_out(table, held_out.left, np.random.default_rng([seed, number, 1]))
            for make in strategies:
                strategy = make()
                on_progress(f"{table}, round {number + 1}: {strategy.name}")
                try:
                    _run(strategy, held_out, inside, np.random.default_rng([seed, number, 2]), results)
                except PeerMissingError as error:
                    missing[strategy.name] = str(error)
        rng = np.random.default_rng([seed, 3])
        games = plays.shape[1]
        rows += [_row(table, name, done, games, rng) for name, done in results.items()]
        rows += [Row(table, name, missing=why) for name, why in missing.items()]
        comparisons += [
            _compared(table, ours, other, results, rng) for other in against if ours in results and other in results
        ]
    return rows, comparisons


def _held_out(table: str, plays: Plays, rng: np.random.Generator) -> HeldOut:
    return (
        hold_one_out(plays, least=LEAST_PLAYS, rng=rng) if table == _MANY else keep_few(plays, share=FEW_SHARE, rng=rng)
    )


def _run(
    strategy: Strategy, held_out: HeldOut, inside: HeldOut, rng: np.random.Generator, results: dict[str, _Rounds]
) -> None:
    began = time.perf_counter()
    strategy.fit(held_out.left, held_inside=inside, rng=rng)
    fitted = time.perf_counter()
    players, games = held_out.players, held_out.games
    tops = strategy.top(held_out.left, players)
    done = results.setdefault(strategy.name, _Rounds([], [], [], [], [], [], settings=[]))
    done.fit_s.append(fitted - began)
    done.serve_s += time.perf_counter() - fitted
    ranks = ranks_in(tops, games)
    done.players.append(players)
    done.ndcg.append(metrics.ndcg(ranks))
    done.recall.append(metrics.recall(ranks))
    lists = [[game for game in row if game >= 0] for row in tops.tolist()]
    shares = np.asarray(held_out.left.sum(axis=0)).ravel() / held_out.left.shape[0]
    done.lists += lists
    done.bits.append(metrics.novelty(lists, shares))
    if done.settings is not None and (ridge := getattr(strategy, "ridge", None)):
        done.settings.append(f"{ridge:g}")


def _row(table: str, name: str, done: _Rounds, games: int, rng: np.random.Generator) -> Row:
    players = np.concatenate(done.players)
    ndcg, recall = np.concatenate(done.ndcg), np.concatenate(done.recall)
    return Row(
        table=table,
        strategy=name,
        recall=float(recall.mean()),
        recall_interval=metrics.interval(recall, players=players, rng=rng),
        ndcg=float(ndcg.mean()),
        ndcg_interval=metrics.interval(ndcg, players=players, rng=rng),
        coverage=metrics.coverage(done.lists, games),
        novelty=float(np.mean(done.bits)),
        fit_s=float(np.mean(done.fit_s)),
        serve_ms=1000 * done.serve_s / max(len(ndcg), 1),
        asked=len(ndcg),
        settings=f"λ {', '.join(done.settings)}" if done.settings else "",
    )


def _compared(table: str, ours: str, other: str, results: dict[str, _Rounds], rng: np.random.Generator) -> Comparison:
    mine, theirs = np.concatenate(results[ours].ndcg), np.concatenate(results[other].ndcg)
    gaps, players = mine - theirs, np.concatenate(results[ours].players)
    difference, level = float(gaps.mean()), float(theirs.mean())
    interval = metrics.interval(gaps, players=players, rng=rng)
    return Comparison(table, ours, other, difference, interval, difference / max(level, 1e-9))
