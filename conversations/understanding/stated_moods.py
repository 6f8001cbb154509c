"""Moods that somebody says in so many words: "im so hyped", "too knackered", "i want scares".

In a reaction or a question most mood words are about the game ("is it relaxing"), so there only these count.
"""

from __future__ import annotations

import re

from conversations.understanding.negation import Scopes
from conversations.understanding.phrase_files import phrases_of

_PATTERNS = {mood: re.compile(rf"(?<![\w']){said}(?![\w'])") for mood, said in phrases_of("stated_moods").items()}
_ABOUT_THEN = re.compile(r"\b(?:was|were|used to|back when|when i was|last time)\b[^.!?,]{0,20}$")


def read_stated_mood(words: str, scopes: Scopes) -> str:
    """The first mood stated, or ""; what is refused or long ago is none."""
    found = [
        (match.start(), mood)
        for mood, pattern in _PATTERNS.items()
        for match in pattern.finditer(words)
        if not scopes.cover(match.start(), match.start() + 1) and not _ABOUT_THEN.search(words[: match.start()])
    ]
    return min(found)[1] if found else ""
