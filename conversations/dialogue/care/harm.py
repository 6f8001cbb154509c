"""Words of somebody whom another person hurts: they need a person and a help line, and no game. Pure.

Only what is done to them by people counts: bosses of games hit everybody, and brothers "beat" each other at racing.
"""

from __future__ import annotations

import re
from pathlib import Path

from conversations.understanding.phrase_files import phrases_of

_SAID = phrases_of("harm", Path(__file__).parent / "phrases")
_HURT = re.compile(_SAID["hurt"])
_OF_A_GAME = re.compile(rf"\b{_SAID['of a game']}\b")
_JOKING = re.compile(rf"\b{_SAID['joking']}\b|[😂🤣😆😹]")
_DENIED = re.compile(_SAID["denied"])
_LONGEST = 600


def is_harmed(text: str) -> bool:
    """Whether somebody tells, as far as one can see in earnest, that a person near them hurts them."""
    lowered = " ".join(text[:_LONGEST].lower().replace("’", "'").replace("`", "'").split())
    if not _HURT.search(lowered):
        return False
    return not (_JOKING.search(lowered) or _OF_A_GAME.search(lowered) or _DENIED.search(lowered))
