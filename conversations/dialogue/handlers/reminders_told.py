"""Which reminders wait, told in order, and the one that was promised but still lacks their clock."""

from __future__ import annotations

from dataclasses import replace

from conversations.dialogue.state import DialogueState
from conversations.dialogue.times import reminder_words, reminders_meant, whereabouts
from conversations.dialogue.times.reminder_subject import subject_of
from conversations.dialogue.times.times_ahead import read_moment
from conversations.dialogue.types import Outcome, Turn
from conversations.models import Reminder

WHERE, LISTED = "remind:where", "remind:which"


def tell(turn: Turn) -> Outcome:
    """What still waits, in order."""
    waiting = reminders_meant.waiting(turn)
    if is_open(turn):
        return _tell_of_the_open_one(turn, waiting)
    if not waiting:
        return turn.answer("remind.none")
    state = replace(settled(turn), awaiting=LISTED)
    return turn.answer(
        "remind.list", state=state, lines=reminders_meant.lines(turn, waiting), zone=reminder_words.zone_words(turn)
    )


def is_open(turn: Turn) -> bool:
    """Whether one was promised that still lacks their clock: it stays promised, whatever they talk of meanwhile."""
    if not turn.state.request or turn.is_child or whereabouts.zone_of(turn):
        return False
    moment = read_moment(turn.state.request, now=reminder_words.there(turn))
    return moment is not None and moment.needs_clock and not moment.problem


def _tell_of_the_open_one(turn: Turn, waiting: list[Reminder]) -> Outcome:
    asking = replace(turn, state=replace(turn.state, awaiting=WHERE))
    about, _ = subject_of(asking, turn.state.request)
    moment = read_moment(turn.state.request, now=reminder_words.there(turn))
    when = reminder_words.when(turn, moment.at, "UTC") if moment else ""
    outcome = asking.answer("remind.open", state=asking.state, about=about, when=when)
    if not waiting:
        return outcome
    return outcome.led_by(
        turn.say("remind.list", lines=reminders_meant.lines(turn, waiting), zone=reminder_words.zone_words(turn))
    )


def settled(turn: Turn) -> DialogueState:
    return replace(turn.state, awaiting="", request="", request_about="", misunderstood_in_a_row=0)
