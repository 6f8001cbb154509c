"""Somebody tells of a loss, or is very sad: one honest sentence, something gentle to play, and nothing is asked."""

from __future__ import annotations

from dataclasses import replace

from conversations.dialogue import grief, offering, own_words, wishes
from conversations.dialogue.types import Draft, Outcome, Turn

_GENTLE = "chill"
_NO_WISH = ("", "sad", "lonely", "angry", "stressed", "tired")  # how they are, and not what they want to play
_HARSH = ("spooky", "angry", "competitive")


def handle(turn: Turn) -> Outcome | None:
    """None where no sorrow is told."""
    kind = grief.sorrow_in(turn.text)
    if not kind:
        return None
    tonight = wishes.new_wish(turn.state.tonight, turn.reading)
    wanted = (
        turn.reading.mood if own_words.asks_for_a_game(turn.text) and turn.reading.mood not in _NO_WISH else _GENTLE
    )
    # Their words tell what hurts: games must not be searched by them.
    tonight = replace(tonight, mood=wanted, secondary_mood="", wish="", avoided_moods=_HARSH)
    tonight = replace(tonight, sorrow=turn.state.tonight.sorrow or kind)
    if kind == grief.DEATH:
        tonight = replace(tonight, sorrow=kind)
    state = replace(turn.state.with_wish(tonight), awaiting="", misunderstood_in_a_row=0)
    sympathy = turn.say(f"sorrow.{kind}")
    outcome = offering.offer(turn, state, lead="sorrow.gentle")
    if outcome.slate is None:
        outcome = Outcome(Draft(()), state)
    return replace(outcome.led_by(sympathy), introduces=False)
