"""What several charts of one page ask alike is asked once. Outside of a page every question is asked."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Told = TypeVar("Told")
_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("asked on this page", default=None)


@contextmanager
def asked_once() -> Iterator[None]:
    """For as long as a page is put together, and for this thread alone."""
    mark = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(mark)


def once(key: Hashable, ask: Callable[[], Told]) -> Told:
    """What is told is shared, so nobody may change it."""
    kept = _kept.get()
    if kept is None:
        return ask()
    if key not in kept:
        kept[key] = ask()
    told: Told = kept[key]
    return told
