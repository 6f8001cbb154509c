"""A mood or a wish: games at once, whatever else is still unknown, and what was understood in half a sentence."""

from __future__ import annotations

from dataclasses import replace

from conversations.dialogue import naming, openings, own_words, references, wishes
from conversations.dialogue.handlers.undo import undoable
from conversations.dialogue.heard import facts_heard
from conversations.dialogue.offering import offer
from conversations.dialogue.sliders import said_back, slide
from conversations.dialogue.types import Outcome, Reaction, Turn


def handle(turn: Turn) -> Outcome:
    before = turn.state.tonight
    tonight = wishes.new_wish(before, turn.reading)
    facts = facts_heard(before, tonight, turn.reading.slots, currency=turn.currency)
    tonight, slid = slide(tonight, turn.text, this_year=turn.now.year)
    heard = said_back(facts, slid)
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
