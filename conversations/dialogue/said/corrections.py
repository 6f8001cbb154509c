"""People change their mind in the middle of a message: "switch. no wait, ps5". What comes after holds. Pure."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from pathlib import Path

from conversations.understanding.phrase_files import phrases_of
from conversations.understanding.types import Slots, Understanding

_SAID = phrases_of("corrections", Path(__file__).parent / "phrases")

_TURN = re.compile(
    # A look behind rather than a run of signs: four thousand dots must not be tried from each of them.
    rf"(?:(?<=[.,;!…\s-])|^)(?:(?:{_SAID['oh']} )*{_SAID['turn']})[\s,.:;-]+",
    re.IGNORECASE,
)
_LEAST = 2  # characters on either side that can mean anything


def after_a_change_of_mind(text: str) -> str:
    """The part that they ended with; empty when nothing was taken back."""
    found = list(_TURN.finditer(text))
    if not found:
        return ""
    head, tail = text[: found[-1].start()].strip(" \t\n.,;!…-"), text[found[-1].end() :].strip()
    return tail if len(head) >= _LEAST and len(tail) >= _LEAST else ""


def corrected(whole: Understanding, tail: Understanding) -> Understanding:
    """The reading of the whole message in which what its end says replaces what its beginning said."""
    said, later = whole.slots, tail.slots
    blank = Slots()
    news = {
        entry.name: getattr(later, entry.name)
        for entry in fields(Slots)
        if getattr(later, entry.name) != getattr(blank, entry.name)
    }
    # A machine that is named in the end is no longer refused in the beginning, and the other way round.
    if later.platforms:
        news["exclude_platforms"] = later.exclude_platforms
    if later.genres or later.allow_genres or later.themes:
        back = (*later.genres, *later.allow_genres, *later.themes)
        news["exclude_genres"] = tuple(genre for genre in said.exclude_genres if genre not in back)
        news["exclude_themes"] = later.exclude_themes or tuple(key for key in said.exclude_themes if key not in back)
    mended = replace(whole, slots=replace(said, **news))
    if not tail.mood:
        return mended
    return replace(mended, mood=tail.mood, secondary_mood=tail.secondary_mood, mood_confidence=tail.mood_confidence)
