"""The columns that this process has at hand, read beside its work and kept up to date.

Nobody waits for them: they are read in a thread of their own, and until they are there, or where the catalogue is
too small or too large for them, searches go by the database alone. What was written since the last look is not
proposed until the next one; what is no longer within somebody's limits is never offered, for the database sees to
that.
"""

from __future__ import annotations

import logging
import threading
import time

from django.conf import settings
from django.db import DatabaseError, connection

from games.columns import facts_at_hand, reading
from games.columns.reading import Stand
from games.columns.table import Table
from games.giving_way import giving_way
from games.statements import on_its_own

logger = logging.getLogger(__name__)

# Where few games are, the database reads them all in no time; beyond the other end memory is dearer than time.
WORTH_IT = range(2_000, 300_001)
_LOOKED_AT_EVERY = 10.0  # seconds
# Reading what changed goes through the whole table: never more than a fiftieth of the time.
_REST = 50.0
_TRIED_AGAIN_AFTER = 60.0
_READ_AHEAD = 400  # games, and half as many a mood: some 2,000 in all, in a fifth of a second
# So many deleted games among the proposals do no harm.
_GONE_SHARE = 0.02

_table: Table | None = None
_stand: Stand | None = None
_next_look = 0.0
_reader: threading.Thread | None = None
_lock = threading.Lock()


def current() -> Table | None:
    """None while there is nothing at hand. At most once in ten seconds it asks whether anything was written."""
    global _next_look, _reader
    if not settings.CATALOGUE_AT_HAND:
        return None
    if time.monotonic() >= _next_look and _lock.acquire(blocking=False):
        try:
            _next_look = time.monotonic() + _LOOKED_AT_EVERY
            if (_reader is None or not _reader.is_alive()) and _is_behind():
                _reader = threading.Thread(target=_in_a_thread, name="catalogue at hand", daemon=True)
                _reader.start()
        finally:
            _lock.release()
    return _table


def refresh() -> Table | None:
    """Read what is behind now, in this thread."""
    global _table, _stand, _next_look
    began = time.monotonic()
    now = reading.stand()  # before reading: what is written meanwhile is read again
    is_new = _table is None or _stand is None
    if not is_new and _stand is not None and _table is not None:
        gone = now.deletes - _stand.deletes
        is_new = gone < 0 or gone > _GONE_SHARE * len(_table.rows)
    if is_new:
        table = reading.whole_table() if reading.count_games() in WORTH_IT else None
        if table is not None:
            # Or the first answers of a process would read them one handful after the other.
            facts_at_hand.read_ahead(table.likely(_READ_AHEAD).tolist())
    elif _table is not None and _stand is not None:
        table = reading.changed_since(_table, _stand)
    # Deletes add up until everything is read anew.
    _stand = now if is_new or _stand is None else Stand(now.horizon, now.writes, _stand.deletes)
    _table = table
    took = time.monotonic() - began
    _next_look = time.monotonic() + max(_LOOKED_AT_EVERY, _REST * took)
    return _table


def forget() -> None:
    global _table, _stand, _next_look
    _table, _stand, _next_look = None, None, 0.0


def _is_behind() -> bool:
    if _stand is None:
        return True
    try:
        with on_its_own(), connection.cursor() as cursor:
            return reading.counted(cursor)[0] != _stand.writes
    except DatabaseError:
        logger.warning("cannot ask whether games were written; going on with what is at hand", exc_info=True)
        return False


def _in_a_thread() -> None:
    try:
        with giving_way():
            _read_beside()
    finally:
        connection.close()


def _read_beside() -> None:
    global _next_look
    try:
        refresh()
    except Exception:
        if not threading.main_thread().is_alive():
            return  # a command has ended meanwhile, and the embedded server with it
        logger.exception("the catalogue cannot be read into columns; searches go by the database alone")
        forget()
        _next_look = time.monotonic() + _TRIED_AGAIN_AFTER
