"""Wishes about who speaks and how: another persona, other words, "who are you?". Pure.

Only whole messages are taken, for "something easier" and "can I talk to somebody else" mean a game and a person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from conversations.understanding.phrase_files import phrases_of

_SAID = phrases_of("persona_requests", Path(__file__).parent / "phrases")


_EASY = re.compile(rf"{_SAID['start']}{_SAID['easier words']}{_SAID['end']}")
_NORMAL = re.compile(rf"{_SAID['start']}{_SAID['usual words']}{_SAID['end']}")
_RICH = re.compile(rf"{_SAID['start']}{_SAID['finer words']}{_SAID['end']}")
_WHO = re.compile(rf"{_SAID['start']}{_SAID['who']}{_SAID['end']}")
_SOMEBODY_ELSE = re.compile(rf"{_SAID['start']}{_SAID['ask']}{_SAID['somebody else']}{_SAID['end']}")
_YOURSELF = re.compile(rf"{_SAID['start']}{_SAID['ask']}{_SAID['yourself']}{_SAID['end']}")
_AS_WHOM = re.compile(
    rf"{_SAID['start']}{_SAID['ask']}{_SAID['as whom']} "
    r"(?:a |an |the |my |our |your )?(?P<who>[a-z][a-z' -]{1,28}?)"
    rf"(?: (?:back|voice|persona|style|one))?{_SAID['end']}"
)
# What "talk like …" may ask for without naming one of ours; "switch to …" and the like mean games.
_IMITATE = re.compile(rf"{_SAID['start']}{_SAID['ask']}(?:talk|speak|sound|act|write)(?:ing)? (?:to me )?(?:like|as) ")
_LONGEST_TALK = 500
# Who writes more than that wants more than another voice. The patterns above are quick only below it: their
# optional words may be divided in many ways.
_LONGEST = 90
_NOBODY = frozenset(
    {"that", "this", "it", "me", "you", "him", "her", "them", "a human", "human", "person", "real person"}
)


@dataclass(frozen=True)
class Request:
    """``kind``: level, persona, next, default, who or unknown; ``argument`` the level or the persona."""

    kind: str
    argument: str = ""


def read_request(text: str, *, aliases: Mapping[str, str]) -> Request | None:
    """The wish in a message that says nothing else. ``aliases``: what personas are called, folded, to their keys."""
    lowered = " ".join(text.casefold().replace("’", "'").split())
    if not lowered or len(lowered) > _LONGEST:
        return None
    for level, pattern in (("easy", _EASY), ("normal", _NORMAL), ("rich", _RICH)):
        if pattern.fullmatch(lowered):
            return Request("level", level)
    if _WHO.fullmatch(lowered):
        return Request("who")
    if _YOURSELF.fullmatch(lowered):
        return Request("default")
    if _SOMEBODY_ELSE.fullmatch(lowered):
        return Request("next")
    if found := _AS_WHOM.fullmatch(lowered):
        return _persona(found["who"].strip(), lowered, aliases)
    return None


def level_within(text: str) -> str:
    """The level asked for in one sentence among others: "simple english please. i want something calm"."""
    sentences = re.split(r"[.!?;\n]+", text[:_LONGEST_TALK])
    wishes = (read_request(sentence, aliases={}) for sentence in sentences)
    return next((wish.argument for wish in wishes if wish and wish.kind == "level"), "")


def _persona(who: str, text: str, aliases: Mapping[str, str]) -> Request | None:
    bare = {alias.removeprefix("the ").removeprefix("a "): key for alias, key in aliases.items()}
    if key := bare.get(who):
        return Request("persona", key)
    return Request("unknown") if _IMITATE.match(text) and who not in _NOBODY else None
