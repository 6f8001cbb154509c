"""A mood or a wish: games at once, whatever else is still unknown, and what was understood in half a sentence."""

from __future__ import annotations

from dataclasses import replace

from conversations.dialogue import naming, openings, wishes
from conversations.dialogue.handlers.undo import undoable
from conversations.dialogue.heard import facts_heard
from conversations.dialogue.offering import offer
from conversations.dialogue.sliders import HEARD, slide
from conversations.dialogue.types import Outcome, Turn


def handle(turn: Turn) -> Outcome:
    before = turn.state.tonight
    tonight = wishes.new_wish(before, turn.reading)
    facts = facts_heard(before, tonight, turn.reading.slots)
    tonight, slid = slide(tonight, turn.text, this_year=turn.now.year)
    heard = (*facts, *(HEARD[key] for key in slid))
    ack = openings.acknowledge(turn, tonight.mood)
    if heard:
        ack = f"{ack} {turn.say('heard.facts', facts=naming.joined(heard))}"
    state = replace(turn.state.with_wish(tonight), before=before if heard else turn.state.before)
    outcome = offer(turn, state, lead="offer.lead", ack=ack)
    return undoable(outcome) if heard else outcome
