"""A voice note, a photo, a pin: received kindly, and words asked for."""

from __future__ import annotations

from dataclasses import replace

from conversations.dialogue.offering import MOOD_PROMPTS
from conversations.dialogue.types import Draft, Outcome, Turn

KINDS = ("voice", "image", "video", "document", "location", "contact", "sticker")


def handle(turn: Turn) -> Outcome:
    kind = turn.message.kind if turn.message.kind in KINDS else "file"
    return Outcome(Draft((turn.say(f"media.{kind}"),), MOOD_PROMPTS), replace(turn.state, awaiting="mood"))
