"""What a measurement says, and what it needs."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class Row:
    """One answer. ``ratio`` above 1 says that we are better than the peer; ``met`` is None where no target is."""

    question: str
    ours: str
    peer: str = ""
    ratio: float | None = None
    target: str = ""
    met: bool | None = None

    def as_json(self) -> dict[str, object]:
        return dict(vars(self))


@dataclass(frozen=True)
class Bench:
    """``games`` is the size of the made-up catalogue; ``catalogue`` a real one to import, if there is one at hand."""

    games: int
    rng: np.random.Generator
    database_url: str
    say: Callable[[str], None]
    catalogue: Path | None = None
    preset: str = ""


def time_each(act: Callable[[int], object], count: int, *, warm_up: int = 3) -> list[float]:
    """Milliseconds of each call."""
    for number in range(warm_up):
        act(number)
    taken = []
    for number in range(warm_up, warm_up + count):
        began = time.perf_counter()
        act(number)
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def p(taken: Sequence[float], percentile: float) -> float:
    return float(np.percentile(np.asarray(taken), percentile))


def quantiles(taken: Sequence[float]) -> str:
    return f"p50 {p(taken, 50):.1f} ms, p95 {p(taken, 95):.1f} ms"
