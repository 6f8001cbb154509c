"""A simulated chat as it went: what was said, and for each message why it was answered so. Frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from conversations.simulation.scripts import Script, Step


@dataclass(frozen=True)
class Reply:
    """A quick reply. ``tap`` is what it does, the same in every run; ``about`` the slug of its game, if any."""

    tap: str
    title: str
    about: str = ""


@dataclass(frozen=True)
class Line:
    """A message of ours. ``number`` counts them from 1; links, which differ from run to run, are named in ``body``."""

    number: int
    at: datetime
    origin: str
    body: str
    buttons: tuple[Reply, ...]
    are_buttons_words: bool  # too long for quick replies: they arrive as words under the text
    status: str
    trouble: str  # why it was withheld or failed


@dataclass(frozen=True)
class Candidate:
    """A game that was considered. ``slot`` from 1 if it was offered."""

    slug: str
    title: str
    source: str
    score: float
    parts: Mapping[str, float]
    dropped_because: str
    slot: int | None = None


@dataclass(frozen=True)
class Picked:
    slug: str
    title: str
    score: float
    confidence: float
    strategy: str
    propensity: float
    reason: str


@dataclass(frozen=True)
class Why:
    """How a message was read and what the answer was made of.

    ``slots``, ``before`` and ``after`` hold only what is set; ``changes`` are the entries of the dialogue state
    that differ, as (name, before, after). ``answers`` are the keys of the wordings said, in order.
    """

    intent: str
    intent_confidence: float
    is_unsure: bool
    sure_by: str
    mood: str
    secondary_mood: str
    mood_confidence: float
    sentiment: str
    slots: Mapping[str, Any]
    session_kind: str
    opens_session: bool
    persona: str
    english: str
    tone: str
    answers: tuple[str, ...]
    wordings: Mapping[str, str]
    effects: tuple[str, ...]
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    changes: tuple[tuple[str, str, str], ...]
    wishes: Mapping[str, Any] = field(default_factory=dict)  # what the recommender was asked for
    picks: tuple[Picked, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    misfits: tuple[str, ...] = ()
    is_silent: bool = False


@dataclass(frozen=True)
class Turn:
    """One step and what followed. ``why`` is None where nothing was to be answered; ``trouble`` tells what failed."""

    number: int  # from 1
    step: Step
    at: datetime
    lines: tuple[Line, ...] = ()
    why: Why | None = None
    trouble: str = ""


@dataclass(frozen=True)
class Talk:
    """``window_until`` is when the reply window closes; None before they wrote."""

    script: Script
    turns: tuple[Turn, ...]
    ends_at: datetime
    window_until: datetime | None
    may_reply: bool = True
    may_write_first: bool = False
    is_held: bool = False
    is_parked: bool = False

    @property
    def window_is_open(self) -> bool:
        return self.window_until is not None and self.ends_at < self.window_until

    @property
    def quick_replies(self) -> tuple[Reply, ...]:
        """Those of the newest message that has any, while it is the newest answer."""
        for turn in reversed(self.turns):
            for line in reversed(turn.lines):
                return line.buttons
        return ()
