"""Somebody does not know what they want: nothing to explain, three moods to point at."""

from __future__ import annotations

import re
from dataclasses import replace

from conversations.dialogue.offers.offering import MOOD_PROMPTS
from conversations.dialogue.types import Draft, Outcome, Turn

_HINT = re.compile(r"(?:(?:a|any|another|give me a|can i (?:have|get) a) )?hints?(?: please| pls)?[ ?!.]*")


def is_wanted(text: str) -> bool:
    """ "Hint", where no story or journey has one."""
    return _HINT.fullmatch(text.strip().lower()) is not None


def no_idea(turn: Turn) -> Outcome:
    return Outcome(Draft((turn.say("hint.no_idea"),), MOOD_PROMPTS), replace(turn.state, awaiting="mood"))
