"""Several callers in one moment, as several processes would be: for tests of what may happen only once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connections

Result = TypeVar("Result")
_PATIENCE_SECONDS = 60.0


def at_once(*acts: Callable[[], Result]) -> list[Result]:
    """What each came to, in their order; what one raises is raised when all have ended.

    Each has a thread and with it connections of its own, and all are let go together.
    """
    together = threading.Barrier(len(acts))

    def begin(act: Callable[[], Result]) -> Result:
        try:
            together.wait(_PATIENCE_SECONDS)
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(begin, acts))
