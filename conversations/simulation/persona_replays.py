"""Saved and recorded chats under a changed persona text, beside how they go now: which lines would read otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from conversations.personas import trials as persona_trials
from conversations.simulation.playing import play
from conversations.simulation.scripts import Script
from conversations.simulation.talk import Talk, Turn
from conversations.understanding.types import Knowledge


@dataclass(frozen=True)
class Changed:
    """One message of a chat whose answer reads differently."""

    chat: str
    said: str
    now: str
    then: str
    picks_differ: bool  # which a text must never do


def compare(
    scripts: Sequence[tuple[str, Script]], *, name: str, before: str, after: str, known: Knowledge
) -> tuple[int, list[Changed]]:
    """How many messages were played, and those that differ. Raises ValueError for a text that has a problem."""
    played, changed = 0, []
    for chat, script in scripts:
        with persona_trials.played_with(name, before):
            now = play(script, known=known)
        with persona_trials.played_with(name, after):
            then = play(script, known=known)
        played += len(now.turns)
        changed += _differences(chat, now, then)
    return played, changed


def _words(turn: Turn) -> str:
    return "\n\n".join(line.body for line in turn.lines)


def _picks(turn: Turn) -> tuple[str, ...]:
    return tuple(pick.slug for pick in turn.why.picks) if turn.why else ()


def _differences(chat: str, now: Talk, then: Talk) -> list[Changed]:
    found = []
    for one, other in zip(now.turns, then.turns, strict=False):
        ours, theirs = _words(one), _words(other)
        if ours != theirs:
            picks = _picks(one) != _picks(other)
            found.append(Changed(chat, one.step.say or one.step.title, ours, theirs, picks))
    return found
