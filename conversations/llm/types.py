"""What is asked of a language model and what comes back. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Reason(StrEnum):
    """Why there is no answer."""

    OFF = "off"  # no model is set up, or not for this
    SLOW = "slow"  # not in the time that was given
    LIMITED = "limited"  # asked too often: by our own count, or as the provider says
    BROKEN = "broken"  # no connection, an error of theirs, or left alone for a while after several of them
    OVER_BUDGET = "over_budget"
    UNREADABLE = "unreadable"  # no JSON, another shape than asked for, cut short, or too large
    UNSAFE = "unsafe"  # it may read well, but nobody should


@dataclass(frozen=True)
class Answer:
    """``value`` has the shape that was asked for: a dict for a schema, an instance for a dataclass."""

    value: Any
    is_kept: bool = False  # from an equal question


@dataclass(frozen=True)
class NoAnswer:
    reason: Reason


@dataclass(frozen=True)
class Transcript:
    """What was said, and how sure the model is of it, 0…1. Zero where it does not tell: ask whether it is right."""

    text: str
    confidence: float


@dataclass(frozen=True)
class EphemeralToken:
    """Opens one live talk with the provider, from a browser. Never stored, never logged."""

    value: str
    model: str
    expires_at: datetime
    url: str  # where the browser sends its offer


@dataclass(frozen=True)
class Usage:
    tokens_in: int = 0
    tokens_out: int = 0
    audio_seconds: float = 0.0
