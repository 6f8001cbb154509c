"""A voice note, a photo, a pin: received kindly, words asked for. What was hardly heard is said back first."""

from __future__ import annotations

from dataclasses import replace

from conversations import hearing
from conversations.dialogue.offers.offering import MOOD_PROMPTS
from conversations.dialogue.types import Draft, Outcome, Prompt, Turn

KINDS = ("voice", "image", "video", "document", "location", "contact", "sticker")
_QUOTED = 300  # characters


def handle(turn: Turn) -> Outcome:
    kind = turn.message.kind if turn.message.kind in KINDS else "file"
    key = "voice.lost" if hearing.is_lost(turn.message) else f"media.{kind}"
    return Outcome(Draft((turn.say(key),), MOOD_PROMPTS), replace(turn.state, awaiting="mood"))


def ask_whether(turn: Turn) -> Outcome:
    """What we may have misheard is said back, and nothing is done before they say yes."""
    heard = turn.text if len(turn.text) <= _QUOTED else f"{turn.text[:_QUOTED].rsplit(' ', 1)[0]}…"
    yes, no = Prompt("heard", "yes, that", "yes"), Prompt("heard", "no", "no")
    state = replace(turn.state, awaiting=hearing.AWAITING, heard=turn.text)
    return Outcome(Draft((turn.say("voice.heard", words=heard),), (yes, no)), state)


def misheard(turn: Turn) -> Outcome:
    return turn.answer("voice.again", state=replace(turn.state, awaiting="", heard=""))
