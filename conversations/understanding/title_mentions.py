"""How games are spoken of, for names that chat seldom says of anything else: "fez levels of secrets", "gone home made me cry".

What would prove nothing of an everyday word ("control was good", "the inside") is enough for these.
"""

from __future__ import annotations

import re

from conversations.understanding.phrase_files import listed, phrases_of

_ALSO_SAID = listed("title_mentions", "also said")
_ALSO_SAID_PHRASES = listed("title_mentions", "phrases also said")

_SAID = phrases_of("title_mentions")
_FAVOURITE_BEFORE = re.compile(
    rf"\b{_SAID['favourite']}(?: {_SAID['after the favourite']})* ?(?:is|was|:|-|=|be|like|to) $"
)
_BEFORE = re.compile(rf"\b{_SAID['spoken of before']}\s*(?:the |el |la |le |das |den |o |old )?$")
_AFTER_ANYWHERE = re.compile(rf"^(?:'s|s)? {_SAID['spoken of after']}")
_AFTER_AT_START = re.compile(rf"^(?: {_SAID['really']})*(?: {_SAID['spoken of at the start']}|:| > | >> | >>> | = )")
_CLAUSE_BEGINS = re.compile(rf"(?:^|[.,!?;:(\"]|[^\x00-\x7f]|\b{_SAID['begins a clause']})\s*(?:old |good old |ol )?$")
_WHOLE_AFTER = re.compile(r"^\s*(?:$|[.!?,;:)\"]|[^\x00-\x7f])")
_WHOLE_BEFORE = re.compile(r"(?:^|[.!?;:(\"])\s*$")


def is_seldom_said(name: str, *, is_rare: bool) -> bool:
    """Whether chat seldom says ``name`` of anything but the game; ``is_rare`` tells so of one word by a dictionary."""
    if " " in name:
        return name not in _ALSO_SAID_PHRASES and not name.startswith(("the ", "a ", "to ", "not ", "for "))
    return is_rare and len(name) > 2 and name not in _ALSO_SAID


def is_mentioned(words: str, start: int, end: int) -> bool:
    """Whether the words beside a seldom said name speak of it as of a game."""
    head, tail = words[:start], words[end:]
    if _FAVOURITE_BEFORE.search(head) or _BEFORE.search(head) or _AFTER_ANYWHERE.match(tail):
        return True
    if _CLAUSE_BEGINS.search(head) and _AFTER_AT_START.match(tail):
        return True
    return _WHOLE_BEFORE.search(head) is not None and _WHOLE_AFTER.match(tail) is not None
