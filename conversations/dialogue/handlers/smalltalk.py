"""Thanks, jokes, "are you real?": a short friendly word and the door left open."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from conversations.dialogue.handlers import refine
from conversations.dialogue.offers.offering import offer
from conversations.dialogue.said import own_words
from conversations.dialogue.said.critiques import read_critiques
from conversations.dialogue.types import Outcome, Prompt, Turn
from conversations.understanding.phrase_files import phrases_of

_SAID = phrases_of("smalltalk", Path(__file__).parent / "phrases")

_OR = (Prompt("like", "I'm in"), Prompt("more", "something else"))
COMFORT = "comfort"  # we asked whether a game might help

_THANKS = re.compile(r"\b(?:thank(?:s| you)?|thx|ty|tysm|cheers|appreciate|merci|gracias|danke)\b")
_ONLY_THANKS = re.compile(
    rf"^(?:{_SAID['before thanks']} )?{_SAID['thanks']}(?: {_SAID['after thanks']})?[\s!.❤🙏💕😊]*$"
)
_BYE = re.compile(rf"\b{_SAID['bye']}\b")
_MY_NAME = re.compile(_SAID["their name"])
_ARE_YOU = re.compile(_SAID["what we are"])

_ASKED = {
    "joke": re.compile(_SAID["joke"]),
    "favourite": re.compile(_SAID["favourite"]),
    "no_hands": re.compile(_SAID["no hands"]),
    "listening": re.compile(_SAID["listening"]),
    "languages": re.compile(_SAID["languages"]),
    "no_age": re.compile(_SAID["no age"]),
}  # fmt: skip


def handle(turn: Turn) -> Outcome:
    lowered = turn.text.lower()
    if turn.state.offered and read_critiques(turn.text):
        return refine.handle(turn)
    if _ARE_YOU.search(lowered):
        return turn.answer("smalltalk.a_bot", state=turn.state)
    if _THANKS.search(lowered) or is_only_thanks(turn.text):
        return turn.answer("smalltalk.thanks", state=turn.state)
    if _BYE.search(lowered):
        return turn.answer("smalltalk.bye", state=turn.state)
    if asked := about_us(turn):
        return asked
    if own_words.doubts_their_worth(turn.text):
        return of_worth(turn)
    if turn.reading.sentiment == "negative" or own_words.sounds_low(turn.text):
        return low(turn)
    if turn.state.offered and own_words.only_ok(turn.text):
        return turn.answer("smalltalk.ok_then", state=turn.state, prompts=_OR)
    return turn.answer("smalltalk.chat", state=turn.state)


def own_name(turn: Turn) -> Outcome | None:
    """ "What's my name?": as it stands in our notes."""
    if not _MY_NAME.search(turn.text.lower().replace("’", "'")):
        return None
    name = "" if turn.is_child else own_words.usable_name(turn.contact.display_name)
    if name:
        return turn.answer("smalltalk.your_name", state=turn.state, told=name)
    return turn.answer("smalltalk.no_name", state=turn.state)


def low(turn: Turn) -> Outcome:
    """They are not well: an ear, and a game if they want one."""
    return turn.answer("smalltalk.low", state=replace(turn.state, awaiting=COMFORT))


def of_worth(turn: Turn) -> Outcome:
    """ "Am I a loser?": a kind no, and a game if they want one."""
    return turn.answer("smalltalk.worth", state=replace(turn.state, awaiting=COMFORT))


def about_us(turn: Turn) -> Outcome | None:
    """A question about the bot itself, their name, or a joke that is wanted; None for anything else."""
    if named := own_name(turn):
        return named
    lowered = turn.text.lower()
    key = next((name for name, words in _ASKED.items() if words.search(lowered)), "")
    return turn.answer(f"smalltalk.{key}", state=turn.state) if key else None


def is_only_thanks(text: str) -> bool:
    return bool(_ONLY_THANKS.match(text.strip().lower()))


def comfort(turn: Turn) -> Outcome:
    """They said yes to something that might help a bit."""
    tonight = replace(turn.state.tonight, mood=turn.state.tonight.mood or "sad")
    return offer(turn, turn.state.with_wish(tonight), lead="offer.lead", ack=turn.say("ack.plain"))
