"""Somebody does not know what they want: nothing to explain, three moods to point at."""

from __future__ import annotations

from dataclasses import replace

from conversations.dialogue.offering import MOOD_PROMPTS
from conversations.dialogue.types import Draft, Outcome, Turn


def no_idea(turn: Turn) -> Outcome:
    return Outcome(Draft((turn.say("hint.no_idea"),), MOOD_PROMPTS), replace(turn.state, awaiting="mood"))
