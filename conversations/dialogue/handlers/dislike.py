"""Not for them: noted, and something else at once."""

from __future__ import annotations

import re
from pathlib import Path

from conversations.dialogue.handlers import refine, smalltalk
from conversations.dialogue.offers import references, wishes
from conversations.dialogue.offers.offering import offer
from conversations.dialogue.offers.prices import purse_of
from conversations.dialogue.offers.sliders import slide
from conversations.dialogue.said import own_words
from conversations.dialogue.said.critiques import says_of_games
from conversations.dialogue.types import Outcome, Reaction, Turn
from conversations.understanding.phrase_files import phrases_of
from games.models import Game

_SAID = phrases_of("dislike", Path(__file__).parent / "phrases")

_NO_AT_ALL = re.compile(rf"\b{_SAID['a no']}\b|n't\b|\b(?:dont|doesnt|isnt|cant|wont|didnt)\b|👎|🤮|🙄|😒")


def refuses_nothing(turn: Turn) -> bool:
    """ "Got half an hour before bed", guessed to be a no: a limit is told, and nothing is refused."""
    reading = turn.reading
    is_a_guess = reading.intent == "dislike" and reading.sure_by == "meaning" and bool(turn.state.offered)
    return is_a_guess and reading.slots.has_wishes and not _NO_AT_ALL.search(turn.text.lower().replace("’", "'"))


def handle(turn: Turn) -> Outcome:
    if not turn.state.offered and own_words.sounds_low(turn.text):
        return smalltalk.low(turn)
    pointed = turn.find_game()
    if pointed is None:
        return turn.answer("game.which") if turn.state.offered else turn.answer("dislike.nothing_yet")
    if turn.choice is None and says_of_games(turn.text):
        return refine.handle(turn)  # "I do not like violence" blames no game
    state = turn.state.with_refused(pointed.game.slug)
    if turn.choice is None and own_words.means_all(turn.text):
        return _none_of_them(turn)
    if turn.choice is None:
        about = references.as_offered(turn.state, pointed.game)
        tonight = wishes.changed_wish(state.tonight, turn.reading, about=about, purse=purse_of(turn))
        tonight, _ = slide(tonight, turn.text, this_year=turn.now.year, about=about, best_known=about)
        state = state.with_wish(tonight)
    outcome = offer(turn, state, lead="dislike.instead", title=pointed.game.title)
    return outcome.with_effects(reactions=(Reaction("dislike", pointed.game.pk), *outcome.effects.reactions))


def _none_of_them(turn: Turn) -> Outcome:
    """Each of the games that were just shown is out; what they said of all of them changes the wish as well."""
    state = turn.state
    for offered in state.offered:
        state = state.with_refused(offered.slug)
    tonight = state.tonight
    for one in state.offered or (None,):
        tonight, _ = slide(tonight, turn.text, this_year=turn.now.year, about=one, best_known=one)
    outcome = offer(turn, state.with_wish(tonight), lead="dislike.all")
    shown = Game.objects.filter(slug__in=[offered.slug for offered in turn.state.offered])
    reactions = tuple(Reaction("dislike", pk) for pk in shown.values_list("pk", flat=True))
    return outcome.with_effects(reactions=reactions)
