"""Tries to turn us into something else, and plain abuse: told from people who merely swear. Pure.

An F-word is no insult to us: "fuck yeah", "wtf is this" and "I'm so fucking tired" are how people talk. Only what is
said to us and at us counts, and even then there is nothing to do but to stay short and kind.
"""

from __future__ import annotations

import re
from pathlib import Path

from conversations.understanding.phrase_files import phrases_of

_SAID = phrases_of("provocations", Path(__file__).parent / "phrases")
_INJECTION = re.compile(_SAID["injection"])
_ABUSE = re.compile(_SAID["abuse"])
# Said to us, who have neither a house nor a family. "I'll find you a better one" and "I will beat you at chess" are
# none.
_THREAT = re.compile(_SAID["threat"])
_KINDLY = re.compile(rf"\b{_SAID['kindly']}\b")
_ABOUT_ANOTHER = re.compile(rf"\b{_SAID['another']}\b")


def provocation_in(text: str) -> str:
    """ "injection", "threat", "abuse" or empty."""
    lowered = " ".join(text.lower().replace("’", "'").split())
    if _INJECTION.search(lowered):
        return "injection"
    if _THREAT.search(lowered):
        return "threat"
    if _KINDLY.search(lowered):
        return ""
    found = _ABUSE.search(lowered)
    if not found:
        return ""
    # "My boss is such an idiot" is a bad day, not a word to us.
    before = lowered[: found.start()]
    says_us = re.search(r"\b(?:you|u|ur|bot|thrum)\b", found[0])
    return "" if _ABOUT_ANOTHER.search(before) and not says_us else "abuse"
