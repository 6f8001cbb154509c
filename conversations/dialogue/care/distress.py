"""Words that must never be met with a game: somebody may be in danger. Pure.

Better once too often than once too little: only what is plainly a joke, about a game or about somebody else's
story is let through. Said in English and, as far as a few certain phrases go, in other languages.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

from conversations.dialogue.care import harm
from conversations.understanding.normalise import fold
from conversations.understanding.phrase_files import phrases_of

_PHRASES = Path(__file__).parent / "phrases"
_SAID = phrases_of("distress", _PHRASES)
_TONGUES = phrases_of("distress_tongues", _PHRASES)
_AFTER = phrases_of("after_care", _PHRASES)
_CERTAIN = re.compile(rf"\b{_SAID['certain']}\b")
_PLAIN = re.compile(_SAID["plain"])
_OFTEN = re.compile(rf"\b{_SAID['often']}\b")
_ELSEWHERE = re.compile(rf"\b{_TONGUES['in latin letters']}\b|{_TONGUES['in other letters']}")
_JOKING = re.compile(rf"\b{_SAID['joking']}\b|[😂🤣😅😆😹💀]")
_CAUSE = re.compile(_SAID["cause"])
_ABOUT_A_GAME = re.compile(_SAID["about a game"])
_ABOUT_ME_ALL_THE_SAME = re.compile(rf"\b{_SAID['about me all the same']}\b")
_NOT_ME = re.compile(_SAID["not me"])
_SOMEBODY_ELSE = re.compile(_SAID["somebody else"])
_WANTS_A_GAME = re.compile(rf"\b{_AFTER['wants a game']}\b")
_IS_FINE = re.compile(rf"\b{_AFTER['is fine']}\b")
_NOT_FINE = re.compile(rf"\b{_AFTER['not fine']}\b")
_THANKS = re.compile(rf"\b{_AFTER['thanks']}\b")
_RECENT = timedelta(days=2)


def is_serious(text: str) -> bool:
    """Whether somebody says, in earnest as far as one can tell, that they want to die or hurt themselves.

    Fear for somebody else counts too, and who is hurt by another: they need the same help lines.
    """
    if harm.is_harmed(text):
        return True
    lowered = " ".join(text.lower().replace("’", "'").replace("`", "'").split())
    if _ELSEWHERE.search(lowered) or _ELSEWHERE.search(fold(lowered)):
        return not _JOKING.search(lowered)
    means_it = bool(_ABOUT_ME_ALL_THE_SAME.search(lowered))
    if not means_it:
        # "I don't want to hurt myself but I want to die": what is denied goes, the rest is looked at.
        lowered = _NOT_ME.sub(" ", lowered)
    if _PLAIN.search(lowered):
        return True
    if _ABOUT_A_GAME.search(lowered) and not means_it:
        return False
    if _CERTAIN.search(lowered) or _SOMEBODY_ELSE.search(lowered):
        return means_it or not _is_laughed_at(lowered)
    return bool(_OFTEN.search(lowered)) and (means_it or not (_JOKING.search(lowered) or _CAUSE.search(lowered)))


def _is_laughed_at(lowered: str) -> bool:
    """Loud laughter and a cause: "gonna kill myself lmao this homework". One alone is not enough here."""
    return bool(_JOKING.search(lowered)) and bool(_CAUSE.search(lowered))


def is_recent(at: datetime | None, *, now: datetime) -> bool:
    """Whether such words were said so lately that we still speak softly and ask for nothing."""
    return at is not None and now - at < _RECENT


def after_care(text: str) -> str:
    """What is said after a word of care: "game", "fine", "thanks", or empty for anything else."""
    lowered = text.lower().replace("’", "'")
    if _NOT_FINE.search(lowered):
        return ""
    if _WANTS_A_GAME.search(lowered):
        return "game"
    if _IS_FINE.search(lowered):
        return "fine"
    return "thanks" if _THANKS.search(lowered) else ""
