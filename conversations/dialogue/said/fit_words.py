"""The answer to "did it fit?": yes, kind of, no, or not tried yet. Pure."""

from __future__ import annotations

import re
from pathlib import Path

from conversations.understanding.phrase_files import phrases_of

_SAID = phrases_of("fitting", Path(__file__).parent / "phrases")

YES, KINDA, NO = 1.0, 0.5, 0.0
VALUES = {"yes": YES, "kinda": KINDA, "no": NO}

_NOT_YET = re.compile(_SAID["not yet"])
_KINDA = re.compile(rf"\b{_SAID['kinda']}\b|🤷|😐|👌")
_NO = re.compile(rf"^{_SAID['no']}\b|\b{_SAID['it did not']}\b|👎|😡|😒")
_YES = re.compile(rf"^{_SAID['yes']}\b|\b{_SAID['it did']}\b|👍|❤|🔥|😍|💯|✅")


def read_fit(text: str) -> float | str | None:
    """A share, "not yet", or None for words that answer something else."""
    words = " ".join(text.casefold().replace("’", "'").split())
    if not words or len(words.split()) > 14 or words.endswith("?"):
        return None
    if _NOT_YET.search(words):
        return "not yet"
    if _KINDA.search(words):
        return KINDA
    if _NO.search(words):
        return NO
    return YES if _YES.search(words) else None
