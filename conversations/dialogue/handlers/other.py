"""Off-topic: an honest no, and back to games."""

from __future__ import annotations

from dataclasses import replace

from conversations.dialogue.offering import MOOD_PROMPTS
from conversations.dialogue.types import Draft, Outcome, Turn


def handle(turn: Turn) -> Outcome:
    state = replace(turn.state, awaiting="", misunderstood_in_a_row=0)
    return Outcome(Draft((turn.say("other.only_games"),), MOOD_PROMPTS), state)
