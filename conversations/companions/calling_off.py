""" "Stop penpal", "don't send the letter": a letter that was promised and has not gone yet does not go."""

from __future__ import annotations

import re
from dataclasses import replace

from conversations.companions import penpal
from conversations.companions.base import spellings
from conversations.dialogue.types import Draft, Outcome, Turn
from conversations.letters import post

_LEADING = (
    r"(?:(?:ok(?:ay)?|please|pls|plz|hey|hi|no|actually|sorry|and|but|oh|wait|can you|could you|can we|i want to|i wanna"
    r"|i'?d like to)[ ,.!]+)*"
)
_OFF = (
    r"(?:stop|end|quit|leave|exit|cancel|abort|close|drop|scrap|bin|shred|burn|tear up|rip up|throw away|call off"
    r"|take back|withdraw|forget(?: about)?|never ?mind|nvm|no need (?:for|of)|done with|enough of|no more"
    r"|(?:don'?t|do not|dont) (?:send|answer|write|post|deliver|want)|i (?:don'?t|do not|dont|no longer) (?:want|need))"
)
_OF_WHOM = (
    r"(?:(?:the|this|that|my|your|our|with|any|an?|me|to) )*"
    r"(?:(?:answer|reply|response) (?:to|from) (?:(?:the|my) )?)?"
)
# "No more letters" is a no to all of them, and read by `topics`.
_POST = r"(?:letter|pen ?-?pals?|pen ?-?friends?|marlow(?:'?s letter)?)(?: (?:thing|stuff|talk|mode|business))?"
_AFTER = r"(?:[ ,.!]+(?:please|pls|plz|now|here|back|to me|off|any ?more|after all|for me|thanks?|thank you|ty|sorry))*[ .!]*"
_CALLED_OFF = re.compile(rf"{_LEADING}{_OFF} {_OF_WHOM}{_POST}{_AFTER}")


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
