"""How many requests a minute: reads counted in this process, roughly; writes and sign-ins in the database, exactly.

A window is a minute of the clock. Counting a read over all processes would cost it a statement, so where N processes
serve, somebody may read up to N times as often as is said.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Final

from django.db import connection

SECONDS: Final = 60
# Windows of a minute gone by are thrown away as soon as this many are held.
_MOST_HELD: Final = 50_000


@dataclass(frozen=True)
class Limit:
    """``name`` of what is counted, at most ``per_minute`` for one asker."""

    name: str
    per_minute: int
    is_shared: bool


@dataclass(frozen=True)
class Standing:
    limit: int
    remaining: int
    reset_seconds: int

    @property
    def is_over(self) -> bool:
        return self.remaining < 0

    @property
    def headers(self) -> dict[str, str]:
        """The fields of the IETF's draft "RateLimit header fields for HTTP"."""
        told = {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(self.remaining, 0)),
            "RateLimit-Reset": str(self.reset_seconds),
        }
        return told | ({"Retry-After": str(self.reset_seconds)} if self.is_over else {})


def count(limit: Limit, key: str, *, seconds: float) -> Standing:
    """Count one request of ``key`` at ``seconds`` since the epoch, and say where it stands."""
    window = int(seconds // SECONDS)
    counted = (_count_shared if limit.is_shared else _held.count)(f"{limit.name}:{key}", window)
    return Standing(limit.per_minute, limit.per_minute - counted, SECONDS - int(seconds % SECONDS))


class _Held:
    def __init__(self) -> None:
        self._counts: dict[str, tuple[int, int]] = {}
        self._lock = threading.Lock()

    def count(self, key: str, window: int) -> int:
        with self._lock:
            if len(self._counts) > _MOST_HELD:
                self._counts = {one: held for one, held in self._counts.items() if held[0] == window}
            at, counted = self._counts.get(key, (window, 0))
            counted = counted + 1 if at == window else 1
            self._counts[key] = (window, counted)
            return counted


_held = _Held()


def _count_shared(key: str, window: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO games_requestcount AS c (key, at_window, counted) VALUES (%s, %s, 1) ON CONFLICT (key)"
            " DO UPDATE SET counted = CASE WHEN c.at_window = excluded.at_window THEN c.counted + 1 ELSE 1 END,"
            " at_window = excluded.at_window RETURNING counted",
            [key, window],
        )
        (counted,) = cursor.fetchone()
    return int(counted)
