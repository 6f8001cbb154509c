"""A statement that may fail without taking its caller along."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

from django.db import connection, transaction


def on_its_own() -> AbstractContextManager[None]:
    """A savepoint inside a transaction. Outside of one a statement stands for itself, and its begin and end would be
    two more round trips."""
    return transaction.atomic() if connection.in_atomic_block else nullcontext()
