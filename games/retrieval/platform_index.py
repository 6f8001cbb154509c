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
from typing import Final, NamedTuple

from django.db import connection, transaction
from psycopg import ClientCursor, sql

from games.one_at_a_time import only_one
from games.recommender.limits import Limits
from games.retrieval.statement import condition_of

# A key has up to 50 letters, the name of an index up to 63: of a longer one PostgreSQL cuts off the end.
_PREFIX: Final = "game_vectors_"
_COMING, _GOING = "next_vectors_", "past_vectors_"  # by these names one is built, and one is taken away
_LOCK: Final = 7_478_022  # of an advisory lock: a second build would take away what the first has just made
_REMEMBERED_SECONDS: Final = 60.0
_STANDING = (
    "SELECT i.relname, pg_relation_size(i.oid), indisvalid FROM pg_index JOIN pg_class AS i ON i.oid = indexrelid "
    "WHERE indrelid = 'games_game'::regclass AND indpred IS NOT NULL AND left(i.relname, %s) = ANY(%s)"
)


class Standing(NamedTuple):
    """An index as PostgreSQL has it. ``serves``: whole, and by the name that a finished one has."""

    name: str
    platform: str
    bytes: int
    serves: bool


class BusyError(Exception):
    """Some platform's index is being made or taken away by somebody else."""


def build(platform: str, *, memory: str) -> None:
    """Make it anew; searches and writes go on meanwhile, searches by the one before. Not within a transaction.

    Whenever this is broken off, the one before goes on serving. ``memory`` is PostgreSQL's ``maintenance_work_mem``:
    a graph that does not fit takes many times as long. Half a million games take 0.7 GB and a quarter of an hour of
    one core. Raises BusyError.
    """
    condition = condition_of(Limits(platforms=(platform,)))
    with _alone(), connection.cursor() as cursor:
        _clear_away()  # what was broken off half way has the name that is needed, and is of no use
        # An index's condition holds no parameters.
        words = ClientCursor(cursor.connection).mogrify(condition.text, condition.params)
        cursor.execute("SELECT set_config('maintenance_work_mem', %s, false)", [memory])
        try:
            cursor.execute(
                sql.SQL(
                    "CREATE INDEX CONCURRENTLY {} ON games_game USING hnsw (embedding halfvec_cosine_ops) "
                    "WITH (m = 32, ef_construction = 200) WHERE "
                ).format(sql.Identifier(_COMING + platform))
                + sql.SQL(words)
            )
        finally:
            cursor.execute("RESET maintenance_work_mem")
        _put_in_place(platform)
        _drop(_GOING + platform)


def drop(platform: str) -> None:
    """Nothing happens where there is none. Not within a transaction. Raises BusyError."""
    with _alone():
        _drop(_PREFIX + platform)


def built() -> Iterator[tuple[str, int]]:
    """The platforms that have one, each with its bytes."""
    yield from ((index.platform, index.bytes) for index in standing() if index.serves)


def standing() -> list[Standing]:
    """Whatever there is, also what is being made or has been broken off."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [len(_PREFIX), [_PREFIX, _COMING, _GOING]])
        return [
            Standing(name, name[len(_PREFIX) :], size, is_whole and name.startswith(_PREFIX))
            for name, size, is_whole in cursor.fetchall()
        ]


def broken_off() -> list[Standing]:
    """What runs that were killed have left: of no use, and every write goes into it. Raises BusyError."""
    with _alone():
        return _of_no_use()


def clear_away() -> list[Standing]:
    """What was broken off, taken away. Not within a transaction. Raises BusyError."""
    with _alone():
        return _clear_away()


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


def _of_no_use() -> list[Standing]:
    """Only for who is alone: to others one that is being made looks like this too."""
    return [index for index in standing() if not index.serves]


def _clear_away() -> list[Standing]:
    gone = _of_no_use()
    for index in gone:
        _drop(index.name)
    return gone


def _put_in_place(platform: str) -> None:
    """The old one makes way for the new one at once; names are changed, for a drop would make every search wait."""
    rename = sql.SQL("ALTER INDEX IF EXISTS {} RENAME TO {}")
    with transaction.atomic(), connection.cursor() as cursor:
        for before, after in ((_PREFIX, _GOING), (_COMING, _PREFIX)):
            cursor.execute(rename.format(sql.Identifier(before + platform), sql.Identifier(after + platform)))
    forget()


def _drop(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP INDEX CONCURRENTLY IF EXISTS {}").format(sql.Identifier(name)))
    forget()
