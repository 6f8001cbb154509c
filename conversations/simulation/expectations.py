"""What a chat must keep: taken down from one run, compared with the next. Pure.

An expectation of a step holds only what matters; what it does not name is free to change. Words are free unless
somebody asked for them, for wordings are drawn by chance and rewritten by editors.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conversations.simulation.scripts import ScriptError
from conversations.simulation.talk import Talk, Turn

FIT = "fit"  # picks: any, as long as they keep every hard wish
FREE = "free"
# Said or not by chance, or told by the mood already: they say nothing more about what was decided.
_TELL_NOTHING = ("hi.", "intro.", "ack.")
# In an expectation: name, and the type that JSON gives it.
_KNOWN: Mapping[str, type | tuple[type, ...]] = {
    "intent": str, "unsure": bool, "mood": str, "slots": dict, "answers": list, "silent": bool,
    "picks": (str, list), "buttons": list, "effects": list, "text": str, "sent": list,
}  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """``step`` counts from 1; ``what`` is a name of the expectation, or "trouble"."""

    step: int
    what: str
    expected: str
    found: str

    def as_json(self) -> dict[str, Any]:
        return vars(self) | {}


def expectations_of(talk: Talk, *, picks: str = FIT, with_words: bool = False) -> list[dict[str, Any]]:
    """What this run did, as what later runs must do. ``picks``: "fit", "same" or "free"."""
    return [_expected(turn, picks=picks, with_words=with_words) for turn in talk.turns]


def _expected(turn: Turn, *, picks: str, with_words: bool) -> dict[str, Any]:
    expected: dict[str, Any] = {}
    why = turn.why
    if why is not None:
        expected = {"intent": why.intent, "mood": why.mood, "slots": dict(why.slots), "answers": _answers(why.answers)}
        if why.is_unsure:
            expected["unsure"] = True
        if why.is_silent:
            expected["silent"] = True
        if why.effects:
            expected["effects"] = list(why.effects)
        if why.picks and picks != FREE:
            expected["picks"] = FIT if picks == FIT else [pick.slug for pick in why.picks]
    if turn.lines:
        expected["buttons"] = _taps(turn)
        if with_words:
            expected["text"] = _text(turn)
    if turn.step.wait:
        expected["sent"] = [line.origin for line in turn.lines]
    return expected


def compare(talk: Talk, expected: Sequence[Mapping[str, Any]]) -> tuple[Difference, ...]:
    """Where the chat no longer does what it must, step by step; a step without an expectation is free."""
    return tuple(
        difference for turn, wanted in zip(talk.turns, expected, strict=False) for difference in _compare(turn, wanted)
    )


def _compare(turn: Turn, wanted: Mapping[str, Any]) -> Iterator[Difference]:
    def differs(what: str, expected: object, found: object) -> Difference:
        return Difference(turn.number, what, _shown(expected), _shown(found))

    if turn.trouble:
        yield differs("trouble", "", turn.trouble)
    why = turn.why
    found: dict[str, Any] = {"buttons": _taps(turn), "sent": [line.origin for line in turn.lines], "text": _text(turn)}
    if why is not None:
        found |= {
            "intent": why.intent, "unsure": why.is_unsure, "mood": why.mood, "silent": why.is_silent,
            "effects": list(why.effects),
        }  # fmt: skip
    for what, value in wanted.items():
        if what == "slots":
            told = dict(why.slots) if why else {}
            for name in sorted({*value, *told}):
                if _as_set(value.get(name)) != _as_set(told.get(name)):
                    yield differs(f"slots.{name}", value.get(name), told.get(name))
        elif what == "answers":
            said = why.answers if why else ()
            if missing := [key for key in value if not any(_is_kind(one, key) for one in said)]:
                yield differs("answers", missing, said)
        elif what == "picks":
            yield from _compare_picks(turn, value, differs)
        elif found.get(what, "") != value:
            yield differs(what, value, found.get(what, ""))


def _compare_picks(turn: Turn, wanted: Any, differs: Any) -> Iterator[Difference]:
    picks = [pick.slug for pick in turn.why.picks] if turn.why else []
    misfits = turn.why.misfits if turn.why else ()
    if isinstance(wanted, list):
        if picks != wanted:
            yield differs("picks", wanted, picks)
    elif not picks:
        yield differs("picks", "games that fit", "none")
    if misfits:
        yield differs("picks", "games that fit", "; ".join(misfits))


def check_expectations(raw: object, *, steps: int) -> list[dict[str, Any]]:
    """Expectations that somebody else wrote, one for each step or fewer. Raises ScriptError."""
    if not isinstance(raw, list) or not all(isinstance(one, dict) for one in raw):
        raise ScriptError("what is expected must be a list with an object for each step")
    if len(raw) > steps:
        raise ScriptError(f"{len(raw)} steps are expected, {steps} are there")
    for number, wanted in enumerate(raw, 1):
        for name, value in wanted.items():
            if name not in _KNOWN:
                raise ScriptError(f"step {number}: nothing called {name!r} can be expected")
            if not isinstance(value, _KNOWN[name]):
                raise ScriptError(f"step {number}: {name} is of the wrong kind")
        if isinstance(wanted.get("picks"), str) and wanted["picks"] != FIT:
            raise ScriptError(f"step {number}: picks are {FIT!r} or a list of slugs")
    return raw


def _answers(keys: Sequence[str]) -> list[str]:
    return [key for key in keys if not key.startswith(_TELL_NOTHING)]


def _is_kind(said: str, wanted: str) -> bool:
    """ "offer" stands for every wording that begins with "offer."."""
    return said == wanted or said.startswith(f"{wanted}.")


def _taps(turn: Turn) -> list[str]:
    return [reply.tap for line in turn.lines for reply in line.buttons]


def _text(turn: Turn) -> str:
    return "\n\n".join(line.body for line in turn.lines)


def _as_set(value: Any) -> Any:
    """The order in which wishes were read is no difference."""
    return frozenset(map(str, value)) if isinstance(value, list | tuple) else value


def _shown(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "none"
    return "–" if value in (None, "") else str(value)
