"""Somebody tells of a loss, or is very sad: one honest sentence, something gentle to play, and nothing is asked."""

from __future__ import annotations

import re
from dataclasses import replace

from conversations.dialogue.care import grief
from conversations.dialogue.handlers import smalltalk
from conversations.dialogue.offers import offering, wishes
from conversations.dialogue.said import own_words
from conversations.dialogue.types import Draft, Outcome, Turn

_GENTLE = "chill"
_NO_WISH = ("", "sad", "lonely", "angry", "stressed", "tired")  # how they are, and not what they want to play
_LOW = ("sad", "lonely")
_TELLING = ("recommend", "profile", "smalltalk", "other", "refine")
_HARSH = ("spooky", "angry", "competitive")
# "I got fired. something to smash": they say what would help, and it is not quiet.
_VENTS = re.compile(
    r"\b(?:something|smth|sth|stuff|things|a game|games|need|want|wanna|let me|gotta)(?: \w+)? "
    r"(?:to )?(?:smash|destroy|break|punch|hit|shoot|blow up|wreck|vent|rage|fight|scream|crush)\b"
)


def handle(turn: Turn) -> Outcome | None:
    """None where no sorrow is told."""
    kind = grief.sorrow_in(turn.text)
    if not kind:
        return _in_words(turn) or _still(turn)
    tonight = wishes.new_wish(turn.state.tonight, turn.reading)
    wanted = (
        turn.reading.mood if own_words.asks_for_a_game(turn.text) and turn.reading.mood not in _NO_WISH else _GENTLE
    )
    vents = kind != grief.DEATH and _VENTS.search(turn.text.lower()) is not None
    if vents:
        wanted = "angry"
    # Their words tell what hurts: games must not be searched by them.
    tonight = replace(tonight, mood=wanted, secondary_mood="", wish="", avoided_moods=() if vents else _HARSH)
    tonight = replace(tonight, sorrow=turn.state.tonight.sorrow or kind)
    if kind == grief.DEATH:
        tonight = replace(tonight, sorrow=kind)
    state = replace(turn.state.with_wish(tonight), awaiting="", misunderstood_in_a_row=0)
    sympathy = turn.say(f"sorrow.{kind}")
    if vents:
        outcome = offering.offer(turn, state, lead="offer.lead", ack=sympathy)
        return replace(outcome if outcome.slate else outcome.led_by(sympathy), introduces=False)
    outcome = offering.offer(turn, state, lead="sorrow.gentle")
    if outcome.slate is None:
        outcome = Outcome(Draft(()), state)
    return replace(outcome.led_by(sympathy), introduces=False)


def _in_words(turn: Turn) -> Outcome | None:
    """They would rather not speak of it, ask whether they may play, or say thanks: that wants words and no list."""
    if turn.choice is not None:
        return None
    state = replace(turn.state, awaiting="", misunderstood_in_a_row=0)
    if grief.keeps_silent(turn.text):
        return turn.answer("sorrow.silence", state=state)
    if not turn.state.tonight.sorrow:
        return None
    if grief.asks_leave(turn.text):
        return turn.answer("sorrow.allowed", state=state)
    return turn.answer("sorrow.thanks", state=state) if smalltalk.is_only_thanks(turn.text) else None


def _still(turn: Turn) -> Outcome | None:
    """Later that evening they are still low: what was gentle stays gentle, and nothing is picked by what hurts."""
    reading, tonight = turn.reading, turn.state.tonight
    is_low = reading.mood in _LOW or own_words.sounds_low(turn.text)
    if not tonight.sorrow or not is_low or turn.choice is not None:
        return None
    if reading.slots.has_wishes or own_words.asks_for_a_game(turn.text) or reading.intent not in _TELLING:
        return None
    tonight = replace(tonight, mood=_GENTLE, secondary_mood="", wish="", avoided_moods=_HARSH)
    state = replace(turn.state.with_wish(tonight), awaiting="", misunderstood_in_a_row=0)
    outcome = offering.offer(turn, state, lead="sorrow.gentle")
    if outcome.slate is None:
        outcome = Outcome(Draft(()), state)
    return outcome.led_by(turn.say("ack.low"))
