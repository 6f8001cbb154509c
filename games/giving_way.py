"""Long reckoning in a thread beside requests, without making them wait.

A Python thread that reckons keeps the interpreter for five milliseconds at a time, and a request asks for it again
after each of its statements: thirty of those and an answer of 40 ms takes 300. Half a millisecond costs the reckoning
two hundredths and gives them most of that time back.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_OFTEN: Final = 0.0005  # seconds
_lock = threading.Lock()
_givers = 0
_usual = 0.0


@contextmanager
def giving_way() -> Iterator[None]:
    """For the whole process, from the first that enters until the last has left."""
    global _givers, _usual
    with _lock:
        if not _givers:
            _usual = sys.getswitchinterval()
            sys.setswitchinterval(_OFTEN)
        _givers += 1
    try:
        yield
    finally:
        with _lock:
            _givers -= 1
            if not _givers:
                sys.setswitchinterval(_usual)
