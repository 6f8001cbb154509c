"""Has shared data changed since this process loaded it? One number a kind, asked at most once a second."""

from __future__ import annotations

import math
import time

from django.db.models import F

from games.models import DataVersion

_MAX_AGE_SECONDS = 1.0
_seen: dict[str, int] = {}
_seen_at = -math.inf


def current(kind: str) -> int:
    """The number of this kind of data, up to a second old. One look tells of all kinds."""
    global _seen_at
    if time.monotonic() - _seen_at >= _MAX_AGE_SECONDS:
        fresh = dict(DataVersion.objects.values_list("kind", "version"))
        _seen.clear()
        _seen.update(fresh)
        _seen_at = time.monotonic()
    return _seen.get(kind, 0)


def bump(kind: str) -> None:
    """Tell every process to load this kind again. Call it in the transaction that changes the data."""
    row = DataVersion.objects.filter(kind=kind)
    if not row.update(version=F("version") + 1):
        DataVersion.objects.bulk_create([DataVersion(kind=kind)], ignore_conflicts=True)
        row.update(version=F("version") + 1)
    forget()


def forget() -> None:
    """Look anew at the next question."""
    global _seen_at
    _seen_at = -math.inf
