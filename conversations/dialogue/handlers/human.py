"""A person is wanted: a kind word, and the bot steps back."""

from __future__ import annotations

from conversations.dialogue.types import Outcome, Turn


def handle(turn: Turn) -> Outcome:
    return turn.answer("human.coming").with_effects(hold_for_human=True)
