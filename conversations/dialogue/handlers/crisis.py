"""Somebody may want to die: a serious, kind word and where to turn. No game, and an operator is told."""

from __future__ import annotations

from dataclasses import replace

from conversations.dialogue.care import distress
from conversations.dialogue.care.distress import after_care
from conversations.dialogue.care.help_lines import help_for
from conversations.dialogue.said import foreign, own_words
from conversations.dialogue.types import Draft, Outcome, Turn

AWAITING = "care"


def handle(turn: Turn) -> Outcome:
    state = replace(turn.state, awaiting=AWAITING, misunderstood_in_a_row=0)
    if turn.is_held and turn.state.awaiting == AWAITING:
        return Outcome(None, state).with_effects(in_distress=True)  # said once; a person is here now
    key = "crisis.stay" if turn.state.awaiting == AWAITING else "crisis.care"
    words = (foreign.care(turn.language, _help(turn)), turn.say(key, help=_help(turn)))
    outcome = Outcome(Draft(tuple(filter(None, words))), state, introduces=False)
    return outcome.with_effects(in_distress=True)


def stay(turn: Turn) -> Outcome | None:
    """What comes after such a word is met gently, until they want a game again; None when they do."""
    if turn.reading.slots.has_wishes:
        return None
    says = after_care(turn.text)
    if says == "game" or turn.reading.intent in ("human", "erase", "start", "help"):
        return None
    if says == "fine":
        return turn.answer("crisis.relieved")
    state = replace(turn.state, misunderstood_in_a_row=0)
    key = "crisis.thanked" if says == "thanks" else "crisis.stay"
    return Outcome(Draft((turn.say(key, help=_help(turn)),)), state, introduces=False)


def again(turn: Turn) -> Outcome | None:
    """Low once more, soon after such a word: care before any game, unless it is a game that they ask for."""
    if turn.state.awaiting == AWAITING or not distress.is_recent(turn.contact.distress_at, now=turn.now):
        return None
    is_low = turn.reading.mood in ("sad", "lonely") or own_words.sounds_low(turn.text)
    if not is_low or own_words.asks_for_a_game(turn.text):
        return None
    return stay(turn)


def _help(turn: Turn) -> str:
    address = turn.message.address
    return help_for(address.value if address and address.kind == "phone" else "")
