"""Help with their English is wanted, or no more of it."""

from __future__ import annotations

from conversations.companions.base import spellings
from conversations.dialogue.handlers import human
from conversations.dialogue.types import Outcome, Turn
from conversations.english_buddy import asked


def answer(turn: Turn) -> Outcome | None:
    """None where their English is not spoken of. What a child writes is not kept, so that nobody can look it over."""
    wanted = asked.read_request(turn.text) if turn.choice is None else None
    if wanted is None and turn.choice is None:
        wanted = asked.read_request(spellings(turn)[-1])
    if wanted is None:
        return None
    if turn.is_held:
        return human.while_held(turn).with_effects(manner={"english_help": wanted and not turn.is_child})
    if wanted and turn.is_child:
        return turn.answer("buddy.too_young", state=turn.state)
    key = "buddy.on" if wanted else "buddy.off"
    return turn.answer(key, state=turn.state).with_effects(manner={"english_help": wanted})
