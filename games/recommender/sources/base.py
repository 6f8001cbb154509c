"""What a source of candidates is, what it is asked for and where it may draw from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol, runtime_checkable

from games.collaborative.reach import Reach
from games.collaborative.types import Ints
from games.recommender.types import Vector


@dataclass(frozen=True)
class Ask:
    """What to look for. ``moods`` weighs mood keys; the vectors are of unit length.

    ``reach`` is how much games suit by what the player did with others. ``known_words`` are the
    genres and tags that they like. ``city``, ``age_group``, ``platforms`` and ``moment`` name segments
    of ``games.trends``; ``intent`` is what they came for; ``pinned`` and ``boosted`` are slugs that
    editors' rules name.
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


@dataclass
class Sql:
    """A piece of SQL with its parameters, in order."""

    text: str
    params: list[Any] = field(default_factory=list)


class Pool(Protocol):
    """Where sources draw from: all games within the limits, however the plan gets at them. Each gives ids."""

    def nearest(self, vector: Vector, limit: int) -> Sql: ...

    def best(self, limit: int) -> Sql: ...

    def best_for(self, moods: Sequence[tuple[str, float]], limit: int) -> Sql: ...

    def best_where(self, condition: Sql, limit: int) -> Sql:
        """The best that this is true of; it may read genres, tags, session_minutes and release_date."""
        ...

    def most(self, measure: str, limit: int) -> Sql:
        """Those of the greatest value above zero in what the source of that name measures."""
        ...

    def first_of(self, ids: Ints, limit: int) -> Sql:
        """The first of these that are in the pool, in their order."""
        ...


class Source(Protocol):
    """Somewhere candidates come from. One file each, all under the contract of ``test_sources.py``."""

    @property
    def name(self) -> str: ...

    def select(self, pool: Pool, ask: Ask) -> Sql | None:
        """The ids, at most ``limit``, all from the pool; None where it has nothing to go by."""
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


@runtime_checkable
class Knowing(Source, Protocol):
    """A source that measures as ``Measuring`` does, its figures at hand, so that no statement need bring them."""

    def known(self, ask: Ask) -> Reach | None:
        """None where it has nothing to go by."""
        ...
