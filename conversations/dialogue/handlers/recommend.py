"""A mood or a wish: games at once, whatever else is still unknown."""

from __future__ import annotations

from conversations.dialogue import openings, wishes
from conversations.dialogue.offering import offer
from conversations.dialogue.sliders import slide
from conversations.dialogue.types import Outcome, Turn


def handle(turn: Turn) -> Outcome:
    tonight = wishes.new_wish(turn.state.tonight, turn.reading)
    tonight, _ = slide(tonight, turn.text, this_year=turn.now.year)
    return offer(turn, turn.state.with_wish(tonight), lead="offer.lead", ack=openings.acknowledge(turn, tonight.mood))
