"""They cannot decide, or leave it to us: we choose one of what lies before them, else something at random."""

from __future__ import annotations

from dataclasses import replace

from conversations.dialogue.offers.offering import offer
from conversations.dialogue.types import Draft, Outcome, Prompt, StoreLink, Turn


def handle(turn: Turn) -> Outcome:
    lead = turn.lead
    if lead is None or lead.slug in turn.state.tonight.refused:
        return offer(turn, turn.state, lead="offer.surprise")
    words = turn.say("shrug.pick", title=lead.title)
    links = (StoreLink(lead.impression_id),) if lead.impression_id else ()
    about = str(lead.impression_id or "")
    prompts = (
        Prompt("like", "ok, I'm in", about),
        Prompt("more", "something else"),
        Prompt("dislike", "not for me", about),
    )
    return Outcome(Draft((words, *links), prompts), replace(turn.state, awaiting=""))
