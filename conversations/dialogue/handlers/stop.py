"""STOP: one confirmation, with the one tap that undoes it, and silence."""

from __future__ import annotations

from dataclasses import replace

from conversations.dialogue.types import Draft, Outcome, Prompt, Turn

_RESUME = (Prompt("start", "start again"),)


def handle(turn: Turn) -> Outcome:
    outcome = Outcome(Draft((turn.say("stop.done"),), _RESUME), replace(turn.state, awaiting=""), introduces=False)
    return outcome.with_effects(consent="stop")
