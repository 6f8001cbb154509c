"""The first look at a message: words and patterns, a few millionths of a second, no database. Pure.

CERTAIN is what nobody says kindly; SUSPECTED may be a figure of speech, a game or a joke, and is dropped where the
words around it say so. Most people who write "kill" want a game. What somebody may do to themselves is not looked for
here: ``dialogue/care/distress.py`` answers that at once.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from conversations.moderation import patterns
from conversations.moderation.folding import fold, readings
from conversations.moderation.required import Finder, may_match

CERTAIN: Final = "certain"
SUSPECTED: Final = "suspected"
_FINDER: Final = Finder(
    word for rule in patterns.RULES for clauses in rule.needs for words in clauses for word in words
)


@dataclass(frozen=True)
class Finding:
    """``words`` are those that it is about, folded, with some on either side where they are few."""

    category: str
    certainty: str
    reason: str
    words: str


def look(text: str, *, benign: Collection[str] = (), is_ours: bool = False) -> tuple[Finding, ...]:
    """What may be wrong with a text, at most one finding a category, the graver one.

    ``benign``: folded phrases that people have found harmless; a finding within one of them is none.
    ``is_ours``: for what we send ourselves, which is read as it stands, for we disguise nothing, and where a link to a
    store beside "free" is no bait.
    """
    found: dict[str, Finding] = {}
    for reading in (fold(text),) if is_ours else readings(text):
        words = _FINDER.words_in(reading)
        for rule in patterns.RULES:
            if not may_match(rule.needs, words) or (is_ours and rule.category == "scam"):
                continue
            earlier = found.get(rule.category)
            if earlier and not _is_graver(rule, earlier):
                continue
            match = _first(rule, reading, benign)
            if match:
                found[rule.category] = Finding(rule.category, rule.certainty, rule.reason, _around(match, reading))
    return tuple(found.values())


def phrase_of(text: str) -> str:
    """As ``benign`` phrases are written."""
    return fold(text)


def _is_graver(rule: patterns.Rule, earlier: Finding) -> bool:
    return rule.certainty == CERTAIN and earlier.certainty == SUSPECTED


def _first(rule: patterns.Rule, reading: str, benign: Collection[str]) -> re.Match[str] | None:
    """What the rule finds, unless something else in the text takes it away; that is looked for last."""
    for match in rule.pattern.finditer(reading):
        if any(_covers(phrase, match, reading) for phrase in benign):
            continue
        if rule.unless and rule.unless.search(reading):
            return None
        if rule.certainty == SUSPECTED and rule.may_be_play and _is_play(reading):
            return None
        return match
    return None


def _is_play(reading: str) -> bool:
    return bool(patterns.ABOUT_A_GAME.search(reading) or patterns.JOKING.search(reading))


def _covers(phrase: str, match: re.Match[str], reading: str) -> bool:
    """Whether the match lies within an occurrence of the phrase."""
    at = reading.find(phrase) if phrase else -1
    while at >= 0:
        if at <= match.start() and match.end() <= at + len(phrase):
            return True
        at = reading.find(phrase, at + 1)
    return False


_FEW_WORDS: Final = 5


def _around(match: re.Match[str], reading: str) -> str:
    """Whole words, two more on either side where the match alone is short."""
    before, after = reading[: match.start()].split(" "), reading[match.end() :].split(" ")
    middle = f"{before[-1]}{match[0]}{after[0]}"
    if len(middle.split()) < _FEW_WORDS:
        return " ".join([*before[-3:-1], middle, *after[1:3]]).strip()
    return middle.strip()
