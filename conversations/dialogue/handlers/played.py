"""Already played: noted; loved ones lead to their like, the rest to something else."""

from __future__ import annotations

import re
from dataclasses import replace

from conversations.dialogue.offers.offering import offer
from conversations.dialogue.types import Outcome, Reaction, Turn

_LOVED = re.compile(
    r"(?<!not )(?<!didn't )(?<!didnt )\b(?:loved?|adored?|masterpiece|goat(?:ed)?|favou?rite|best game)\b"
)


def handle(turn: Turn) -> Outcome:
    pointed = turn.find_game()
    if pointed is None:
        return turn.answer("game.which") if turn.state.offered else turn.answer("played.nothing_yet")
    state = turn.state.with_refused(pointed.game.slug)
    reactions = [Reaction("played", pointed.game.pk)]
    key = "played.instead"
    if turn.reading.sentiment == "positive" or _LOVED.search(turn.text.lower()):
        reactions.append(Reaction("like", pointed.game.pk))
        state = state.with_wish(replace(state.tonight, like_titles=(pointed.game.title,)))
        key = "played.loved"
    outcome = offer(turn, state, lead=key, title=pointed.game.title)
    return outcome.with_effects(reactions=tuple(reactions))
