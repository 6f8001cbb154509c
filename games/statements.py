"""Ways to run a statement: one that may fail without taking its caller along, one that is planned once a connection."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any
from weakref import WeakSet

import psycopg
from django.db import DatabaseError, connection, transaction
from django.db.backends.utils import CursorWrapper

logger = logging.getLogger(__name__)

Params = Sequence[Any] | Mapping[str, Any]


def on_its_own() -> AbstractContextManager[None]:
    """A savepoint inside a transaction. Outside of one a statement stands for itself, and its begin and end would be
    two more round trips."""
    return transaction.atomic() if connection.in_atomic_block else nullcontext()


def planned_once() -> CursorWrapper:
    """A cursor whose statements are planned once a connection. Django's own has each of them planned every time, and
    asks before whether the connection still stands: together that is more than a small statement itself. Answers come
    in the database's own format, for as letters the bytes of a row are twice as many.

    Behind a pooler that changes the connection a plan may be gone; whoever uses this must be able to ask another way.
    """
    connection.ensure_connection()
    connection.connection.prepare_threshold = 0
    cursor: Any = psycopg.Cursor(connection.connection)
    cursor.format = psycopg.pq.Format.BINARY
    return connection.make_debug_cursor(cursor) if connection.queries_logged else connection.make_cursor(cursor)


def rows_of(text: str, params: Params) -> list[tuple[Any, ...]]:
    """All rows of a statement whose text is always the same, planned once a connection.

    Inside a transaction it is run the usual way, for there a lost plan would cost the caller everything.
    """
    if not connection.in_atomic_block and connection.connection not in _pooled:
        try:
            with planned_once() as cursor:
                cursor.execute(text, params)
                return list(cursor.fetchall())
        except DatabaseError as error:
            if not isinstance(error.__cause__, _PLAN_IS_LOST):
                raise
            logger.info("a plan was lost, as behind a pooler: %s", type(error.__cause__).__name__)
            _pooled.add(connection.connection)
    with connection.cursor() as cursor:
        cursor.execute(text, params)
        return list(cursor.fetchall())


# Connections on which a plan was lost: nothing is planned ahead on them any more.
_pooled: WeakSet[Any] = WeakSet()
_PLAN_IS_LOST = (
    psycopg.errors.InvalidSqlStatementName,
    psycopg.errors.DuplicatePreparedStatement,
    psycopg.errors.FeatureNotSupported,  # "cached plan must not change result type", after a migration
)
