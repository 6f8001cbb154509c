"""What one can say here."""

from __future__ import annotations

from conversations.dialogue.offers.offering import MOOD_PROMPTS
from conversations.dialogue.types import Outcome, Turn


def handle(turn: Turn) -> Outcome:
    return turn.answer("help.how", prompts=MOOD_PROMPTS)
