"""START: we may write first again, except to a child."""

from __future__ import annotations

from conversations.dialogue.handlers import topics
from conversations.dialogue.offers.offering import MOOD_PROMPTS
from conversations.dialogue.types import Outcome, Turn


def handle(turn: Turn) -> Outcome:
    if turn.is_child:
        return turn.answer("start.child", prompts=MOOD_PROMPTS)
    outcome = turn.answer("start.done", prompts=MOOD_PROMPTS)
    return topics.with_the_clock(turn, outcome).with_effects(consent="start")
