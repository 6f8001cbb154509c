"""Not for them: noted, and something else at once."""

from __future__ import annotations

from conversations.dialogue import wishes
from conversations.dialogue.offering import offer
from conversations.dialogue.sliders import slide
from conversations.dialogue.types import Outcome, Reaction, Turn


def handle(turn: Turn) -> Outcome:
    pointed = turn.find_game()
    if pointed is None:
        return turn.answer("game.which") if turn.state.offered else turn.answer("dislike.nothing_yet")
    state = turn.state.with_refused(pointed.game.slug)
    if turn.choice is None:
        tonight = wishes.changed_wish(
            state.tonight, turn.reading, about=turn.lead, default_currency=turn.default_currency
        )
        tonight, _ = slide(tonight, turn.text, this_year=turn.now.year)
        state = state.with_wish(tonight)
    outcome = offer(turn, state, lead="dislike.instead", title=pointed.game.title)
    return outcome.with_effects(reactions=(Reaction("dislike", pointed.game.pk), *outcome.effects.reactions))
