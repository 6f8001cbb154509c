"""How much a model is asked and for how long it is left alone: counted in each process. Pure; safe among threads.

Times come in as seconds of the clock. What must hold over all processes is the budget, and it is not here.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from conversations.llm.types import Reason

FAILURES: Final = 3
REST: Final = 60.0
AT_ONCE: Final = 8
_LONGEST_REST: Final = 300.0


@dataclass
class _Breaker:
    failures: int = 0
    rests_until: float = 0.0
    is_tried: bool = False  # after a rest one goes ahead; the others wait for what it finds


@dataclass
class Patience:
    """So many questions a minute, so many at once, and none for a while after several failures in a row.

    Failures are counted by purpose: a deadline of 0.8 s may be too short for a model that writes well in four.
    """

    per_minute: int
    _breakers: dict[str, _Breaker] = field(default_factory=dict)
    _window: int = 0
    _asked: int = 0
    _under_way: int = 0
    _told_to_wait_until: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def admit(self, purpose: str, *, at: float) -> Reason | None:
        """None where the question may be asked: then ``done`` must follow."""
        with self._lock:
            breaker = self._breakers.setdefault(purpose, _Breaker())
            if at < breaker.rests_until or (breaker.rests_until and breaker.is_tried):
                return Reason.BROKEN
            window = int(at // 60)
            if window != self._window:
                self._window, self._asked = window, 0
            if at < self._told_to_wait_until or self._asked >= self.per_minute or self._under_way >= AT_ONCE:
                return Reason.LIMITED
            breaker.is_tried = bool(breaker.rests_until)
            self._asked += 1
            self._under_way += 1
            return None

    def done(self, purpose: str, *, at: float, failed: bool | None, wait: float = 0.0) -> None:
        """``failed``: None where nothing was learnt of them. ``wait``: they asked to be left alone for so long."""
        with self._lock:
            self._under_way -= 1
            breaker = self._breakers.setdefault(purpose, _Breaker())
            breaker.is_tried = False
            if wait:
                self._told_to_wait_until = at + min(wait, _LONGEST_REST)
            if failed is False:
                breaker.failures, breaker.rests_until = 0, 0.0
            elif failed:
                breaker.failures += 1
                if breaker.failures >= FAILURES or breaker.rests_until:
                    breaker.failures, breaker.rests_until = 0, at + REST


@dataclass
class Kept:
    """Answers by question: the newest so many, each for so long."""

    most: int = 1_000
    fresh: float = 3600.0
    _answers: OrderedDict[str, tuple[float, str]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key: str, *, at: float) -> str | None:
        with self._lock:
            kept = self._answers.get(key)
            if kept is None or not 0 <= at - kept[0] < self.fresh:
                return None
            return kept[1]

    def put(self, key: str, content: str, *, at: float) -> None:
        with self._lock:
            self._answers[key] = at, content
            self._answers.move_to_end(key)
            while len(self._answers) > self.most:
                self._answers.popitem(last=False)
