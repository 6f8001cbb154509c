"""Recorded chats beside how they go today: what is read, offered and refused differently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conversations.simulation.playing import play
from conversations.simulation.recorded import SLOTS, Recorded, Then
from conversations.simulation.talk import Turn
from conversations.understanding.types import Knowledge

_COMPARED = ("intent", "mood", "tone", "slots", "picks", "answered")
_NONE = "–"


@dataclass(frozen=True)
class Replayed:
    """One message then and now. ``changes``: what differs, as (then, now) in words."""

    chat: int
    step: int
    text: str
    then: Then
    now: Turn
    changes: Mapping[str, tuple[str, str]]


def replay_recorded(chat: Recorded, *, known: Knowledge | None = None) -> list[Replayed]:
    talk = play(chat.script, known=known)
    heard = [turn for turn in talk.turns if turn.step.is_inbound]
    return [
        Replayed(chat.number, turn.number, turn.step.say or turn.step.title, then, turn, _changes(then, turn))
        for then, turn in zip(chat.then, heard, strict=True)
    ]


def summary_of(chats: Sequence[Sequence[Replayed]]) -> dict[str, Any]:
    """How many messages are taken and answered as before, and how often games were found or nothing was understood."""
    every = [one for chat in chats for one in chat]
    offered = [one for one in every if one.then.picks and _picks(one.now)]
    return {
        "chats": len(chats),
        "messages": len(every),
        "same": {what: _share(every, what) for what in _COMPARED},
        "picks_in_common": round(sum(map(_overlap, offered)) / len(offered), 4) if offered else None,
        "counts": {
            "unsure": (
                sum(bool(one.then.reading.get("is_unsure")) for one in every),
                sum(_is_unsure(one.now) for one in every),
            ),
            "with games": (sum(bool(one.then.picks) for one in every), sum(bool(_picks(one.now)) for one in every)),
            "unanswered": (sum(not one.then.was_answered for one in every), sum(not one.now.lines for one in every)),
            "failed": (0, sum(bool(one.now.trouble) for one in every)),
        },
    }


def _changes(then: Then, turn: Turn) -> dict[str, tuple[str, str]]:
    changes: dict[str, tuple[str, str]] = {}

    def compare(what: str, before: Any, after: Any) -> None:
        if _plain(before) != _plain(after):
            changes[what] = (_in_words(before), _in_words(after))

    why = turn.why
    if turn.trouble:
        changes["trouble"] = (_NONE, turn.trouble)
    if then.reading:
        compare("intent", then.reading.get("intent"), why.intent if why else None)
        compare("mood", then.reading.get("mood"), why.mood if why else None)
        compare("tone", then.reading.get("sentiment"), why.sentiment if why else None)
        told = {name: why.slots[name] for name in SLOTS if why and name in why.slots}
        for name in sorted({*then.slots, *told}):
            compare(f"slots.{name}", then.slots.get(name), told.get(name))
    compare("picks", then.picks, _picks(turn))
    compare("answered", then.was_answered, bool(turn.lines))
    return changes


def _share(every: Sequence[Replayed], what: str) -> float | None:
    if not every:
        return None
    changed = sum(any(name == what or name.startswith(f"{what}.") for name in one.changes) for one in every)
    return round(1 - changed / len(every), 4)


def _overlap(one: Replayed) -> float:
    """How much of the two offers is the same: 1 all, 0 nothing."""
    then, now = set(one.then.picks), set(_picks(one.now))
    return len(then & now) / len(then | now)


def _picks(turn: Turn) -> tuple[str, ...]:
    return tuple(pick.slug for pick in turn.why.picks) if turn.why else ()


def _is_unsure(turn: Turn) -> bool:
    return turn.why is not None and turn.why.is_unsure


def _plain(value: Any) -> Any:
    """The order of wishes and picks is no difference, nor is the way in which nothing is written."""
    if isinstance(value, list | tuple):
        return frozenset(map(str, value)) or None
    return None if value == "" else value


def _in_words(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or _NONE
    return _NONE if value in (None, "") else str(value)
