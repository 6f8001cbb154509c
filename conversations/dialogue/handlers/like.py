"""They like it: noted, with the link at hand."""

from __future__ import annotations

from dataclasses import replace

from conversations.dialogue.types import Draft, Outcome, Prompt, Reaction, StoreLink, Turn


def handle(turn: Turn) -> Outcome:
    pointed = turn.find_game()
    if pointed is None:
        return turn.answer("game.which") if turn.state.offered else turn.answer("like.nothing_yet")
    words = turn.say("like.noted", title=pointed.game.title)
    links = (StoreLink(pointed.impression_id),) if pointed.impression_id else ()
    impression = str(pointed.impression_id or "")
    prompts: tuple[Prompt, ...] = (
        Prompt("more", "more like this", impression),
        Prompt("details", "tell me more", impression),
    )
    if not turn.is_child:
        prompts = (*prompts, Prompt("remind", "remind me later", impression))
    outcome = Outcome(
        Draft((words, *links), prompts),
        replace(turn.state.about(pointed.game.slug), awaiting="", misunderstood_in_a_row=0),
    )
    return outcome.with_effects(reactions=(Reaction("like", pointed.game.pk),))
