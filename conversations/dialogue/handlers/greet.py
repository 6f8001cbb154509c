"""A bare hello: ask how they feel, with what we remember of them where the gap asks for it."""

from __future__ import annotations

from dataclasses import replace

from conversations.dialogue.offers.offering import MOOD_PROMPTS
from conversations.dialogue.said import own_words
from conversations.dialogue.types import Draft, Outcome, Turn
from conversations.dialogue.wording import openings


def handle(turn: Turn) -> Outcome:
    state = replace(turn.state, awaiting="mood", offered=() if turn.opening.is_new else turn.state.offered)
    outcome = Outcome(Draft((openings.hello(turn),), MOOD_PROMPTS), state)
    name = "" if turn.is_child else own_words.name_in_greeting(turn.text)
    return outcome.with_effects(display_name=name) if name else outcome
