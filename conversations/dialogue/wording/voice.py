"""How things are said: a persona's words, a tone for the mood, a wording by chance, never the same twice in a row."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import numpy as np
from django.conf import settings

from conversations.dialogue.wording.wordings import TONES, Wording, WordingError, read, render

__all__ = ["TONES", "Style", "Voice", "Wording", "all_wordings", "daytime_of", "has_slang", "render", "tone_for"]

PROMPTS = Path(__file__).resolve().parents[2] / "prompts"
# Looked up in the settings' own template folder, so that editors find all words in one place.
WORDINGS = "conversations/replies"
# Here the name is the news.
_ABOUT_THE_NAME = ("profile.noted",)
_LEAST_CHOICE = 2


@dataclass(frozen=True)
class Style:
    """How to speak with this person in this turn, beside the words themselves."""

    tone: str = "neutral"
    uses_slang: bool = False
    is_low: bool = False  # no jokes
    is_terse: bool = False
    daytime: str = ""  # morning | afternoon | evening | night; empty: unknown
    may_name: bool = True
    labels: tuple[str, ...] = ()  # of the experiments on tone that they are in


class Voice:
    """Says things in one style during one turn, and remembers which wordings it used."""

    def __init__(
        self,
        *,
        style: Style,
        last_used: Mapping[str, str],
        rng: np.random.Generator,
        wordings: Mapping[str, tuple[Wording, ...]] | None = None,
    ) -> None:
        self.style = style
        self.used: dict[str, str] = {}
        self.has_named = False
        self._wordings = all_wordings() if wordings is None else wordings
        self._last_used = last_used
        self._rng = rng

    @property
    def tone(self) -> str:
        return self.style.tone

    def say(self, key: str, **values: object) -> str:
        """The text for ``key``; a KeyError is a wording that nobody wrote."""
        name = str(values.get("name") or "")
        if name and key not in _ABOUT_THE_NAME and (self.has_named or not self.style.may_name):
            values["name"] = name = ""
        wording = self._choose(key)
        self.used[key] = wording.id
        text = render(wording, {**self._common(key), **values})
        self.has_named = self.has_named or bool(name and name in text)
        return text

    def speak_with(self, wordings: Mapping[str, tuple[Wording, ...]]) -> None:
        """Go on with other words: somebody else speaks from here."""
        self._wordings = wordings

    def _common(self, key: str) -> dict[str, object]:
        daytime = self.style.daytime
        return {
            "daytime": daytime,
            "tonight": "tonight" if daytime in ("evening", "night") else "today",
            # Chosen only where a wording asks for it: the template calls it.
            "hi": lambda: self.say(f"hi.{daytime or 'any'}"),
        }

    def _choose(self, key: str) -> Wording:
        fitting = [one for one in self._wordings[key] if self._fits(one)]
        if self.style.is_terse and len(fitting) > _LEAST_CHOICE:
            by_length = sorted(fitting, key=lambda one: len(one.source))
            fitting = by_length[: max(_LEAST_CHOICE, len(fitting) // 2)]
        last = self.used.get(key) or self._last_used.get(key)
        fresh = [one for one in fitting if one.id != last] or fitting
        return fresh[int(self._rng.integers(len(fresh)))]

    def _fits(self, wording: Wording) -> bool:
        style = self.style
        return (
            wording.fits(style.tone)
            and (style.uses_slang or not wording.is_slang)
            and not (style.is_low and wording.is_joke)
        )


def tone_for(mood: str) -> str:
    """Which of TONES fits a mood (or none)."""
    tones: Mapping[str, list[str]] = shared_facts()["tones"]
    return next((tone for tone, moods in tones.items() if mood in moods), "neutral")


def vibe_of(mood: str) -> str:
    """What a mood is called in the middle of a sentence; empty for an unknown one."""
    vibes: Mapping[str, str] = shared_facts()["vibes"]
    return vibes.get(mood, "")


def has_slang(text: str) -> bool:
    return bool(_slang().search(text.lower()))


def daytime_of(now: datetime, time_zone: str) -> str:
    """The part of the day where somebody lives; empty when that is not known."""
    if not time_zone:
        return ""
    try:
        hour = now.astimezone(ZoneInfo(time_zone)).hour
    except (KeyError, ValueError, OSError):
        return ""
    if 5 <= hour < 12:
        return "morning"
    if 12 <= hour < 18:
        return "afternoon"
    return "evening" if 18 <= hour < 23 else "night"


@functools.cache
def shared_facts() -> Mapping[str, Any]:
    """What holds for every persona: which mood asks for which tone, what moods are called, what slang is."""
    with (PROMPTS / "tones.toml").open("rb") as file:
        return tomllib.load(file)


@functools.cache
def _slang() -> re.Pattern[str]:
    words = sorted(shared_facts()["slang"]["words"], key=len, reverse=True)
    return re.compile(rf"(?<![\w'])(?:{'|'.join(map(re.escape, words))})(?![\w'])")


@functools.cache
def all_wordings() -> Mapping[str, tuple[Wording, ...]]:
    """Every wording of every reply, by key: what each persona falls back to."""
    found: dict[str, tuple[Wording, ...]] = {}
    for path in base_files():
        try:
            found |= read(path.read_text(encoding="utf-8"))
        except WordingError as error:
            raise WordingError(f"{path.name}, {error}") from error
    return found


def base_files() -> list[Path]:
    directories = cast(list[Path], settings.TEMPLATES[0]["DIRS"])
    return [path for directory in directories for path in sorted((Path(directory) / WORDINGS).glob("*.txt"))]
