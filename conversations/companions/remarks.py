"""What somebody says about a scene, or of themselves because of it, and does not do in it. Pure.

"That guard looks like my boss" is no deed: it wants a word back, and the scene stays where it is. What is said of a
third, in a verb of being or seeming, and what is felt, liked or remembered is such a remark, as long as nothing that
anybody does stands beside it.
"""

from __future__ import annotations

import re
from pathlib import Path

from conversations.understanding.phrase_files import phrases_of

# Of the scene, of something in their own life, or of how dull it is.
SCENE, MEMORY, DULL = "remark", "memory", "dull"

_SAID = phrases_of("remarks", Path(__file__).parent / "phrases")
_CLAUSE = re.compile(
    r"[.!?,;…\n]+|\s[-–]\s|\s+(?:but|and|because|cuz|cos|since|so)\s+(?=(?:i|it|he|she|they|that|this|my)\b)"
)
_INTERJECTION = re.compile(rf"(?:{_SAID['interjection']}\b[\s!]*)+")
_OF_A_THIRD = re.compile(rf"{_SAID['of a third']}\b.*")
_OF_MINE = re.compile(rf"{_SAID['of mine']}\b.*")
_HAVE_FELT = rf"(?:'ve| have)?\s*{_SAID['felt']}\b"
_OF_ME = re.compile(rf"(?:i|im|we){_HAVE_FELT}.*")
_OUTCRY = re.compile(rf"{_SAID['outcry']}(?: [\w'-]+){{0,3}}")
_DULL = re.compile(rf"\b{_SAID['dull']}\b")
# "… so I sneak past": what stands behind "I" and is neither felt nor remembered is done.
_DONE = re.compile(rf"\b{_SAID['will do']}\b|\b(?:i|we)\b(?!{_HAVE_FELT})(?!')")
_PREFERRED = re.compile(rf"\b{_SAID['preferred']}\b")
_MINE = re.compile(r"\b(?:my|our|i|me|we|us)\b")
_RECALLED = re.compile(rf"\b{_SAID['recalled']}\b")
_MOST_WORDS = 30


def remark_in(text: str) -> str:
    """``SCENE``, ``MEMORY`` or ``DULL`` where somebody only remarks on something; empty where they do or ask."""
    lowered = " ".join(text.lower().replace("’", "'").split())
    if "?" in lowered or len(lowered.split()) > _MOST_WORDS or _DONE.search(lowered) or _PREFERRED.search(lowered):
        return ""
    clauses = [_INTERJECTION.sub(" ", f"{one} ").strip() for one in _CLAUSE.split(lowered)]
    told = [one for one in clauses if one]
    if not told:
        return SCENE if _INTERJECTION.search(f"{lowered} ") else ""
    if not all(any(form.fullmatch(one) for form in (_OF_A_THIRD, _OF_MINE, _OF_ME, _OUTCRY)) for one in told):
        return ""
    if _DULL.search(lowered):
        return DULL
    return MEMORY if _MINE.search(lowered) and _RECALLED.search(lowered) else SCENE
