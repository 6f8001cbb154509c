"""Is it a machine that we are talking with? Told from how messages come; no ORM, no settings.

Two bots that answer each other never tire, and each of our replies is paid for. A person who is
taken for one gets a word about it and an operator who looks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

_ECHOES = 5  # the same words so often in a row are an automatic answer …
_ECHOED_WITHIN = timedelta(hours=1)
_ECHO_CHARS = 20  # … unless they are few: people do write "more" five times
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True)
class Heard:
    """A typed message: taps do not count, machines do not tap."""

    at: datetime
    body: str


def reach_back(*, minutes: int) -> timedelta:
    """How far back messages matter."""
    return max(timedelta(minutes=minutes), _ECHOED_WITHIN)


def is_loop(heard: Sequence[Heard], *, messages: int, minutes: int) -> bool:
    """``heard`` is newest first: more than ``messages`` in ``minutes``, or the same words again and again."""
    if not heard:
        return False
    newest = heard[0].at
    if sum(newest - one.at < timedelta(minutes=minutes) for one in heard) > messages:
        return True
    latest = [one for one in heard[:_ECHOES] if newest - one.at < _ECHOED_WITHIN]
    words = {_gist(one.body) for one in latest}
    return len(latest) == _ECHOES and len(words) == 1 and len(words.pop()) >= _ECHO_CHARS


def _gist(body: str) -> str:
    """Automatic answers differ in ticket numbers and times alone."""
    return " ".join(_NUMBERS.sub("0", body).casefold().split())
