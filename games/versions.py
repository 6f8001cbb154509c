"""Has shared data changed since this process loaded it? One number a kind, asked at most once a second."""

from __future__ import annotations

import time

from django.db.models import F

from games.models import DataVersion

_MAX_AGE_SECONDS = 1.0
_seen: dict[str, tuple[float, int]] = {}


def current(kind: str) -> int:
    """The number of this kind of data, up to a second old."""
    known = _seen.get(kind)
    if known and time.monotonic() - known[0] < _MAX_AGE_SECONDS:
        return known[1]
    version = DataVersion.objects.filter(kind=kind).values_list("version", flat=True).first() or 0
    _seen[kind] = (time.monotonic(), version)
    return version


def bump(kind: str) -> None:
    """Tell every process to load this kind again. Call it in the transaction that changes the data."""
    row = DataVersion.objects.filter(kind=kind)
    if not row.update(version=F("version") + 1):
        DataVersion.objects.bulk_create([DataVersion(kind=kind)], ignore_conflicts=True)
        row.update(version=F("version") + 1)
    forget(kind)


def forget(kind: str) -> None:
    """Ask for the number of this kind anew at the next question."""
    _seen.pop(kind, None)
