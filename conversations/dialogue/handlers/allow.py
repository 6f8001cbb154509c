"""A limit that holds no longer: "zombies are fine", "bring back horror", "any length is fine"."""

from __future__ import annotations

import re

from conversations.dialogue.handlers import refine, tap
from conversations.dialogue.offers import wishes
from conversations.dialogue.offers.offering import MOOD_PROMPTS
from conversations.dialogue.said import own_words
from conversations.dialogue.types import Outcome, Turn
from conversations.dialogue.wording import naming
from conversations.dialogue.wording.heard import fine_again
from games import themes

_TONIGHT_ALONE = re.compile(
    r"\b(?:tonight|today|this (?:time|once)|for once|just (?:this )?once|for now|rn|right now)\b"
)


# Whatever else such a message says, this comes first.
_SERIOUS = ("human", "erase", "stop", "help")


def answer(turn: Turn) -> Outcome | None:
    """Games again without that limit. None where none is lifted."""
    reading = turn.reading
    if reading.intent not in _SERIOUS and (outcome := _let_in(turn)):
        return outcome
    if not_that_cheap := tap.not_that_cheap(turn):
        return not_that_cheap
    lifted = own_words.lifted_wish(turn.text)
    if lifted in wishes.wishes_made(turn.state.tonight) and (lifted != "price" or reading.slots.price_max is None):
        return tap.loosen(turn, lifted)
    return None


def _let_in(turn: Turn) -> Outcome | None:
    """Games that may have it, where games are talked about, else a word that it is noted."""
    back = _back(turn)
    if not back:
        return None
    if turn.state.offered or turn.state.tonight.wish or turn.state.tonight.mood:
        return refine.handle(turn)
    state = turn.state.with_wish(wishes.allowing(turn.state.tonight, back))
    facts = fine_again(tuple(map(naming.genre, back)))
    return turn.answer("profile.noted", state=state, facts=facts, name="", prompts=MOOD_PROMPTS)


def after(turn: Turn, outcome: Outcome) -> Outcome:
    """Whatever is answered: what was avoided as a rule is no longer, unless tonight alone is meant."""
    lasting = [key for key in _back(turn) if key in turn.player.avoided_genres]
    if not lasting or outcome.effects.memory.forgotten or _TONIGHT_ALONE.search(turn.text.lower()):
        return outcome
    return outcome.remembering(forgotten={"avoided_genres": lasting})


def _back(turn: Turn) -> tuple[str, ...]:
    keys = (*turn.state.tonight.excluded_genres, *turn.player.avoided_genres)
    left_out = {*keys, *themes.unwanted(keys).marks}
    return tuple(key for key in turn.reading.slots.allow_genres if key in left_out)
