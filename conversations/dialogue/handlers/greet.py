"""A bare hello: ask how they feel, with what we remember of them where the gap asks for it."""

from __future__ import annotations

from dataclasses import replace

from conversations.dialogue import openings
from conversations.dialogue.offering import MOOD_PROMPTS
from conversations.dialogue.types import Draft, Outcome, Turn


def handle(turn: Turn) -> Outcome:
    state = replace(turn.state, awaiting="mood", offered=() if turn.opening.is_new else turn.state.offered)
    return Outcome(Draft((openings.hello(turn),), MOOD_PROMPTS), state)
