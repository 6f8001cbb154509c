"""What somebody may want left out besides a kind of game: "no zombies", "nothing turn-based". Pure.

A genre is a fact of every record; a theme is not. Editors tag it ("zombies"), or the genre tells it (who wants no guns
wants no shooter), or it stands in the text alone, and all of that counts: for who is afraid of spiders one game too few
is better than one too many. So a key of ours means tags, genres and words, and any other word means itself, as a tag
and in the text. Whether a word occurs at all is not looked up first: that would cost a look at every text of the
catalogue, and to leave out what nothing has is no mistake.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from games.vocabulary import GENRES

# As many letters as a player's row has room for.
_LONGEST: Final = 30
# Each word more has PostgreSQL read every text that much longer: ten seconds for all of a hundred thousand with fifty.
_MOST_WORDS: Final = 16
_WORD: Final = re.compile(r"[^\W_]+(?:-[^\W_]+){0,3}")
# "No zombies in sight" is no game with zombies. PostgreSQL's regular expressions know such looking back too.
_DENIED: Final = r"(?<!\mno )(?<!\mwithout )(?<!\mwithout any )(?<!\mzero )(?<!\mnon-)(?<!\mno-)"


@dataclass(frozen=True)
class Theme:
    """``marks`` are genres and tags, ``text`` a piece of a regular expression for what a record says of itself.

    ``rated_from``: what is rated so high counts as having it, and so does what can be played in ``only_mode`` alone.
    """

    label: str
    marks: tuple[str, ...]
    text: str = ""
    rated_from: int | None = None
    only_mode: str = ""


@dataclass(frozen=True)
class Unwanted:
    """What several keys, genres among them, leave out together."""

    marks: tuple[str, ...] = ()
    text: str = ""  # of PostgreSQL, to be matched without regard to capitals
    rated_from: int | None = None
    only_modes: tuple[str, ...] = ()


def _read() -> dict[str, Theme]:
    told = json.loads((Path(__file__).parent / "data" / "themes.json").read_text(encoding="utf-8"))
    return {
        key: Theme(
            label=entry.get("label", key),
            marks=tuple(entry["marks"]),
            text=entry.get("text", ""),
            rated_from=entry.get("rated_from"),
            only_mode=entry.get("only_mode", ""),
        )
        for key, entry in told.items()
    }


THEMES: Final = MappingProxyType(_read())


def is_key(key: str) -> bool:
    """Whether it may be left out: a theme of ours, or a plain word or two. Genres have their own vocabulary."""
    return key not in GENRES and (key in THEMES or (len(key) <= _LONGEST and bool(_WORD.fullmatch(key))))


def label_of(key: str) -> str:
    theme = THEMES.get(key)
    return theme.label if theme else key.replace("-", " ")


@functools.lru_cache(maxsize=512)
def unwanted(keys: tuple[str, ...]) -> Unwanted:
    """Of a genre its name alone: that a text speaks of strategy makes no game a strategy game.

    Of very many words those beyond ``_MOST_WORDS`` count as tags only.
    """
    ours = [THEMES[key] for key in keys if key in THEMES]
    words = [_of_a_word(key) for key in keys if key not in THEMES and key not in GENRES]
    themes = (*ours, *words)
    marks = {key for key in keys if key in GENRES}.union(*(theme.marks for theme in themes))
    texts = sorted({theme.text for theme in (*ours, *words[:_MOST_WORDS]) if theme.text})
    return Unwanted(
        marks=tuple(sorted(marks)),
        text=rf"{_DENIED}\m(?:{'|'.join(texts)})\M" if texts else "",
        rated_from=min((theme.rated_from for theme in themes if theme.rated_from is not None), default=None),
        only_modes=tuple(sorted({theme.only_mode for theme in themes if theme.only_mode})),
    )


def spoken_of(pattern: str) -> str:
    """``Unwanted.text`` without its look at what stands before. To be asked first.

    It finds no less, and where it finds nothing PostgreSQL is done with a text in an eighth of the time.
    """
    return pattern.removeprefix(_DENIED)


def in_text(pattern: str, *texts: str) -> str:
    """What ``Unwanted.text`` finds in a record's texts, or "" ; PostgreSQL itself is asked in searches."""
    matcher = _as_ours(pattern)
    return next((found[0].strip() for text in texts if (found := matcher.search(text))), "")


@functools.lru_cache(maxsize=128)
def _as_ours(pattern: str) -> re.Pattern[str]:
    """Both speak of the same things, but for where a word begins and ends."""
    return re.compile(pattern.replace(r"\m", r"\b").replace(r"\M", r"\b"), re.IGNORECASE)


def places_of(key: str, text: str) -> tuple[tuple[int, int], ...]:
    """Where a plain word stands, in the singular or the plural."""
    return tuple(found.span() for found in _as_ours(rf"\m(?:{_theme(key).text})\M").finditer(text))


def without(keys: Iterable[str], welcome: Collection[str]) -> tuple[str, ...]:
    """``keys`` less what is welcome now, and less the themes that leave out a kind that is: a shooter has guns."""
    return tuple(key for key in keys if key not in welcome and _marks(key).isdisjoint(welcome))


def _marks(key: str) -> frozenset[str]:
    return frozenset(() if key in GENRES else _theme(key).marks)


def _theme(key: str) -> Theme:
    return THEMES.get(key) or _of_a_word(key)


@functools.lru_cache(maxsize=2048)
def _of_a_word(key: str) -> Theme:
    """A word that nobody wrote an entry for: in the singular and the plural, with a hyphen or a blank."""
    *first, last = key.split("-")
    if last.endswith("ies") and len(last) > 4:
        forms, ending = (f"{last[:-3]}y", last), f"{re.escape(last[:-3])}(?:y|ies)"
    elif last.endswith("es") and last[:-2].endswith(("sh", "ch", "x", "s", "z")):
        forms, ending = (last[:-2], last), f"{re.escape(last[:-2])}(?:es)?"
    else:
        stem = last[:-1] if last.endswith("s") and not last.endswith("ss") and len(last) > 3 else last
        forms, ending = (stem, f"{stem}s"), f"{re.escape(stem)}(?:e?s)?"
    marks = (key, *("-".join((*first, form)) for form in forms))
    return Theme(key.replace("-", " "), tuple(dict.fromkeys(marks)), "[- ]".join((*map(re.escape, first), ending)))
