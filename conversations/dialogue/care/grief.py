"""Words of loss and of strong sadness: they are met with sympathy before anything else. Pure.

Weaker than what ``distress.py`` looks for: nobody is in danger, and a quiet game is welcome.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from conversations.understanding.normalise import fold
from conversations.understanding.phrase_files import phrases_of

DEATH = "death"
# What a game's record calls itself when it is about loss.
TAGS_OF_LOSS = ("grief", "death", "loss", "mourning", "melancholy", "emotional", "dying", "funeral", "suicide")

_SAID = phrases_of("sorrows", Path(__file__).parent / "phrases")
# Kind → its words. The first that is found is the one that is answered.
_SORROWS: Mapping[str, re.Pattern[str]] = {
    DEATH: re.compile(_SAID["death"]),
    "breakup": re.compile(_SAID["breakup"]),
    "work": re.compile(_SAID["work"]),
    "tears": re.compile(_SAID["tears"]),
}
_DENIED = re.compile(_SAID["denied"])
_KEEPS_SILENT = re.compile(rf"{_SAID['keeps silent']}[\s.!…]*")
_ASKS_LEAVE = re.compile(rf"\b{_SAID['asks whether it is allowed']}\b")
_TOLD = re.compile(_SAID["told"])


def sorrow_in(text: str) -> str:
    """Which kind of loss or sadness somebody tells of as their own: death, breakup, work, tears; empty for none."""
    folded = _folded(text)
    if _TOLD.search(folded):
        return ""
    folded = _DENIED.sub(" ", folded)
    return next((kind for kind, words in _SORROWS.items() if words.search(folded)), "")


def keeps_silent(text: str) -> bool:
    """ "I don't want to talk about it", and nothing else."""
    return bool(_KEEPS_SILENT.fullmatch(_folded(text)))


def asks_leave(text: str) -> bool:
    """Whether somebody wonders if they may enjoy themselves at all."""
    return bool(_ASKS_LEAVE.search(_folded(text)))


def _folded(text: str) -> str:
    return " ".join(fold(text).replace("’", "'").split())
