"""What a language model may correct that the checker misses, where one is set up: their own sentence, nothing else.

Its answer is taken apart into corrections of ours; whatever is no small change of the player's own words is dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from itertools import pairwise

from conversations import llm
from conversations.english_buddy.correcting import is_slang
from conversations.english_buddy.types import Correction, Kind

PURPOSE = "english"
_SECONDS = 6.0  # nobody waits for it
_WORD = re.compile(r"[\w'’]+")
_LEAST_ALIKE = 0.6
_MOST_CHANGES = 3
_MOST_NEW_WORDS = 3  # in one change
_INSTRUCTIONS = (
    "A player who learns English wrote the message. Write it again with only its mistakes of grammar mended: articles,"
    " agreement, prepositions, tenses, plurals, forms of words. Leave slang, abbreviations, lower case, missing points,"
    " emoji, names, titles of games and every other word as they are. better: the message, unchanged where nothing is"
    " wrong."
)


@dataclass(frozen=True)
class Mended:
    better: str


def ask(text: str, *, session_id: int | None, now: datetime) -> tuple[Correction, ...]:
    """Ask outside of transactions; nothing where there is no model, or none that may be believed."""
    if not llm.is_configured():
        return ()
    answer = llm.ask(
        purpose=PURPOSE, instructions=_INSTRUCTIONS, player_text=text, shape=Mended, session_id=session_id,
        seconds=_SECONDS, now=now,
    )  # fmt: skip
    return changes_between(text, answer.value.better) if isinstance(answer, llm.Answer) else ()


def changes_between(said: str, better: str) -> tuple[Correction, ...]:
    """The corrections that make ``better`` of ``said``; none where it is another sentence. Pure."""
    ours, theirs = list(_WORD.finditer(said)), list(_WORD.finditer(better))
    before, after = [_plain(word) for word in ours], [_plain(word) for word in theirs]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if not ours or matcher.ratio() < _LEAST_ALIKE or _numbers(said) != _numbers(better):
        return ()
    found = []
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag == "equal":
            continue
        if any(is_slang(word) for word in before[start:end]) or last - first > _MOST_NEW_WORDS:
            return ()
        if tag == "insert" and end < len(ours):
            end += 1  # before the word that follows
            last += 1
        elif tag == "insert":
            start, first = start - 1, first - 1
        right = " ".join(word.group() for word in theirs[first:last])
        begin, stop = ours[start].start(), ours[end - 1].end()
        if not right and begin and said[begin - 1] == " ":
            begin -= 1
        found.append(Correction(begin, stop, right, Kind.WORD))
    # Of one equal word between two inserts both would take hold.
    if len(found) > _MOST_CHANGES or any(one.overlaps(after.start, after.end) for one, after in pairwise(found)):
        return ()
    return tuple(found)


def _plain(word: re.Match[str]) -> str:
    return word.group().casefold().replace("’", "'")


def _numbers(text: str) -> list[str]:
    return re.findall(r"\d+", text)
