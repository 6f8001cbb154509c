"""The index of every title that people may name: made at once where titles are few, else beside the work.

Of a hundred thousand titles it takes seconds. Nobody who waits for an answer waits for a game that an editor has just
published: the last index serves while the next is made in a thread of its own. Then that thread rests, for a long
import publishes games every second.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Final

from conversations.understanding.titles import TitleIndex
from games.giving_way import giving_way

logger = logging.getLogger(__name__)

Titles = tuple[str, ...]

# So many are indexed in a third of a second.
_MANY: Final = 4_000
# Times as long as indexing took.
_REST: Final = 10.0


class TitlesAtHand:
    """One for a process. ``make`` takes long; ``take`` gets every index that was made beside."""

    def __init__(
        self,
        make: Callable[[Titles], TitleIndex],
        take: Callable[[TitleIndex], None],
        *,
        many: int = _MANY,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._make, self._take, self._many, self._sleep = make, take, many, sleep
        self._held: tuple[Titles, TitleIndex] | None = None
        self._wanted: Titles = ()
        self._maker: threading.Thread | None = None
        self._lock = threading.Lock()

    def index_of(self, titles: Titles) -> TitleIndex:
        """Of these titles, or the last one while theirs is being made. Without any it is made at once."""
        with self._lock:
            self._wanted = titles
            held = self._held
            if held and held[0] == titles:
                return held[1]
            if held and len(titles) > self._many:
                if self._maker is None:
                    self._maker = threading.Thread(target=self._keep_up, name="titles at hand", daemon=True)
                    self._maker.start()
                return held[1]
        index = self._make(titles)
        with self._lock:
            self._held = (titles, index)
        return index

    @property
    def is_making(self) -> bool:
        """Whether an index is being made beside, or rests after it."""
        return self._maker is not None

    def _keep_up(self) -> None:
        is_behind = True
        while is_behind:
            titles, began = self._wanted, time.monotonic()
            try:
                self._make_beside(titles)
            except Exception:
                logger.exception("titles could not be indexed; the next change of the catalogue tries again")
            self._sleep(_REST * (time.monotonic() - began))
            with self._lock:
                is_behind = self._wanted != titles
                if not is_behind:
                    self._maker = None

    def _make_beside(self, titles: Titles) -> None:
        with giving_way():
            index = self._make(titles)
        with self._lock:
            # Few may be left since, or as many as before: what is wanted now is held already.
            if self._held and self._held[0] == self._wanted:
                return
            self._held = (titles, index)
        self._take(index)
