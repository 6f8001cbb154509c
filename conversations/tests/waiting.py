"""Waiting for what another thread or process does, with an end."""

from __future__ import annotations

import time
from collections.abc import Callable

_PATIENCE_SECONDS = 300.0  # far beyond what a busy machine needs


def wait_until(is_so: Callable[[], bool], *, look_again: Callable[[], object] = lambda: time.sleep(0.01)) -> None:
    """``look_again`` passes the time between two looks."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        look_again()
