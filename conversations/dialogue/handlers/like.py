"""They like it: noted, with the link at hand."""

from __future__ import annotations

import re
from dataclasses import replace

from conversations.dialogue.types import Draft, Outcome, Prompt, Reaction, StoreLink, Turn

_WILL_PLAY = re.compile(
    r"\bi'?m in\b"
    r"|\b(?:i'?ll|i will|imma|i'?m (?:gonna|going to|about to)|gonna|going to|lemme|let me|let's|lets)"
    r" (?:\w+ )?(?:play|try|start|download|install|boot|get|grab|buy|give (?:it|this|that|them) a)\b"
    r"|^(?:downloading|installing|playing|starting|buying|booting)\b"
)
_NOT_YET = re.compile(r"\b(?:won'?t|will not|not (?:gonna|going to)|never|maybe|might|later)\b")


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
    return outcome.with_effects(reactions=tuple(Reaction(kind, pointed.game.pk) for kind in _kinds(turn.text.lower())))


def _kinds(text: str) -> tuple[str, ...]:
    """ "I'll play it" says more than that they like it."""
    text = text.replace("’", "'")
    return ("like", "will_play") if _WILL_PLAY.search(text) and not _NOT_YET.search(text) else ("like",)
