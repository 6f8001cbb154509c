"""Whom an import would touch, beyond the catalogue: apps above say what they know of it.

They add a function to ``estimators`` in ``AppConfig.ready``; it reads, and writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Foreseen:
    """What a checked file would do: ``cheaper`` has the games whose price it lowers in some store, and by what share;
    ``new`` the genres of new titles by platform."""

    cheaper: Mapping[int, float]
    new: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Touched:
    """``people`` more than now, in what is called ``name``; ``why`` in an editor's words."""

    name: str
    people: int
    why: str


estimators: list[Callable[[Foreseen, datetime], list[Touched]]] = []


def estimate(foreseen: Foreseen, *, now: datetime) -> list[Touched]:
    return [touched for ask in estimators for touched in ask(foreseen, now)]
