"""Another one: the same wish, other games; "more like this" leans on the game it was said of."""

from __future__ import annotations

from dataclasses import replace

from conversations.dialogue.handlers import greet, recommend
from conversations.dialogue.offers import wishes
from conversations.dialogue.offers.offering import offer
from conversations.dialogue.offers.prices import purse_of
from conversations.dialogue.said import own_words
from conversations.dialogue.types import Outcome, Turn


def handle(turn: Turn) -> Outcome:
    state = turn.state
    if turn.choice is None and wishes.says_something(turn.reading):
        # "another one but on my phone": a change in the words of more.
        tonight = wishes.changed_wish(state.tonight, turn.reading, about=turn.lead, purse=purse_of(turn))
        state = state.with_wish(tonight)
    is_about_a_game = turn.choice is not None and turn.choice.impression_id is not None
    is_numbered = turn.reading.slots.ordinal is not None and own_words.wants_its_kind(turn.text)
    pointed = turn.find_game() if is_about_a_game or is_numbered or turn.message.quoted_provider_id else None
    if pointed:
        liked = replace(
            state.tonight, like_titles=(pointed.game.title,), refused=(*state.tonight.refused, pointed.game.slug)
        )
        return offer(turn, state.with_wish(liked), lead="more.like_this", title=pointed.game.title)
    if not state.seen and not state.tonight.mood and not state.tonight.wish:
        return recommend.handle(turn) if wishes.says_something(turn.reading) else _nothing_yet(turn)
    return offer(turn, state, lead="more.lead")


def _nothing_yet(turn: Turn) -> Outcome:
    """ "More" before anything was offered still gets a game, for that is what they came for."""
    return offer(turn, turn.state, lead="offer.blind") if turn.platforms else greet.handle(turn)
