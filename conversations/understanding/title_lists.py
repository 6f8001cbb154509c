"""Enumerations: beside a sure title, or in a row of names, an everyday word is a title too.

"lethal company, content warning, repo": nobody lists two games and a word.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from conversations.understanding.phrase_files import phrases_of
from conversations.understanding.title_mentions import is_seldom_said

# What stands between two items of one list. The full stop and the question mark join only whole sentences.
_JOINT = re.compile(
    r"\s*(?:[,/&+;|>]|,?\s*\b(?:and|n|or|y|e|aur|und|et|vs|then|plus)\b)"
    r"\s*(?:(?:and|or|n|maybe|even|also|the|then)\s+)*"
)
_STOP_JOINT = re.compile(r"\s*(?:\?{1,3}|!{1,3}|\.{1,3})\s*(?:(?:and|or|maybe|even|also|the)\s+)*")
_SIGNS_JOINT = re.compile(r"\s*[/&+|]\s*|\s*\?+\s*")
_SAID = phrases_of("title_lists")
_STARTS_ITEM = re.compile(rf"(?:^|[.,!?;:/(&+\"|>-]|\b{_SAID['begins an item']})\s*(?:the |a )?$")
_ENDS_ITEM = re.compile(rf"\s*(?:$|[.,!?;:\"')/&+(|>]|-|{_SAID['ends an item']}\b)")
_WHOLE_BEFORE = re.compile(r"(?:^|[.,!?;:(])\s*(?:the |maybe |or |and )?$")
_WHOLE_AFTER = re.compile(r"\s*(?:$|[.,!?;:)])")


@dataclass(frozen=True)
class Doubtful:
    """A name found that is an everyday word too, at characters ``start`` to ``end``."""

    title: str
    start: int
    end: int


def those_in_lists(
    words: str, sure: Sequence[tuple[int, int]], doubtful: Sequence[Doubtful], *, is_rare: Callable[[str], bool]
) -> list[Doubtful]:
    """Which of the doubtful names stand beside a sure one, or beside each other in signs that only lists have."""
    taken = list(sure)
    left = [one for one in doubtful if not any(start < one.end and one.start < end for start, end in taken)]
    found: list[Doubtful] = []
    for first, second in itertools.pairwise(left):
        if _are_a_pair(words, first, second, is_rare):
            for one in (first, second):
                if (one.start, one.end) not in taken:
                    taken.append((one.start, one.end))
                    found.append(one)
    grows = True
    while grows:
        grows = False
        for one in left:
            if one not in found and _is_beside(words, one, taken):
                taken.append((one.start, one.end))
                found.append(one)
                grows = True
    return found


def _is_beside(words: str, one: Doubtful, taken: Sequence[tuple[int, int]]) -> bool:
    head, tail = words[: one.start], words[one.end :]
    starts, ends = _STARTS_ITEM.search(head) is not None, _ENDS_ITEM.match(tail) is not None
    is_whole = _WHOLE_BEFORE.search(head) is not None and _WHOLE_AFTER.match(tail) is not None
    for start, end in taken:
        if end <= one.start:
            between = words[end : one.start]
        elif start >= one.end:
            between = words[one.end : start]
        else:
            return False
        if len(between) > 16:
            continue
        if _JOINT.fullmatch(between) and (ends if end <= one.start else starts):
            return True
        if is_whole and _STOP_JOINT.fullmatch(between):
            return True
    return False


def _are_a_pair(words: str, first: Doubtful, second: Doubtful, is_rare: Callable[[str], bool]) -> bool:
    between = words[first.end : second.start] if first.end <= second.start else "no"
    if not (_STARTS_ITEM.search(words[: first.start]) and _ENDS_ITEM.match(words[second.end :])):
        return False
    if _SIGNS_JOINT.fullmatch(between):
        return True
    return bool(_JOINT.fullmatch(between)) and any(
        is_seldom_said(name, is_rare=is_rare(name))
        for name in (words[first.start : first.end], words[second.start : second.end])
    )
