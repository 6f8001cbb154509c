"""Take the last change back: tonight's facts as they were before it."""

from __future__ import annotations

from dataclasses import replace

from conversations.dialogue.offering import MOOD_PROMPTS, offer
from conversations.dialogue.types import Outcome, Prompt, Turn

UNDO = Prompt("undo", "undo that")


def handle(turn: Turn) -> Outcome:
    if turn.state.before is None:
        return turn.answer("undo.nothing", prompts=MOOD_PROMPTS)
    state = replace(turn.state, tonight=turn.state.before, before=None)
    return offer(turn, state, lead="undo.done", again=True)
