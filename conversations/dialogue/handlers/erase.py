"""Delete my data: asked once more, then done."""

from __future__ import annotations

from dataclasses import replace

from conversations.dialogue.said.own_words import yes_or_no
from conversations.dialogue.types import Draft, Outcome, Prompt, Turn

AWAITING = "erase"
_PROMPTS = (Prompt("erase", "yes, delete it all", "yes"), Prompt("erase", "no, keep it", "no"))


def handle(turn: Turn) -> Outcome:
    if turn.state.awaiting == AWAITING:
        return decide(turn, turn.choice.argument == "yes" if turn.choice else yes_or_no(turn.text) is not False)
    state = replace(turn.state, awaiting=AWAITING)
    return Outcome(Draft((turn.say("erase.sure"),), _PROMPTS), state, introduces=False)


def decide(turn: Turn, is_sure: bool) -> Outcome:
    """``is_sure`` answers the question that was asked before; without a question nothing is deleted."""
    if not is_sure:
        return turn.answer("erase.kept")
    outcome = Outcome(Draft((turn.say("erase.done"),)), turn.state, introduces=False)
    return outcome.with_effects(erase=True)
