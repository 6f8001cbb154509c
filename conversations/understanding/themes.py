"""What a message wants left out besides kinds of games ("no zombies", "without clowns"), and what may come after all.

Three vocabularies, each trusted as far as it goes. A theme that has an entry is known by its wordings wherever a refusal
reaches. A tag of the catalogue, or a thing that people often name, counts where it is all that an item of the refusal
says: "no cats", "no dungeons or cats". Any other word counts only where a game is plainly said to do without it, for
"without stress" is about an evening. And whatever it is, "i have no dog" and "no war between us" are about a life.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from conversations.understanding.genres import names_of_kinds
from conversations.understanding.negation import Scopes
from conversations.understanding.normalise import fold
from conversations.understanding.phrase_files import listed, phrases_of
from games.themes import THEMES, is_key, places_of
from games.vocabulary import GENRES

_SAID = phrases_of("themes")
_NAMED = {key: re.compile(rf"(?<![\w'-]){names}(?![\w'-])") for key, names in phrases_of("theme_names").items()}
_RIGHT_BEFORE = re.compile(rf"(?<![\w']){_SAID['right before']} $")
_A_DEGREE = re.compile(rf"\b{_SAID['a degree']} $")
_ASKED_FOR = re.compile(rf"\b{_SAID['asked for']} $")
_A_GAME_OF_IT = re.compile(rf" {_SAID['a game of it']}\b")
_FINE = re.compile(rf"(?: ?games?| ?stuff)?[, ]*(?<![\w]){_SAID['fine']}(?!\w)(?! with)")
_NOT_FINE = re.compile(rf" (?:games? |stuff )?{_SAID['not fine']}\b")
_SAID_AFTERWARDS = re.compile(rf"[ ?=]+{phrases_of('negation')['said afterwards']}")
_MAY_COME = re.compile(rf"(?<![\w']){_SAID['may come']} $")
_WITH = re.compile(rf"(?<![\w']){_SAID['with']} |^{_SAID['doing without']} ")
_NO_IN_IT = re.compile(rf"\bno (?P<what>[\w'-]+(?: [\w'-]+)?) {_SAID['in it']}\b")
_AFRAID_OF = re.compile(rf"\b{_SAID['afraid of']} ")
_ABOUT_ONESELF = re.compile(rf"\b{_SAID['about oneself']} $")
_A_FAN = re.compile(rf" {_SAID['a fan']}\b")
_OF_LIFE = re.compile(rf" {_SAID['of life']}(?!\w)")
_BEFORE_IT = re.compile(rf"^(?:{_SAID['no more of it']} )+")
_AFTER_IT = re.compile(rf"(?:[ ,]+{_SAID['of games']})+$")
_ITEMS = re.compile(r"\s*(?:,|/|&|\+|;|\b(?:or|nor|and|n|no)\b)\s*")
_ENDS_OF_ITEMS = re.compile(
    r"[.!?;:()\n]|[^\x00-\x7f]| - |\b(?:but|just|only|instead|because|cos|cuz|coz|since|please|pls|plz|that|which|when|if|so"
    r"|i|i'?m|im|we|he|she|they|it|you|u|my|is|are|want|need|for|on|to|like|maybe|more|with|thanks|thx|under|in)\b"
)
_NO_THEME = listed("themes", "no theme")
_THINGS = listed("themes", "things")
_THEIR_OWN = listed("themes", "their own")
_SPEAKS_OF_GAMES = re.compile(r" (?:games?|stuff|things?|content|in (?:it|there|them))\b")
_THING = re.compile(r"[a-z]{3,}(?:[ -][a-z]{2,}){0,2}")
# "Nothing with robots, and cheaper".
_OF_NO_THING = ("ing", "ly", "er", "est")
_MOST_LETTERS = 60


@dataclass(frozen=True)
class Themes:
    """``allowed`` holds genres too: "horror is fine" lets it in again. ``wanted`` are themes that are asked for."""

    refused: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    lessened: tuple[str, ...] = ()  # "not too violent": a degree is ruled out
    said: tuple[tuple[int, int], ...] = ()  # where all but the wanted ones stand


def read_themes(words: str, scopes: Scopes, *, tags: Collection[str] = ()) -> Themes:
    refused: dict[str, tuple[int, int]] = {}
    allowed: dict[str, int] = {}
    welcome: list[tuple[int, int]] = []
    wanted: dict[str, int] = {}
    lessened: dict[str, tuple[int, int]] = {}
    taken: list[tuple[int, int]] = []
    for key, start, end in _named(words):
        taken.append((start, end))
        if _is_welcome(words, start, end):
            allowed.setdefault(key, start)
            welcome.append((start, end))
        elif _is_of_life(words, start, end):
            continue
        elif _is_refused(words, start, scopes) or _NOT_FINE.match(words, end):
            # How much of it is too much is a critique (``dialogue.critiques``).
            side = lessened if _A_DEGREE.search(words[max(0, start - _MOST_LETTERS) : start]) else refused
            # "Spiders freak me out": that is said of them.
            after = _SAID_AFTERWARDS.match(words, end)
            side.setdefault(key, (start, after.end() if after else end))
        elif _ASKED_FOR.search(words[:start]) or _A_GAME_OF_IT.match(words, end):
            wanted.setdefault(key, start)
    for key, pattern in names_of_kinds():
        if found_kind := next((one for one in pattern.finditer(words) if _is_welcome(words, *one.span())), None):
            allowed.setdefault(key, found_kind.start())
            welcome.append(found_kind.span())
    for start, item, is_plain in _items(words, scopes):
        if any(left < start + len(item) and start < right for left, right in taken):
            continue
        if _is_of_life(words, start, start + len(item)):
            continue
        if key := _key_of(item, tags, takes_any=is_plain):
            refused.setdefault(key, (start, start + len(item)))
    # "No zombies, well ok zombies are fine": the last word counts.
    refused = {key: (at, end) for key, (at, end) in refused.items() if allowed.get(key, -1) < at}
    return Themes(
        refused=tuple(sorted(refused, key=refused.__getitem__)),
        allowed=_in_order(allowed, without=refused),
        wanted=_in_order(wanted, without={**refused, **allowed}),
        lessened=tuple(lessened),
        said=(*refused.values(), *lessened.values(), *welcome),
    )


def let_in(text: str, left_out: Collection[str]) -> tuple[str, ...]:
    """Which of these a message lets in again; they may be words that nobody wrote an entry for."""
    words = fold(text)
    plain = [key for key in dict.fromkeys(left_out) if key not in THEMES and key not in GENRES]
    return tuple(key for key in plain if any(_is_welcome(words, *span) for span in places_of(key, words)))


def _in_order(keys: Mapping[str, int], *, without: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted((key for key in keys if key not in without), key=keys.__getitem__))


def _named(words: str) -> Iterator[tuple[str, int, int]]:
    """Themes that have an entry; what is a part of a longer name is none of its own: "turn-based combat"."""
    every = [(key, *found.span()) for key, pattern in _NAMED.items() for found in pattern.finditer(words)]
    for key, start, end in every:
        if not any(left <= start and end <= right and (right - left) > (end - start) for _, left, right in every):
            yield key, start, end


def _is_refused(words: str, start: int, scopes: Scopes) -> bool:
    before = words[max(0, start - _MOST_LETTERS) : start]
    return scopes.cover(start, start + 1) or bool(_RIGHT_BEFORE.search(before))


def _is_of_life(words: str, start: int, end: int) -> bool:
    """Who lacks a dog, is no monster, or has no war at home speaks of no game."""
    before = words[max(0, start - _MOST_LETTERS) : start]
    is_of_themselves = _ABOUT_ONESELF.search(before) and not _A_FAN.match(words, end)
    return bool(is_of_themselves or _OF_LIFE.match(words, end))


def _is_welcome(words: str, start: int, end: int) -> bool:
    before = words[max(0, start - _MOST_LETTERS) : start]
    # "No zombies is fine by me" says that they do not miss them.
    return not _RIGHT_BEFORE.search(before) and bool(_FINE.match(words, end) or _MAY_COME.search(before))


def _items(words: str, scopes: Scopes) -> Iterator[tuple[int, str, bool]]:
    """What a refusal lists, item by item; True where any word counts."""
    for left, right in scopes.spans:
        yield from _split(words[left:right], left, is_plain=False)
    for found in _AFRAID_OF.finditer(words):
        yield from _split(words[found.end() : found.end() + _MOST_LETTERS], found.end(), is_plain=False)
    for found in _WITH.finditer(words):
        yield from _split(words[found.end() : found.end() + _MOST_LETTERS], found.end(), is_plain=True)
    for found in _NO_IN_IT.finditer(words):
        yield found.start("what"), found["what"], True


def _split(text: str, at: int, *, is_plain: bool) -> Iterator[tuple[int, str, bool]]:
    bare = text.lstrip()
    at, text = at + len(text) - len(bare), bare
    if end := _ENDS_OF_ITEMS.search(text, 1):
        text = text[: end.start()]
    place = 0
    for part in _ITEMS.split(text):
        place = text.find(part, place)
        if part:
            yield at + place, part, is_plain


def _key_of(item: str, tags: Collection[str], *, takes_any: bool) -> str:
    bare = _AFTER_IT.sub("", _BEFORE_IT.sub("", item.strip(" ,.'\"")))
    key = bare.replace(" ", "-")
    if not _THING.fullmatch(bare) or key in _NO_THEME or key in GENRES or not _NO_THEME.isdisjoint(bare.split()):
        return ""
    if bare in _THEIR_OWN and not _SPEAKS_OF_GAMES.search(item):
        return ""
    if any(pattern.fullmatch(bare) for _, pattern in names_of_kinds()):
        return ""  # "puzzles" are a kind already
    for one in (key, f"{key}s", key.removesuffix("s")):
        if (one in tags or one in _THINGS) and is_key(one):
            return one
    is_thing = takes_any and " " not in bare and not bare.endswith(_OF_NO_THING) and is_key(key)
    return key if is_thing else ""
