"""Wishes and questions that no record of ours can answer: ads, languages, subscriptions, streaming, machines. Pure.

Saying nothing would sound like a yes, so it is said that our notes are silent and the store page is not.
"""

from __future__ import annotations

import re
from pathlib import Path

from conversations.understanding.phrase_files import phrases_of

_SAID = phrases_of("uncheckable", Path(__file__).parent / "phrases")
# Some end in a sign: "ubisoft+".
_ABOUT = {about: re.compile(rf"\b{words}(?!\w)") for about, words in _SAID.items()}


def uncheckable_in(text: str) -> tuple[str, ...]:
    """What is asked for that our records do not hold, as in "I don't know …", in the order of the file; at most two."""
    lowered = text.lower().replace("’", "'")
    return tuple(about for about, words in _ABOUT.items() if words.search(lowered))[:2]
