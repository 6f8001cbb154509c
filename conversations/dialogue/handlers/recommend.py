"""A mood or a wish: games at once, whatever else is still unknown, and what was understood in half a sentence."""

from __future__ import annotations

from dataclasses import replace

from conversations.dialogue.handlers.undo import undoable
from conversations.dialogue.offers import references, wishes
from conversations.dialogue.offers.offering import offer
from conversations.dialogue.offers.prices import purse_of
from conversations.dialogue.offers.sliders import said_back, slide, years_heard
from conversations.dialogue.said import comparing, own_words
from conversations.dialogue.state import Offered, Tonight
from conversations.dialogue.types import Outcome, Reaction, Turn
from conversations.dialogue.wording import naming, openings
from conversations.dialogue.wording.heard import facts_heard
from games.catalogue.offers import cheapest
from games.vocabulary import PLATFORM_FAMILIES


def handle(turn: Turn) -> Outcome:
    before = turn.state.tonight
    tonight = _beside_what_they_like(turn, wishes.new_wish(before, turn.reading))
    facts = facts_heard(before, tonight, turn.reading.slots, currency=turn.currency)
    tonight, slid = slide(tonight, turn.text, this_year=turn.now.year)
    heard = said_back((*facts, *years_heard(before, tonight, slid)), slid)
    # Sympathy is said once: who is still sad has been heard.
    if own_words.sounds_low(turn.text):
        ack = turn.say("ack.low")
    else:
        ack = turn.say("ack.plain") if tonight.mood == before.mood else openings.acknowledge(turn, tonight.mood)
    if heard:
        ack = f"{ack} {turn.say('heard.facts', facts=naming.joined(heard))}"
    disliked = references.called(turn.reading.slots.dislike_titles)
    tonight = replace(tonight, refused=(*tonight.refused, *(game.slug for game in disliked)))
    state = replace(turn.state.with_wish(tonight), before=before if heard else turn.state.before)
    outcome = offer(turn, state, lead="offer.lead", ack=ack)
    outcome = outcome.with_effects(reactions=tuple(Reaction("dislike", game.pk) for game in disliked))
    return undoable(outcome) if heard else outcome


def _beside_what_they_like(turn: Turn, tonight: Tonight) -> Tonight:
    """ "Like Hades, but cheaper", "… shorter", "… it's out of my budget": measured by the game that is named."""
    slots = turn.reading.slots
    is_dear = slots.wants_cheaper or comparing.is_priced_out(turn.text)
    is_long = slots.wants_shorter and slots.session_minutes is None
    if not (is_long or (is_dear and slots.price_max is None)):
        return tonight
    about = _named(turn, tonight)
    if is_long:
        tonight = comparing.shorter(tonight, about)
    if is_dear and slots.price_max is None:
        tonight = comparing.cheaper(tonight, about, purse=purse_of(turn))
    return tonight


def _named(turn: Turn, tonight: Tonight) -> Offered | None:
    """The game they would like another one like, at the price that it has where they play."""
    games = references.called(turn.reading.slots.like_titles)
    if not games:
        return None
    game = max(games, key=lambda one: one.popularity)
    machines = wishes.machines(tonight, turn.player.platforms)
    families = {PLATFORM_FAMILIES[key] for key in machines if key in game.platforms}
    price = cheapest(game=game, **({"family__in": families} if families else {})).filter(amount__gt=0).first()
    return Offered(
        game.slug,
        game.title,
        amount=str(price.amount) if price else "",
        currency=price.currency if price else "",
        session_minutes=game.session_minutes,
    )
