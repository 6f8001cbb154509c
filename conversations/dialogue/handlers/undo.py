"""Take the last change back: tonight's facts as they were before it."""

from __future__ import annotations

from dataclasses import replace

from conversations.dialogue.offers.offering import MOOD_PROMPTS, offer
from conversations.dialogue.state import Tonight
from conversations.dialogue.types import Draft, Outcome, Prompt, Turn

UNDO = Prompt("undo", "undo that")


def undoable(outcome: Outcome) -> Outcome:
    """The answer with one tap that takes back what was just understood, in the place of "why"."""
    if outcome.slate is None or outcome.draft is None:
        return outcome
    prompts = tuple(UNDO if prompt.action == "why" else prompt for prompt in outcome.draft.prompts)
    return replace(outcome, draft=replace(outcome.draft, prompts=prompts))


def handle(turn: Turn) -> Outcome:
    if turn.state.before is None:
        return turn.answer("undo.nothing", prompts=MOOD_PROMPTS)
    state = replace(turn.state, tonight=turn.state.before, before=None)
    if state.tonight == Tonight():
        # It was their first wish: there is nothing to go back to but the beginning.
        state = replace(state, offered=(), awaiting="mood")
        return Outcome(Draft((turn.say("over.fresh"),), MOOD_PROMPTS), state)
    return offer(turn, state, lead="undo.done", again=True)
