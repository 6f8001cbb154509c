"""Moods that are told as such: "in an adventurous mood", "cosy vibes", "in the mood for something silly".

Meaning alone reads "in a … mood" as cheerful, for who speaks of a mood is mostly in a good one.
"""

from __future__ import annotations

import re

from conversations.understanding.mood_words import STEMS, is_wanted_less
from conversations.understanding.negation import Scopes

_ANY = "|".join(STEMS.values())
_WHICH = re.compile("|".join(rf"(?P<{mood}>(?<![\w'])(?:{stems})(?![\w']))" for mood, stems in STEMS.items()))
_SPOKEN_OF = re.compile(r"\b(?:moods?|vibes?|headspace|mindset)\b")
_KIND = r"(?: (?:kind ?of|sort ?of|kinda|sorta|type of|gaming|game))?"
# A mood that is over, or not theirs: "i was in a happy mood".
_GONE = re.compile(
    r"\b(?:was|were|wasn't|been|killed|ruined|spoil(?:ed|t)|lost)(?: \w+)?(?: in)?(?: an?| my| the| our)? $"
)
_TELLING = (
    re.compile(
        rf"(?<![\w'])(?P<said>(?:(?:{_ANY})(?:,? (?:and|but|n|yet) |, ?| ?/ ?)){{0,4}}(?:{_ANY})){_KIND}"
        r" (?:moods?|vibes?|headspace|mindset)\b(?! (?:board|swing|killer))"
    ),
    re.compile(rf"\bmood (?:for|to be|to feel) (?:\w+ ){{0,3}}?(?P<said>(?:{_ANY})(?: and (?:{_ANY}))?)(?![\w'])"),
)


def read_told_moods(words: str, scopes: Scopes) -> tuple[str, ...]:
    """In the order in which they are told; what is refused is none."""
    if not _SPOKEN_OF.search(words):
        return ()
    told = [
        (found.start("said"), mood)
        for pattern in _TELLING
        for found in pattern.finditer(words)
        if not scopes.cover(found.start("said"), found.start("said") + 1)
        and not is_wanted_less(words, found.start("said"))
        and not _GONE.search(words[max(0, found.start("said") - 40) : found.start("said")])
        for mood in (which.lastgroup or "" for which in _WHICH.finditer(found["said"]))
    ]
    return tuple(dict.fromkeys(mood for _, mood in sorted(told, key=lambda one: one[0])))
