"""Who gets nothing, so that we see what writing first brings. Pure, with a twin in SQL.

The same people for as long as the salt stays; another salt, other people, independent of the first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from engagement.facts import Holdout

_BUCKETS = 2**32
_EPOCH = datetime(2026, 1, 5, tzinfo=UTC)  # a Monday: rotations of whole weeks begin on one

# Of the columns of `f`; parameters as `sql_parameters` makes them.
SQL = """(SELECT max(h.until) FROM unnest(%(holdout_salts)s::text[], %(holdout_below)s::bigint[],
                                 %(holdout_until)s::timestamptz[]) AS h (salt, below, until)
  WHERE ('x' || substr(md5(h.salt || ':' || f.contact_id::text), 1, 8))::bit(32)::bigint < h.below)"""


def in_holdout(contact_id: int, holdout: Holdout) -> bool:
    return _bucket(contact_id, holdout.salt) < _below(holdout.percent)


def draw(contact_id: int, *, salt: str) -> float:
    """From 0 up to 1, by chance but always the same."""
    return _bucket(contact_id, salt) / _BUCKETS


def _bucket(contact_id: int, salt: str) -> int:
    digest = hashlib.md5(f"{salt}:{contact_id}".encode(), usedforsecurity=False).hexdigest()
    return int(digest[:8], 16)


def condition(holdout: Holdout, column: str) -> tuple[str, list[object]]:
    """Who is in it, as SQL over a column that holds the contact's id, with its parameters."""
    text = f"('x' || substr(md5(%s || ':' || {column}::text), 1, 8))::bit(32)::bigint < %s"
    return text, [holdout.salt, _below(holdout.percent)]


def sql_parameters(holdouts: Sequence[Holdout]) -> dict[str, object]:
    return {
        "holdout_salts": [holdout.salt for holdout in holdouts],
        "holdout_below": [_below(holdout.percent) for holdout in holdouts],
        "holdout_until": [holdout.until for holdout in holdouts],
    }


def of_period(key: str, *, percent: float, rotates_every: timedelta, now: datetime) -> Holdout:
    """The holdout of this name as it stands at this moment: with every rotation it is others' turn."""
    period = (now - _EPOCH) // rotates_every
    return Holdout(salt=f"{key}:{period}", percent=percent, until=_EPOCH + (period + 1) * rotates_every)


def _below(percent: float) -> int:
    return int(percent / 100 * _BUCKETS)
