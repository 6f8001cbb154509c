"""What a source of candidates is, what it is asked for and where it may draw from."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol, TypeVar, runtime_checkable

from games.collaborative.reach import Reach
from games.collaborative.types import Ints
from games.recommender.types import Vector


@dataclass(frozen=True)
class Ask:
    """What to look for. ``moods`` weighs mood keys; the vectors are of unit length.

    ``reach`` is how much games suit by what the player did with others. ``known_words`` are the
    genres and tags that they like. ``city``, ``age_group``, ``platforms`` and ``moment`` name segments
    of ``games.trends``; ``intent`` is what they came for; ``pinned`` and ``boosted`` are slugs that
    editors' rules name. ``breadth`` is the part of its limit that each source brings, 0…1.
    """

    words: Vector | None = None
    liked: Vector | None = None
    moods: tuple[tuple[str, float], ...] = ()
    reach: Reach | None = None
    known_words: tuple[str, ...] = ()
    city: str = ""
    age_group: str = ""
    platforms: tuple[str, ...] = ()
    moment: str = ""
    intent: str = ""
    pinned: tuple[str, ...] = ()
    boosted: tuple[str, ...] = ()
    today: date | None = None
    breadth: float = 1.0

    def share_of(self, limit: int) -> int:
        return math.ceil(limit * self.breadth)


@dataclass
class Sql:
    """A piece of SQL with its parameters, in order."""

    text: str
    params: list[Any] = field(default_factory=list)


Drawn = TypeVar("Drawn")  # what a pool gives: SQL for ids, or ids that columns at hand propose
Drawn_co = TypeVar("Drawn_co", covariant=True)


class Pool(Protocol[Drawn_co]):
    """Where sources draw from: all games within the limits, however the plan gets at them. Each gives ids."""

    def nearest(self, vector: Vector, limit: int) -> Drawn_co: ...

    def best(self, limit: int) -> Drawn_co: ...

    def best_for(self, moods: Sequence[tuple[str, float]], limit: int) -> Drawn_co: ...

    def best_outside(self, words: Sequence[str], limit: int) -> Drawn_co:
        """The best that have none of these genres and tags."""
        ...

    def best_within(self, minutes: int, limit: int) -> Drawn_co:
        """The best that are known to be satisfying in so short a sitting."""
        ...

    def best_between(self, first: date, last: date, limit: int) -> Drawn_co:
        """The best of those that came out then."""
        ...

    def named(self, lists: Sequence[Sequence[str]], limit: int) -> Drawn_co:
        """Of each list of slugs the best, so many of each."""
        ...

    def most(self, measure: str, limit: int) -> Drawn_co:
        """Those of the greatest value above zero in what the source of that name measures."""
        ...

    def first_of(self, ids: Ints, limit: int) -> Drawn_co:
        """The first of these that are in the pool, in their order."""
        ...


class Source(Protocol):
    """Somewhere candidates come from. One file each, all under the contract of ``test_sources.py``."""

    @property
    def name(self) -> str: ...

    def select(self, pool: Pool[Drawn], ask: Ask) -> Drawn | None:
        """The ids, at most as many of ``limit`` as are asked for, all from the pool; None where it has nothing to
        go by."""
        ...


@runtime_checkable
class Measuring(Source, Protocol):
    """A source that also tells of each game how much it speaks for it."""

    def measure(self, ask: Ask) -> Sql | None:
        """(id, value) of the games it knows of, limits aside; an id once. None where it has nothing to go by.

        Read once a statement. ``Pool.most(self.name, …)`` draws from it, and every candidate that is
        in it, whichever source found it, bears its value in ``Found.measures``.
        """
        ...

    def segments(self, ask: Ask) -> tuple[str, ...]:
        """Of ``games.trends``, whose figures these are, a game's best one; none where it has nothing to go by."""
        ...


@runtime_checkable
class Knowing(Source, Protocol):
    """A source that measures as ``Measuring`` does, its figures at hand, so that no statement need bring them."""

    def known(self, ask: Ask) -> Reach | None:
        """None where it has nothing to go by."""
        ...


def figures_known(ask: Ask, sources: Sequence[Source], ids: Sequence[int]) -> dict[int, dict[str, float]]:
    """Of each game, what the sources that have their figures at hand say."""
    figures: dict[int, dict[str, float]] = {}
    for source in sources:
        tell = getattr(source, "known", None)  # ``isinstance`` of a protocol looks at all its names, every time
        known: Reach | None = tell(ask) if tell else None
        if known is not None:
            for game_id, value in known.of(ids).items():
                figures.setdefault(game_id, {})[source.name] = value
    return figures
