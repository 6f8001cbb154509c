"""All wishes that one message states, put together from the grammars; titles are read first and set aside."""

from __future__ import annotations

import re
from dataclasses import dataclass

from conversations.understanding.company import read_player_mode, read_youngest_age
from conversations.understanding.genres import read_genres
from conversations.understanding.minutes import read_minutes
from conversations.understanding.money import read_price
from conversations.understanding.negation import Scopes, find_scopes
from conversations.understanding.normalise import Message
from conversations.understanding.platforms import read_platforms
from conversations.understanding.title_feelings import sort_titles
from conversations.understanding.titles import TitleHit, TitleIndex
from conversations.understanding.types import Slots

# Stands for a title in the text that the other readers see; no grammar knows the word.
TITLE_MARK = "thatgame"

_NAME = re.compile(
    r"\b(?:call me|my name'?s?(?: is)?|name is|name's|names|i go by|i'm called|im called|im known as|this is|me llamo|mi nombre es|soy|meu nome e|eu sou(?: o| a)?|me chamo|mera naam|main hoon|my name na|je m'appelle|ich heisse|ako si|put me down as|you can call me|save my name as)\s+(?P<name>[^\W\d_][\w'-]{1,19})"
)
_NAME_AFTER_IM = re.compile(
    r"\b(?:[Ii]'?m|[Ii] am|[Ii]ts|[Ii]t's)\s+(?P<name>[A-Z][^\W\d_]{1,19})\b(?=\s*(?:$|[,.!]|btw|and|by the way|from|\d))"
)
_NOT_A_NAME = frozenset(
    [
        "a",
        "the",
        "an",
        "not",
        "so",
        "just",
        "very",
        "on",
        "in",
        "at",
        "my",
        "your",
        "feeling",
        "really",
        "tired",
        "bored",
        "sad",
        "happy",
        "angry",
        "hungry",
        "back",
        "here",
        "ready",
        "done",
        "good",
        "fine",
        "ok",
        "okay",
        "maybe",
        "when",
        "later",
        "if",
        "crazy",
        "out",
        "gonna",
        "going",
        "new",
        "from",
        "about",
        "for",
        "one",
        "that",
        "this",
        "it",
        "game",
        "games",
        "boring",
        "great",
        "perfect",
        "is",
        "was",
        "why",
        "how",
        "what",
        "daddy",
        "pc",
        "mac",
        "switch",
        "xbox",
        "ps4",
        "ps5",
        "playstation",
        "steam",
        "phone",
        "linux",
        "android",
        "ios",
        "vr",
    ]
)
_ORDINALS = (
    (re.compile(r"\b(?:the )?(?:first|1st)(?: one| game| pick| option)?\b(?! (?:time|person|day|try|thing|of all|date|choice uni|paycheck|two|boss|level|console|class|half|world|year|and|job|place))|\b(?:number|no\.?|option|nr|#) ?(?:1|one)\b|\bel primero\b|\bo primeiro\b|\bpehla\b"), 1),
    (re.compile(r"\b(?:the )?(?:second|2nd)(?: one| game| pick| option)?\b(?! (?:boss|hand|time|level|date|year|class|half|thoughts|screen|world|opinion|chance|choice))|\b(?:number|no\.?|option|nr|#) ?(?:2|two)\b|\bel segundo\b|\bo segundo\b|\bdusra\b"), 2),
    (re.compile(r"\b(?:the )?(?:third|3rd)(?: one| game| pick| option)?\b(?! (?:person|time|night|day|boss|date|year|coffee|week|world|wheel|party))|\b(?:number|no\.?|option|nr|#) ?(?:3|three)\b|\bel tercero\b|\bteesra\b"), 3),
    (re.compile(r"\b(?:the )?last one\b|\bthe last (?:game|pick|option)\b"), -1),
)  # fmt: skip
_CHEAPER = re.compile(
    r"\bcheap(?:er|est|ish)?\b|\bless expensive\b|\btoo (?:expensive|pricey|pricy|dear|much money|costly)\b|\bover (?:my )?budget\b|\bcan'?t afford\b|\bbarat[ao]s?\b|\bsasta\b|\bsaste\b|\bmas mura\b|\bmoins cher\b|\bbilliger\b|\bgo lower\b|\bbargain\b"
)
_SHORTER = re.compile(
    r"\bshort(?:er|est)?\b(?! (?:story|on))|\btoo long\b|\bquick(?:er|ie)?\b(?! (?:question|q))|\bless time\b|\btakes too long\b|\bmas corto\b|\bmais curto\b|\bchota\b|\bbite ?-?size[d]?\b|\bnot (?:so|that|too|as) long\b|\bsmaller\b|\bin one (?:evening|sitting|night|weekend)\b"
)
_EASIER = re.compile(
    r"\beas(?:y|ier|iest)\b(?! ?going)|\bless (?:hard|difficult|difficulty|challenging|complicated)\b|\btoo (?:hard|difficult|complicated|complex|punishing)\b|\bsimple[r]?\b|\bbeginner\b|\bnoob\b|\bnot (?:too|so|that) (?:hard|difficult)\b|\bnot a gamer\b|\bmas facil\b|\bmais facil\b|\baasan\b|\bmadali\b|\bno skill\b|\brubbish at games\b"
)


@dataclass(frozen=True)
class SlotReading:
    slots: Slots
    words: str  # the text with titles set aside
    scopes: Scopes


def read_slots(message: Message, titles: TitleIndex, *, awaiting: str = "", offered: str = "") -> SlotReading:
    hits = titles.find(message.words, raw=message.raw, offered=offered)
    words = _set_titles_aside(message.words, hits)
    scopes = find_scopes(words)
    liked, disliked = sort_titles(message.words, hits)
    platforms, exclude_platforms = read_platforms(words, scopes)
    genres, exclude_genres = read_genres(words, scopes)
    price, currency = read_price(words)
    slots = Slots(
        platforms=platforms,
        exclude_platforms=exclude_platforms,
        genres=genres,
        exclude_genres=exclude_genres,
        price_max=price,
        currency=currency,
        session_minutes=read_minutes(words),
        player_mode=read_player_mode(words, scopes),
        like_titles=liked,
        dislike_titles=disliked,
        wants_cheaper=bool(_CHEAPER.search(words)),
        wants_shorter=bool(_SHORTER.search(words)),
        wants_easier=bool(_EASIER.search(words)),
        youngest_age=read_youngest_age(words),
        name=read_name(message.raw, awaiting=awaiting),
        ordinal=next((number for pattern, number in _ORDINALS if pattern.search(words)), None),
    )
    return SlotReading(slots, words, scopes)


def read_name(raw: str, *, awaiting: str) -> str:
    """What the player wants to be called, as they spelt it, or "" ."""
    for found in _NAME.finditer(raw.casefold()):
        spelt = raw[found.start("name") : found.end("name")]
        if len(raw) == len(raw.casefold()) and found["name"] not in _NOT_A_NAME and _stands_alone(raw, found.end()):
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


def _stands_alone(raw: str, end: int) -> bool:
    """A name ends the clause; "this is boring stuff" does not."""
    return bool(
        re.match(
            r"\s*(?:$|[,.!?;:)(]|btw|pls|please|and|n\b|by the way|hai|from|i\b|im\b|thanks|lol|here|\W)",
            raw[end:],
            re.IGNORECASE,
        )
    )


def _as_name(spelt: str) -> str:
    return spelt if any(char.isupper() for char in spelt) else spelt.title()


def _set_titles_aside(words: str, hits: tuple[TitleHit, ...]) -> str:
    for hit in reversed(hits):
        words = f"{words[: hit.start]}{TITLE_MARK}{words[hit.end :]}"
    return words
