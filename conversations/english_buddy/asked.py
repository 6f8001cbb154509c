"""Whether somebody asks for help with their English, or has had enough of it. Pure.

Only whole messages are taken: "stop correcting me" is no STOP, and "help me find a game in English" is a wish.
"""

from __future__ import annotations

import re
from pathlib import Path

from conversations.understanding.phrase_files import phrases_of

_SAID = phrases_of("english_asked", Path(__file__).parent / "phrases")

_LONGEST = 100
_ON = re.compile(rf"{_SAID['start']}{_SAID['ask']}{_SAID['help wanted']}{_SAID['end']}")
_OFF = re.compile(rf"{_SAID['start']}{_SAID['ask']}{_SAID['no more help']}{_SAID['end']}")


def read_request(text: str) -> bool | None:
    """True: help from now on; False: no more of it; None: something else."""
    plain = " ".join(text.casefold().replace("’", "'").split())
    if not plain or len(plain) > _LONGEST:
        return None
    if _OFF.fullmatch(plain):
        return False
    return True if _ON.fullmatch(plain) else None
