"""A sign-in code, undo, repeat, skip, cancel and a new beginning, in whatever words. Pure."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from conversations.understanding.phrase_files import phrases_of

_SAID = phrases_of("commands", Path(__file__).parent / "phrases")
_COMMANDS: Final = {
    "code": re.compile(_SAID["code"]),
    "undo": re.compile(_SAID["undo"]),
    "repeat": re.compile(_SAID["repeat"]),
    "skip": re.compile(_SAID["skip"]),
    "cancel": re.compile(_SAID["cancel"]),
    "afresh": re.compile(_SAID["afresh"]),
}
_LED_IN: Final = re.compile(rf"^(?:{_SAID['led in']}[\s,.!]+)+(?=\w)")


def command_in(text: str) -> str:
    """ "code", "undo", "repeat", "skip", "cancel" or "afresh" where that is all they say; empty otherwise."""
    bare = _LED_IN.sub("", text.strip().lower().replace("’", "'")).strip(" .!?,")
    return next((name for name, pattern in _COMMANDS.items() if pattern.fullmatch(bare)), "")
