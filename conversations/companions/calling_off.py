""" "Stop penpal", "don't send the letter": a letter that was promised and has not gone yet does not go."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from conversations.companions import penpal
from conversations.companions.base import spellings
from conversations.dialogue.types import Draft, Outcome, Turn
from conversations.letters import post
from conversations.understanding.phrase_files import phrases_of

_SAID = phrases_of("calling_off", Path(__file__).parent / "phrases")
_CALLED_OFF = re.compile(rf"{_SAID['lead']}{_SAID['off']} {_SAID['whose']}{_SAID['post']}{_SAID['after']}")


def answer(turn: Turn) -> Outcome | None:
    """Whatever else is on: a story goes on where it was. None where no letter waits, or they say something else."""
    if turn.choice is not None or turn.is_held or not any(map(_CALLED_OFF.fullmatch, spellings(turn))):
        return None
    if not post.is_any_waiting(turn.contact):
        return None
    company = turn.state.company
    is_theirs = company.mode == penpal.PENPAL.key
    state = replace(turn.state, company=company.over() if is_theirs else company, awaiting="mood")
    return Outcome(Draft((turn.say("penpal.called_off"),)), state).with_effects(planned=(post.CalledOff(),))
