"""Which kinds of games a message asks for and which it rules out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conversations.understanding.negation import Scopes
from conversations.understanding.phrase_files import phrases_of

_SAID = phrases_of("genres")
_SCARY = re.compile(rf"\b{_SAID['scary']}\b")
_PATTERNS_WHEN_REFUSED = {
    key: re.compile(rf"(?<![\w'])(?:{names})(?![\w'])")
    for key, names in (
        ("soulslike", _SAID["soulslike when refused"]),
        ("fighting", _SAID["fighting when refused"]),
        ("shooter", _SAID["shooter when refused"]),
        ("horror", _SAID["horror when refused"]),
    )
}
_PATTERNS = {key: re.compile(rf"(?<![\w']){names}(?![\w'])") for key, names in phrases_of("genre_names").items()}
# "He gets scared easily": nobody wants to be frightened, whatever else is wished.
_EASILY_SCARED = re.compile(rf"\b{_SAID['easily scared']}\b")
_IDIOMS = re.compile(rf"\b{_SAID['idioms']}\b")
# "We suck at shooters" asks for none, "I'm bad at platformers but want one" does.
_NO_GOOD_AT = re.compile(rf"\b{_SAID['no good at it']} (?:all |any |most |playing |fast |hard )*$")
_WANTED_ALL_THE_SAME = re.compile(rf"^[^.!?;]{{0,30}}\b{_SAID['wanted all the same']}\b")
_LESS = re.compile(r"\b(?:less|fewer|not as much|not so much|menos|weniger|moins)(?: of(?: the)?)? ?(?:[\w-]+ )?$")


def names_of_kinds() -> Iterator[tuple[str, re.Pattern[str]]]:
    """What people call each kind of game, and what they name when they have refused it or no longer do: "guns"."""
    yield from _PATTERNS.items()
    yield from _PATTERNS_WHEN_REFUSED.items()


def refused_at(words: str, scopes: Scopes) -> tuple[tuple[int, int], ...]:
    """Where kinds of games stand that a refusal reaches."""
    every = (*_PATTERNS.values(), *_PATTERNS_WHEN_REFUSED.values())
    spans = (found.span() for pattern in every for found in pattern.finditer(words))
    return tuple((start, end) for start, end in spans if scopes.cover(start, start + 1))


def easily_scared_at(words: str) -> tuple[tuple[int, int], ...]:
    """Where somebody is told to be easily scared; the word names no wish to be."""
    return tuple(found.span() for found in _EASILY_SCARED.finditer(words))


def read_genres(words: str, scopes: Scopes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Asked for and ruled out, both in the order named."""
    is_easily_scared = bool(easily_scared_at(words))
    text = _EASILY_SCARED.sub(_blanks, _IDIOMS.sub(_blanks, words))
    wanted: dict[str, int] = {}
    refused: dict[str, int] = {}
    named: dict[str, list[int]] = {}
    taken: list[tuple[int, int]] = []
    for key, pattern in _PATTERNS.items():
        for found in pattern.finditer(text):
            start, end = found.span()
            if any(left <= start < right and (right - left) >= (end - start) for left, right in taken) and key not in {
                "rpg",
                "action",
                "survival",
            }:
                continue
            taken.append((start, end))
            if text[:start].endswith((" over ", " above ")) and not re.search(
                r"\b(?:im|i'm|am|get|getting) over $", text[:start]
            ):
                continue  # "atmosphere over action" asks for neither
            if _NO_GOOD_AT.search(text[:start]) and not _WANTED_ALL_THE_SAME.search(text[end:]):
                continue
            if not found[0].startswith("more ") and _LESS.search(text[:start]):
                refused.setdefault(key, start)  # "less rpg, more puzzle"
                continue
            side = refused if scopes.cover(start, min(end, start + 1)) else wanted
            side.setdefault(key, start)
            named.setdefault(key, []).append(start)
    for key, pattern in _PATTERNS_WHEN_REFUSED.items():
        for found in pattern.finditer(text):
            if scopes.cover(found.start(), found.start() + 1) and not _LESS.search(text[: found.start()]):
                refused.setdefault(key, found.start())
    # "can't do scary stuff alone, so coop horror": whoever asks for it by its name wants it.
    soft = {key for key, start in refused.items() if key in wanted and start not in named.get(key, ())}
    refused = {key: start for key, start in refused.items() if key not in soft}
    if refused.keys() & {"horror"} and "horror" not in wanted and _is_scare_wanted(text, scopes):
        del refused["horror"]  # "creepy but nothing too scary" rules out a degree, not the kind
    if is_easily_scared and "horror" not in wanted:
        refused.setdefault("horror", 0)
    if len(refused) > 1:
        # "horror, but not action horror" refuses a kind of what is wanted.
        refused = {key: start for key, start in refused.items() if not (key in wanted and wanted[key] < start)}
    # "no more shooters, well maybe a shooter": the last word counts, a refusal wins a tie.
    kept = sorted((key for key in wanted if key not in refused), key=wanted.__getitem__)
    return tuple(kept), tuple(sorted(refused, key=refused.__getitem__))


def _blanks(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _is_scare_wanted(text: str, scopes: Scopes) -> bool:
    return any(not scopes.cover(found.start(), found.start() + 1) for found in _SCARY.finditer(text))
