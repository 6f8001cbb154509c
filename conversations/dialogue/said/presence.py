"""Whether somebody looks for a sign that we are still there. Pure."""

from __future__ import annotations

import re
from pathlib import Path

from conversations.understanding.normalise import fold
from conversations.understanding.phrase_files import phrases_of

_SAID = phrases_of("presence", Path(__file__).parent / "phrases")
_ARE_YOU_THERE = re.compile(rf"\b{_SAID['are you there']}")


def asks_whether_we_are_there(text: str) -> bool:
    return bool(_ARE_YOU_THERE.search(fold(text)))
