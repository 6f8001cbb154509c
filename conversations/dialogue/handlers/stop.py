"""STOP: one confirmation, with the one tap that undoes it, and silence."""

from __future__ import annotations

from dataclasses import replace

from conversations.dialogue.offers import wishes
from conversations.dialogue.said import own_words, presence
from conversations.dialogue.types import Draft, Outcome, Prompt, Turn

_RESUME = (Prompt("start", "start again"),)


def handle(turn: Turn) -> Outcome:
    outcome = Outcome(Draft((turn.say("stop.done"),), _RESUME), replace(turn.state, awaiting=""), introduces=False)
    return outcome.with_effects(consent="stop")


def still_off(turn: Turn) -> Outcome | None:
    """ "Are you there?" as the first word after STOP: that messages are off, and what turns them on. None for a wish.

    Said once: to write again allows answers, and only those (see ``consent.wrote_again``).
    """
    if turn.contact.replies_allowed or turn.choice is not None or wishes.says_something(turn.reading):
        return None
    reading = turn.reading
    is_lost = (reading.is_unsure or reading.intent == "other") and not own_words.sounds_low(turn.text)
    if not (reading.intent == "greet" or is_lost or presence.asks_whether_we_are_there(turn.text)):
        return None
    return replace(turn.answer("stop.still_off", prompts=_RESUME), introduces=False)
