"""One process at a time, for what commits as it goes: an advisory lock of the session."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, Self, TypeVar
from weakref import WeakSet

from django.db import Error, OperationalError, connection
from django.db.models import BooleanField, Func, Model, QuerySet, Value

from games.statements import on_its_own

Row = TypeVar("Row", bound=Model)

_LOCK_NOT_AVAILABLE: Final = "55P03"
# One string, so one round trip and, where there is none yet, one transaction that the patience ends with.
_WAIT: Final = (
    "SELECT set_config('lock_timeout', %s, true); SELECT pg_advisory_lock(%s, %s);"
    " SELECT set_config('lock_timeout', '0', true)"
)
_WAIT_IN_ALL: Final = _WAIT.replace("pg_advisory_lock", "pg_advisory_xact_lock")
# Connections that a pooler lends another session for each transaction: there a lock could not be given back.
_lent: WeakSet[Any] = WeakSet()


@contextmanager
def only_one(lock: int) -> Iterator[bool]:
    """Whether we are the one; nobody waits. ``lock`` is a number that nothing else in the database is locked by.

    The lock goes with the process that holds it, so one that is killed stands in nobody's way.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [lock])
        (is_mine,) = cursor.fetchone()
    try:
        yield is_mine
    finally:
        if is_mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [lock])


class Turn:
    """One after the other, for what is better done once, but may be done twice: nobody waits longer than ``patience``.

    ``space`` and ``number`` are what nothing else in the database is locked by.
    """

    def __init__(self, space: int, number: int, *, patience: str) -> None:
        self._lock = (space, number)
        self._patience = patience
        self._is_mine = False
        self._ends_with_all = False

    def __enter__(self) -> Self:
        return self

    def first_of(self, rows: QuerySet[Row]) -> Row | None:
        """The row, as it is when our turn has come. All that this costs who need not wait is to give the lock back."""
        if connection.connection in _lent:
            return rows.first()
        # Where a transaction is open it may fail, and nothing could be given back then: let it end with that.
        self._ends_with_all = connection.in_atomic_block
        scope = "_xact" if self._ends_with_all else ""
        asked = Func(*map(Value, self._lock), function=f"pg_try_advisory{scope}_lock", output_field=BooleanField())
        row = rows.annotate(is_our_turn=asked).first()
        if row is None:
            return None
        self._is_mine = vars(row).pop("is_our_turn")
        if not self._is_mine:
            self._wait()
            row = rows.first()
        return row

    def _wait(self) -> None:
        """Until it is ours, or patience is over."""
        try:
            with on_its_own(), connection.cursor() as cursor:
                cursor.execute(_WAIT_IN_ALL if self._ends_with_all else _WAIT, [self._patience, *self._lock])
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != _LOCK_NOT_AVAILABLE:
                raise
        else:
            self._is_mine = True

    def __exit__(self, *_: object) -> None:
        if not self._is_mine or self._ends_with_all:
            return
        self._is_mine = False
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", self._lock)
                if not cursor.fetchone()[0]:
                    _lent.add(connection.connection)
        except Error:  # whatever went wrong before is what our caller is to hear of
            connection.close_if_unusable_or_obsolete()
