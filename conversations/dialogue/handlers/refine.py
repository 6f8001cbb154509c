"""Change the last suggestion: shorter, cheaper, easier, other platform, other genre."""

from __future__ import annotations

import re
from dataclasses import replace

from conversations.dialogue.handlers import recommend
from conversations.dialogue.handlers.undo import undoable
from conversations.dialogue.offers import references, wishes
from conversations.dialogue.offers.offering import offer
from conversations.dialogue.offers.prices import purse_of
from conversations.dialogue.offers.sliders import said_back, slide, years_heard
from conversations.dialogue.said import comparing
from conversations.dialogue.state import Offered
from conversations.dialogue.types import Outcome, Turn
from conversations.dialogue.wording import naming
from conversations.dialogue.wording.heard import facts_heard

_ALIKE = re.compile(
    r"\b(?:similar|(?:something|anything|one|ones|games?) (?:just )?like (?:that|this|it)|same (?:vibe|feel|kind))\b"
)
_WITH_WORDS_OF_ITS_OWN: dict[tuple[str, ...], str] = {("cheaper",): "refine.cheaper", ("shorter",): "refine.shorter"}


def handle(turn: Turn) -> Outcome:
    about = _compared_to(turn)
    tonight = turn.state.tonight
    if about is None and not tonight.mood and not tonight.wish:
        return recommend.handle(turn)  # nothing to change yet: it is a first wish
    slots = turn.reading.slots
    if slots.like_titles and comparing.is_priced_out(turn.text):
        return recommend.handle(turn)  # the one that is named costs too much, not the one that lies before them
    if slots.wants_cheaper and slots.price_max is None and about and about.amount and float(about.amount) == 0:
        return turn.answer("refine.already_free", title=about.title)
    if slots.wants_shorter and slots.session_minutes is None and comparing.is_as_short_as_can_be(about):
        return turn.answer("refine.already_short", title=about.title, minutes=about.session_minutes)
    changed = wishes.changed_wish(tonight, turn.reading, about=about, purse=purse_of(turn))
    if about and about.title and not slots.like_titles and _ALIKE.search(turn.text.lower()):
        changed = replace(changed, like_titles=(about.title,))
    facts = facts_heard(tonight, changed, slots, currency=turn.currency)
    changed, slid = slide(
        changed, turn.text, this_year=turn.now.year, about=about, best_known=_best_known(turn, about)
    )  # fmt: skip
    heard = said_back((*facts, *years_heard(tonight, changed, slid)), slid)
    state = replace(turn.state.with_wish(changed), before=tonight)
    lead = _WITH_WORDS_OF_ITS_OWN.get(heard, "refine.heard") if heard else f"refine.{_kind_of(turn)}"
    return undoable(offer(turn, state, lead=lead, heard=naming.joined(heard)))


def _compared_to(turn: Turn) -> Offered | None:
    """The offered game that the change is measured by: the one pointed at if it is among them."""
    pointed = turn.find_game() if turn.message.quoted_provider_id or turn.reading.slots.ordinal is not None else None
    if pointed:
        return references.as_offered(turn.state, pointed.game)
    ordinal = turn.reading.slots.ordinal
    return references.numbered(turn.state, ordinal) if ordinal is not None else turn.lead


def _best_known(turn: Turn, about: Offered | None) -> Offered | None:
    """ "Less known" is said of all that lie before them, unless one is pointed at."""
    if about is None or about != turn.lead or len(turn.state.offered) < 2:
        return about
    return max(turn.state.offered, key=lambda one: one.popularity or 0.0)


def _kind_of(turn: Turn) -> str:
    slots = turn.reading.slots
    if slots.wants_cheaper:
        return "cheaper"
    if slots.wants_shorter:
        return "shorter"
    return "easier" if slots.wants_easier else "changed"
