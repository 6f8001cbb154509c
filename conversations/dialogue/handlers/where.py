"""Where they live, told unasked: their clock from now on."""

from __future__ import annotations

from dataclasses import replace

from conversations import clocks
from conversations.dialogue.handlers import remind, reminders_told
from conversations.dialogue.said.memory_words import Asked
from conversations.dialogue.times import whereabouts
from conversations.dialogue.types import Outcome, Turn


def note(turn: Turn, asked: Asked) -> Outcome | None:
    """None where the words name no place that has a clock."""
    zone = clocks.zone_in_words(asked.what, now=turn.now, likely=clocks.zones_of_phone(whereabouts.phone_of(turn)))
    if not zone:
        return turn.answer("zone.unclear", state=turn.state) if asked.is_sure else None
    if turn.is_child:
        return turn.answer("save.child", state=turn.state)
    if reminders_told.is_open(turn):
        return remind.from_here(replace(turn, state=replace(turn.state, awaiting=reminders_told.WHERE)), zone)
    return turn.answer("zone.noted", zone=clocks.name_of(zone)).remembering(time_zone=zone)
