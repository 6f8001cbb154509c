"""All wishes that one message states, put together from the grammars; titles are read first and set aside."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from conversations.understanding.company import read_player_mode, read_youngest_age
from conversations.understanding.genres import read_genres
from conversations.understanding.minutes import read_minutes
from conversations.understanding.money import read_price
from conversations.understanding.negation import Scopes, find_scopes
from conversations.understanding.normalise import Message
from conversations.understanding.phrase_files import listed, phrases_of
from conversations.understanding.platforms import read_platforms
from conversations.understanding.themes import Themes, read_themes
from conversations.understanding.title_feelings import sort_titles
from conversations.understanding.titles import TitleHit, TitleIndex
from conversations.understanding.types import Slots

# Stands for a title in the text that the other readers see; no grammar knows the word.
TITLE_MARK = "thatgame"

_SAID = phrases_of("slots")
_NAME = re.compile(rf"\b{_SAID['call me']}\s+(?P<name>[^\W\d_][\w'-]{{1,19}})")
_NAME_AFTER_IM = re.compile(
    r"\b(?:[Ii]'?m|[Ii] am|[Ii]ts|[Ii]t's)\s+(?P<name>[A-Z][^\W\d_]{1,19})\b"
    r"(?=\s*(?:$|[,.!]|btw|and|by the way|from|\d))"
)
_NOT_A_NAME = listed("slots", "no name")
_AFTER_A_NAME = re.compile(rf"\s*{_SAID['after a name']}", re.IGNORECASE)
_ORDINALS = (
    (re.compile(_SAID["the first"]), 1),
    (re.compile(_SAID["the second"]), 2),
    (re.compile(_SAID["the third"]), 3),
    (re.compile(_SAID["the last"]), -1),
)
_CHEAPER = re.compile(rf"\b{_SAID['cheaper']}\b")
_NOT_CHEAPER = re.compile(rf"\b{_SAID['not cheaper']}\b")
_DEAR = re.compile(rf"\b{_SAID['dear']}\b")
_SHORTER = re.compile(rf"\b{_SAID['shorter']}\b")
_LONG = re.compile(rf"\b{_SAID['long']}\b")
_EASIER = re.compile(rf"\b{_SAID['easier']}\b")


@dataclass(frozen=True)
class SlotReading:
    slots: Slots
    words: str  # the text with titles set aside
    scopes: Scopes
    themes: Themes


def read_slots(
    message: Message, titles: TitleIndex, *, awaiting: str = "", offered: str = "", tags: Collection[str] = ()
) -> SlotReading:
    hits = titles.find(message.words, raw=message.raw, offered=offered)
    words = _set_titles_aside(message.words, hits)
    scopes = find_scopes(words)
    liked, disliked = sort_titles(message.words, hits)
    platforms, exclude_platforms = read_platforms(words, scopes)
    genres, exclude_genres = read_genres(words, scopes)
    themes = read_themes(words, scopes, tags=tags)
    price, currency = read_price(words)
    slots = Slots(
        platforms=platforms,
        exclude_platforms=exclude_platforms,
        genres=genres,
        exclude_genres=exclude_genres,
        exclude_themes=themes.refused,
        themes=themes.wanted,
        allow_genres=tuple(key for key in themes.allowed if key not in exclude_genres),
        price_max=price,
        currency=currency,
        session_minutes=read_minutes(words),
        player_mode=read_player_mode(words, scopes),
        like_titles=liked,
        dislike_titles=disliked,
        wants_cheaper=_wants_cheaper(words, scopes),
        wants_shorter=_wants_shorter(words, scopes),
        wants_easier=bool(_EASIER.search(words)),
        youngest_age=read_youngest_age(words),
        name=read_name(message.raw, awaiting=awaiting),
        ordinal=next((number for pattern, number in _ORDINALS if pattern.search(words)), None),
    )
    return SlotReading(slots, words, scopes, themes)


def _wants_cheaper(words: str, scopes: Scopes) -> bool:
    """ "Nothing pricey" asks for something cheap, and "not that cheap" does not."""
    if _CHEAPER.search(_NOT_CHEAPER.sub(" ", words)):
        return True
    return any(scopes.cover(found.start(), found.start() + 1) for found in _DEAR.finditer(words))


def _wants_shorter(words: str, scopes: Scopes) -> bool:
    """ "Nothing long" asks for something short, and "nothing too short" does not."""

    def is_refused(found: re.Match[str]) -> bool:
        return scopes.cover(found.start(), found.start() + 1)

    return any(map(is_refused, _LONG.finditer(words))) or not all(map(is_refused, _SHORTER.finditer(words)))


def read_name(raw: str, *, awaiting: str) -> str:
    """What the player wants to be called, as they spelt it, or "" ."""
    for found in _NAME.finditer(raw.casefold()):
        spelt = raw[found.start("name") : found.end("name")]
        if (
            len(raw) == len(raw.casefold())
            and found["name"] not in _NOT_A_NAME
            and _AFTER_A_NAME.match(raw, found.end())
        ):
            return _as_name(spelt)
    if (
        (found_im := _NAME_AFTER_IM.search(raw))
        and found_im["name"].casefold() not in _NOT_A_NAME
        and not raw.isupper()
    ):
        return found_im["name"]
    if awaiting == "name":
        answer = re.sub(r"^(?:it'?s|im|i'm|i am|just|call me|its)\s+", "", raw.strip(" .!"), flags=re.IGNORECASE)
        if (
            re.fullmatch(r"[^\W\d_][\w' -]{0,24}", answer)
            and len(answer.split()) <= 2
            and answer.casefold() not in _NOT_A_NAME
        ):
            return _as_name(answer)
    return ""


def _as_name(spelt: str) -> str:
    return spelt if any(char.isupper() for char in spelt) else spelt.title()


def _set_titles_aside(words: str, hits: tuple[TitleHit, ...]) -> str:
    for hit in reversed(hits):
        words = f"{words[: hit.start]}{TITLE_MARK}{words[hit.end :]}"
    return words
