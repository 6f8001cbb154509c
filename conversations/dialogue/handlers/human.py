"""A person is wanted: a word about what to expect, and the bot steps back."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from django.conf import settings

from conversations.dialogue.handlers import crisis, erase
from conversations.dialogue.said import own_words
from conversations.dialogue.types import Effects, Outcome, Turn
from conversations.models import HandOver
from conversations.understanding.phrase_files import phrases_of

_SAID = phrases_of("human", Path(__file__).parent / "phrases")

OFFERED = "person"
# "Ur not a real person" tells us what we are; it asks for nobody.
_A_REMARK = re.compile(
    r"\b(?:you'?re|ur|u r|you are|u are|this is|this isn'?t|it'?s|its|you aren'?t)"
    r"(?: just| clearly| obviously)? ?(?:not )?(?:a |an )?(?:real |actual )?(?:person|human)\W*$"
)
# "I don't want to talk to anyone" is told to be left in peace, and the last thing they need is somebody.
_NOBODY_WANTED = re.compile(_SAID["nobody wanted"])
_WANTED_AFTER_ALL = re.compile(_SAID["wanted after all"])
_LOST_AFTER = 3  # misunderstandings in a row


def handle(turn: Turn) -> Outcome:
    if _A_REMARK.search(turn.text.lower()):
        return turn.answer("smalltalk.a_bot", state=turn.state)
    if wants_nobody(turn.text):
        return turn.answer("human.nobody", state=turn.state)
    was_lost = turn.state.awaiting == OFFERED or turn.state.misunderstood_in_a_row >= _LOST_AFTER
    because = HandOver.Because.LOST if was_lost else HandOver.Because.ASKED
    outcome = turn.answer("human.coming", minutes=settings.HANDOVER_TIMEOUT_MINUTES)
    return outcome.with_effects(hand_over=str(because))


def wants_nobody(text: str) -> bool:
    """ "I don't want to talk to anyone"; not "I don't want to talk to a bot"."""
    said = text.lower().replace("’", "'")
    return bool(_NOBODY_WANTED.search(said)) and not _WANTED_AFTER_ALL.search(said)


def while_held(turn: Turn) -> Outcome:
    """A person leads: the bot keeps still. Only one's own rights are served: erasing, and START as a fact."""
    reading, awaiting = turn.reading, turn.state.awaiting
    if awaiting == erase.AWAITING:
        tapped = turn.choice if _is_tap(turn, "erase") else None
        said = tapped.argument == "yes" if tapped else own_words.yes_or_no(turn.text)
        if said is not None:
            return erase.decide(turn, said)
    state = turn.state if awaiting == crisis.AWAITING else replace(turn.state, awaiting="")
    if turn.choice is None and reading.intent == "erase" and not reading.is_unsure:
        return erase.handle(replace(turn, state=state))
    starts = (turn.choice is None and reading.intent == "start" and not reading.is_unsure) or _is_tap(turn, "start")
    return Outcome(None, state, effects=Effects(consent="start" if starts and not turn.is_child else ""))


def _is_tap(turn: Turn, action: str) -> bool:
    return turn.choice is not None and turn.choice.action == action
