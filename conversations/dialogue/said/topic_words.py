"""What somebody says about being written to first: "no more deals", "tell me about new games". Pure.

Whole messages only. "Show me new games" asks for some now; "tell me about new games" asks to be told from now on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from conversations.understanding.normalise import fold
from conversations.understanding.phrase_files import phrases_of

NEW_GAMES, DEALS, CHECK_INS, LETTERS = "new_games", "deals", "check_ins", "letters"
TOPICS = (NEW_GAMES, DEALS, CHECK_INS, LETTERS)
TITLES = {NEW_GAMES: "new games", DEALS: "deals", CHECK_INS: "check-ins", LETTERS: "letters"}

_SAID = phrases_of("topics", Path(__file__).parent / "phrases")
_NAMED = {
    NEW_GAMES: _SAID["new games"],
    DEALS: _SAID["deals"],
    CHECK_INS: _SAID["check-ins"],
    LETTERS: _SAID["letters"],
}
_LEAD, _TAIL, _ANY = _SAID["lead"], _SAID["tail"], _SAID["any"]
_ONE, _SOME = _SAID["one"], rf"(?P<what>{_SAID['some']})"
_NO, _YES = _SAID["no"], _SAID["yes"]
_REFUSED = re.compile(rf"{_LEAD}(?:i said )?{_NO} {_ANY}{_SOME}{_TAIL}")
_REFUSED_SHORT = re.compile(rf"{_LEAD}(?:no {_ANY}(?P<some>{_ONE}) {_SAID['messages']}|(?P<what>{_ONE}) off){_TAIL}")
_ALLOWED = re.compile(rf"{_LEAD}{_YES} {_ANY}{_SOME}{_TAIL}")
_ALLOWED_SHORT = re.compile(rf"{_LEAD}(?P<what>{_ONE}) on{_TAIL}")
_ONLY = re.compile(
    rf"{_LEAD}(?:only|just) {_YES} {_ANY}{_SOME}{_TAIL}"
    rf"|{_LEAD}{_YES} (?:only |just )(?P<alone>{_ONE}){_TAIL}"
    rf"|{_LEAD}{_YES} (?P<sole>{_ONE})(?: only| and nothing else){_TAIL}"
)
_ASKS = re.compile(rf"{_LEAD}{_SAID['what comes']}[ ?.!]*")
# Whoever says "stop", "never" or "at all" with it means none.
_FEWER = re.compile(rf"{_LEAD}{_SAID['fewer']}{_TAIL}\??")
_LONGEST = 120


@dataclass(frozen=True)
class TopicWish:
    """``allowed`` and ``refused`` may both be filled: "only tell me about deals"."""

    allowed: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def read_topics(text: str) -> TopicWish | None:
    """None where the message says nothing certain about what we may write of."""
    words = _bare(text)
    if not words:
        return None
    if found := _ONLY.fullmatch(words):
        wanted = _topics_in(next(filter(None, found.groupdict().values())))
        return TopicWish(wanted, tuple(topic for topic in TOPICS if topic not in wanted))
    if found := _REFUSED.fullmatch(words) or _REFUSED_SHORT.fullmatch(words):
        return TopicWish(refused=_topics_in(next(filter(None, found.groupdict().values()))))
    if found := _ALLOWED.fullmatch(words) or _ALLOWED_SHORT.fullmatch(words):
        return TopicWish(allowed=_topics_in(found["what"]))
    return None


def asks_for_topics(text: str) -> bool:
    """ "What do you write me about?": they want to see and change it."""
    words = _bare(text)
    return bool(words) and bool(_ASKS.fullmatch(words))


def asks_for_fewer(text: str) -> bool:
    """ "Don't text me so often": less, while "stop texting me" is none."""
    words = _bare(text)
    return bool(words) and bool(_FEWER.fullmatch(words))


def _bare(text: str) -> str:
    words = " ".join(fold(text).replace("’", "'").split()) if len(text) <= _LONGEST else ""
    return words.strip(" \"'“”")


def _topics_in(words: str) -> tuple[str, ...]:
    return tuple(topic for topic in TOPICS if re.search(rf"\b{_NAMED[topic]}\b", words))
