"""Somebody may want to die: a serious, kind word and where to turn. No game."""

from __future__ import annotations

from dataclasses import replace

from conversations.dialogue.types import Draft, Outcome, Turn


def handle(turn: Turn) -> Outcome:
    state = replace(turn.state, awaiting="", misunderstood_in_a_row=0)
    return Outcome(Draft((turn.say("crisis.care"),)), state, introduces=False)
