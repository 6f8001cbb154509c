"""Off-topic: an honest no, and back to games. Provocations: a short, unbothered word, and nothing follows from them."""

from __future__ import annotations

from dataclasses import replace

from conversations.dialogue.handlers import smalltalk
from conversations.dialogue.offers.offering import MOOD_PROMPTS
from conversations.dialogue.types import Draft, Outcome, Turn


def handle(turn: Turn) -> Outcome:
    return smalltalk.about_us(turn) or _say(turn, "other.only_games")


def unbothered(turn: Turn, kind: str) -> Outcome:
    """``kind`` is "injection", "threat" or "abuse". No misunderstanding: no ladder, and no person is called."""
    return _say(turn, f"other.{kind}")


def _say(turn: Turn, key: str) -> Outcome:
    state = replace(turn.state, awaiting="", misunderstood_in_a_row=0)
    return Outcome(Draft((turn.say(key),), MOOD_PROMPTS), state)
