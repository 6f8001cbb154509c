"""Where somebody plays, as far as they told. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_MOST = 10
# Said again, a place is halfway surer.
_SURER = 0.5


def visited(places: Sequence[Mapping[str, Any]], *, city: str, neighbourhood: str = "") -> list[dict[str, Any]]:
    """The places after one more mention, the surest first; each scores 0…1."""
    named = {"city": city, "neighbourhood": neighbourhood, "score": 0.0}
    known = {_key(row): dict(row) for row in places}
    score = float(known.pop(_key(named), named)["score"])
    named["score"] = round(score + _SURER * (1 - score), 4)
    # Of equals the one that was named last comes first.
    return _surest_first([named, *known.values()])


def merged(own: Sequence[Mapping[str, Any]], others: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The places of both; one that both named is as sure as the surer said."""
    known: dict[tuple[str, str], dict[str, Any]] = {}
    for row in (*own, *others):
        if row["score"] > known.get(_key(row), {}).get("score", -1.0):
            known[_key(row)] = dict(row)
    return _surest_first(known.values())


def _key(row: Mapping[str, Any]) -> tuple[str, str]:
    return str(row["city"]).casefold(), str(row["neighbourhood"]).casefold()


def _surest_first(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: -row["score"])[:_MOST]
