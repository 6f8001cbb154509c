"""The vectors of one platform's games in an index of their own, for catalogues of several hundred thousand games.

There an index of everything gives up before it has found enough of a platform. PostgreSQL takes this one by itself for
every search within the platform that has no looser limits than ``Limits(platforms=(platform,))``; its graph is denser
than the usual one, for among so many games a sparse one misses too much (measured in docs/recommender.md).
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection
from psycopg import ClientCursor, sql

from games.one_at_a_time import only_one
from games.recommender.limits import Limits
from games.retrieval.statement import condition_of

# A key has up to 50 letters, the name of an index up to 63: of a longer one PostgreSQL cuts off the end.
_PREFIX: Final = "game_vectors_"
_LOCK: Final = 7_478_022  # of an advisory lock: a second build would take away what the first has just made
_REMEMBERED_SECONDS: Final = 60.0
_BUILT = (
    "SELECT i.relname, pg_relation_size(i.oid) FROM pg_index JOIN pg_class AS i ON i.oid = indexrelid "
    "WHERE indrelid = 'games_game'::regclass AND indpred IS NOT NULL AND indisvalid AND starts_with(i.relname, %s)"
)


class BusyError(Exception):
    """Some platform's index is being made or taken away by somebody else."""


def build(platform: str, *, memory: str) -> None:
    """Make it anew; searches and writes go on meanwhile, searches without it. Not within a transaction.

    ``memory`` is PostgreSQL's ``maintenance_work_mem``: a graph that does not fit takes many times as long. Half a
    million games take 0.7 GB and a quarter of an hour of one core. Raises BusyError.
    """
    condition = condition_of(Limits(platforms=(platform,)))
    with _alone(), connection.cursor() as cursor:
        _drop(platform)  # what was broken off half way is still there, and of no use
        # An index's condition holds no parameters.
        words = ClientCursor(cursor.connection).mogrify(condition.text, condition.params)
        cursor.execute("SELECT set_config('maintenance_work_mem', %s, false)", [memory])
        try:
            cursor.execute(
                sql.SQL(
                    "CREATE INDEX CONCURRENTLY {} ON games_game USING hnsw (embedding halfvec_cosine_ops) "
                    "WITH (m = 32, ef_construction = 200) WHERE "
                ).format(_name_of(platform))
                + sql.SQL(words)
            )
        finally:
            forget()
            cursor.execute("RESET maintenance_work_mem")


def drop(platform: str) -> None:
    """Nothing happens where there is none. Not within a transaction. Raises BusyError."""
    with _alone():
        _drop(platform)


def built() -> Iterator[tuple[str, int]]:
    """The platforms that have one, each with its bytes."""
    with connection.cursor() as cursor:
        cursor.execute(_BUILT, [_PREFIX])
        yield from ((name.removeprefix(_PREFIX), size) for name, size in cursor.fetchall())


def serves(limits: Limits) -> bool:
    """Whether a search within these limits goes by such an index; known for a minute, as it is built seldom."""
    global _known
    if len(limits.platforms) != 1:
        return False
    if time.monotonic() - _known[0] >= _REMEMBERED_SECONDS:
        _known = (time.monotonic(), frozenset(name for name, _ in built()))
    return limits.platforms[0] in _known[1]


def forget() -> None:
    """Look anew at the next search."""
    global _known
    _known = _NEVER


_NEVER: Final[tuple[float, frozenset[str]]] = (-math.inf, frozenset())
_known = _NEVER


@contextmanager
def _alone() -> Iterator[None]:
    with only_one(_LOCK) as is_alone:
        if not is_alone:
            raise BusyError("a platform's index is being made or taken away already")
        yield


def _drop(platform: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP INDEX CONCURRENTLY IF EXISTS {}").format(_name_of(platform)))
    forget()


def _name_of(platform: str) -> sql.Identifier:
    return sql.Identifier(f"{_PREFIX}{platform}")
