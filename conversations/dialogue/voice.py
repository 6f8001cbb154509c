"""How things are said: a tone for the mood, a wording by chance, never the same twice in a row."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
from django.conf import settings
from django.template import Context, Engine, Template

TONES = ("playful", "warm", "neutral")
PROMPTS = Path(__file__).resolve().parent.parent / "prompts"
# Looked up in the settings' own template folder, so that editors find all words in one place.
WORDINGS = "conversations/replies"


@dataclass(frozen=True)
class Wording:
    """One way of saying something. ``id`` tells it from its siblings in the stored state."""

    id: str
    tone: str  # one of TONES, or "any"
    is_slang: bool
    template: Template


class Voice:
    """Says things in one tone during one turn, and remembers which wording it used."""

    def __init__(self, *, tone: str, uses_slang: bool, last_used: Mapping[str, str], rng: np.random.Generator) -> None:
        self.tone = tone
        self.uses_slang = uses_slang
        self.used: dict[str, str] = {}
        self._last_used = last_used
        self._rng = rng

    def say(self, key: str, **values: object) -> str:
        """The text for ``key``; a KeyError is a wording that nobody wrote."""
        wording = self._choose(key)
        self.used[key] = wording.id
        return render(wording, values)

    def _choose(self, key: str) -> Wording:
        fitting = [
            wording
            for wording in all_wordings()[key]
            if wording.tone in ("any", self.tone) and (self.uses_slang or not wording.is_slang)
        ]
        last = self.used.get(key) or self._last_used.get(key)
        fresh = [wording for wording in fitting if wording.id != last] or fitting
        return fresh[int(self._rng.integers(len(fresh)))]


def render(wording: Wording, values: Mapping[str, object]) -> str:
    # Titles and names reach people as they are: "Ludo & Co" must not become "Ludo &amp; Co".
    # Never render a web page with this.
    text = wording.template.render(Context(dict(values), autoescape=False))
    return text.replace("\\n", "\n").strip()


def tone_for(mood: str) -> str:
    """Which of TONES fits a mood (or none)."""
    tones: Mapping[str, list[str]] = persona()["tones"]
    return next((tone for tone, moods in tones.items() if mood in moods), "neutral")


def vibe_of(mood: str) -> str:
    """What a mood is called in the middle of a sentence; empty for an unknown one."""
    vibes: Mapping[str, str] = persona()["vibes"]
    return vibes.get(mood, "")


def has_slang(text: str) -> bool:
    return bool(_slang().search(text.lower()))


@functools.cache
def persona() -> Mapping[str, Any]:
    with (PROMPTS / "tones.toml").open("rb") as file:
        return tomllib.load(file)


@functools.cache
def _slang() -> re.Pattern[str]:
    words = sorted(persona()["slang"]["words"], key=len, reverse=True)
    return re.compile(rf"(?<![\w'])(?:{'|'.join(map(re.escape, words))})(?![\w'])")


@functools.cache
def all_wordings() -> Mapping[str, tuple[Wording, ...]]:
    """Every wording of every reply, by key.

    A file holds ``# key`` lines, each followed by its wordings: the tone (or "any"), a "~" if it is
    slang, and the words, a Django template on one line in which "\\n" is a line break.
    """
    found: dict[str, tuple[Wording, ...]] = {}
    for directory in cast(list[Path], settings.TEMPLATES[0]["DIRS"]):
        for path in sorted((Path(directory) / WORDINGS).glob("*.txt")):
            for key, lines in _sections(path.read_text(encoding="utf-8")):
                found[key] = tuple(_parse(index, line) for index, line in enumerate(lines))
    return found


def _sections(text: str) -> Iterator[tuple[str, list[str]]]:
    key, lines = "", list[str]()
    for line in text.splitlines():
        if line.startswith("# "):
            if key:
                yield key, lines
            key, lines = line[2:].strip(), []
        elif line.strip():
            lines.append(line)
    if key:
        yield key, lines


def _parse(index: int, line: str) -> Wording:
    tone, _, words = line.strip().partition(" ")
    words = words.strip()
    is_slang = words.startswith("~")
    if tone not in (*TONES, "any") or not words:
        raise ValueError(f"a wording needs a tone and words: {line!r}")
    return Wording(id=f"{tone}{index}", tone=tone, is_slang=is_slang, template=_plain().from_string(words.lstrip("~ ")))


@functools.cache
def _plain() -> Engine:
    return Engine(autoescape=False)
