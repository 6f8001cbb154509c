"""STOP: one confirmation, and silence."""

from __future__ import annotations

from dataclasses import replace

from conversations.dialogue.types import Draft, Outcome, Turn


def handle(turn: Turn) -> Outcome:
    outcome = Outcome(Draft((turn.say("stop.done"),)), replace(turn.state, awaiting=""), introduces=False)
    return outcome.with_effects(consent="stop")
