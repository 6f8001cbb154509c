"""From what was read to tonight's facts, and from those to the recommender's question. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from conversations.dialogue.said import own_words
from conversations.dialogue.said.comparing import Purse, budget_of, cheaper, easier, shorter
from conversations.dialogue.state import DialogueState, Offered, Tonight
from conversations.understanding.types import Slots, Understanding
from games import themes
from games.recommender.types import Context, Vector
from games.vocabulary import PLATFORM_FAMILIES, PLATFORMS

_MIN_MOOD_CONFIDENCE = 0.25
_THAT_GENRE = re.compile(
    r"\b(?:not (?:that|this) (?:kind|type|genre|sort|style)|(?:different|another|other|diff) (?:genre|kind|type|style)"
    r"|change (?:the )?genre|something else genre)\b"
)
# Nobody is scared on a guess: without such a word, or good reason, the spooky mood counts for nothing.
_SURE_OF_A_SCARE = 0.5
_SCARES = re.compile(
    r"\b(?:scar\w*|spook\w*|creep\w*|horror|haunt\w*|ghost\w*|eerie|halloween|dread\w*|fright\w*|terrif\w*|zombies?"
    r"|vampires?|witch\w*|nightmar\w*|jump ?scares?|chills?\b(?! out))\b|[👻🎃💀🧟]"
)
_FOR_MYSELF = re.compile(r"\b(?:for (?:me|myself)|just me|kids? (?:is|are) (?:asleep|in bed)|on my own|by myself)\b")
_FREE_WISH = re.compile(r"[^\W\d_]{3,}")

# What can stand in the way, in the order in which it is easiest to give up.
LOOSENABLE = (
    "minutes", "price", "gentle", "fame", "years", "difficulty", "genres", "player_mode", "excluded_genres",
    "platforms", "seen",
)  # fmt: skip
GENTLE = "gentle"  # no wish of theirs: what a journey found spares them the hard games of a genre
TOGETHER = "+"  # between wishes that only together stand in the way


def new_wish(tonight: Tonight, reading: Understanding) -> Tonight:
    """Tonight's facts after a request: what it says replaces, limits that it is silent about stay."""
    slots = reading.slots
    mood, second = moods_told(reading)
    if slots.like_titles and own_words.asks_only_for_its_like(reading.text):
        mood = ""
    is_new_topic = bool(mood or slots.genres or slots.like_titles)
    if is_new_topic:
        tonight = replace(
            tonight,
            mood="",
            secondary_mood="",
            genres=(),
            like_titles=(),
            shorter_than=None,
            wants_longer=False,
            avoided_moods=(),
            released_from=None,
            released_to=None,
            fame="",
            less_known_than=None,
            wish="",
        )
    if is_new_topic and not tonight.keeps_difficulty:
        tonight = loosened(tonight, "difficulty")
    if _FOR_MYSELF.search(reading.text.lower()):
        tonight = replace(tonight, child_age=None, player_mode="" if slots.player_mode != "solo" else "solo")
    if is_new_topic or has_words(reading.text):
        tonight = replace(tonight, wish=reading.text)
    if slots.wants_easier:
        tonight = easier(tonight, None)
    return _with_slots(
        replace(
            tonight,
            mood=mood or tonight.mood,
            secondary_mood=second if mood else tonight.secondary_mood,
        ),
        slots,
    )


def moods_told(reading: Understanding) -> tuple[str, str]:
    """The mood to go by and the second one, either empty where it is too much of a guess."""
    mood = reading.mood if reading.mood_confidence >= _MIN_MOOD_CONFIDENCE else ""
    if _SCARES.search(reading.text.lower()):
        return mood, reading.secondary_mood
    second = "" if reading.secondary_mood == "spooky" else reading.secondary_mood
    if mood == "spooky" and reading.mood_confidence < _SURE_OF_A_SCARE:
        return "", ""
    return mood, second


def changed_wish(
    tonight: Tonight,
    reading: Understanding,
    *,
    about: Offered | None,
    purse: Purse,
) -> Tonight:
    """Tonight's facts after "shorter", "cheaper", "not on pc": the rest of the wish stays.

    ``about`` is the game that the change compares to.
    """
    slots = reading.slots
    mood, second = moods_told(reading)
    if mood:
        tonight = replace(tonight, mood=mood, secondary_mood=second)
    if slots.platforms:
        tonight = replace(
            tonight, excluded_platforms=tuple(p for p in tonight.excluded_platforms if p not in slots.platforms)
        )
    tonight = _with_slots(tonight, slots)
    if slots.wants_cheaper and slots.price_max is None:
        tonight = cheaper(tonight, about, purse=purse)
    if slots.wants_shorter and slots.session_minutes is None:
        tonight = shorter(tonight, about)
    if slots.wants_easier:
        tonight = easier(tonight, about)
    if about and not slots.left_out and _THAT_GENRE.search(reading.text.lower()):
        unwanted = about.genres[:1]
        tonight = replace(
            tonight,
            excluded_genres=_union(tonight.excluded_genres, unwanted),
            genres=tuple(genre for genre in tonight.genres if genre not in unwanted),
        )
    if has_words(reading.text) and (mood or slots.genres or slots.like_titles or reading.sure_by == "meaning"):
        tonight = replace(tonight, wish=f"{tonight.wish}. {reading.text}" if tonight.wish else reading.text)
    return tonight


def loosened(tonight: Tonight, wish: str) -> Tonight:
    """Without what stood in the way: a wish, or several joined by ``TOGETHER``. Age cannot be loosened."""
    blank = Tonight()
    parts = {
        "price": ("price_max", "currency"),
        "minutes": ("minutes", "shorter_than"),
        "platforms": ("platforms", "excluded_platforms"),
        "years": ("released_from", "released_to"),
        "difficulty": ("wants_easier", "wants_harder", "most_difficulty", "least_difficulty", "keeps_difficulty"),
        "fame": ("fame", "less_known_than"),
    }
    if GENTLE in wish.split(TOGETHER):
        tonight = replace(tonight, wants_harder=True, wants_easier=False, most_difficulty=None)
    if "excluded_genres" in wish.split(TOGETHER):  # they may be what is avoided as a rule as well
        tonight = replace(tonight, allowed_genres=_union(tonight.allowed_genres, tonight.excluded_genres))
    names = [name for one in wish.split(TOGETHER) for name in parts.get(one, (one,)) if one in LOOSENABLE]
    return replace(tonight, **{name: getattr(blank, name) for name in names if hasattr(blank, name)})


def allowing(tonight: Tonight, back: Sequence[str]) -> Tonight:
    """With what was left out so far."""
    return replace(
        tonight,
        excluded_genres=themes.without(tonight.excluded_genres, back),
        allowed_genres=_union(tonight.allowed_genres, back),
    )


def wishes_made(tonight: Tonight) -> tuple[str, ...]:
    """Which of LOOSENABLE are set."""
    is_set = {
        "minutes": tonight.minutes is not None or tonight.shorter_than is not None,
        "price": bool(tonight.price_max),
        "years": tonight.released_from is not None or tonight.released_to is not None,
        "difficulty": tonight.wants_easier or tonight.wants_harder,
        "fame": tonight.less_known_than is not None,
        "genres": bool(tonight.genres),
        "player_mode": bool(tonight.player_mode),
        "excluded_genres": bool(tonight.excluded_genres),
        "platforms": bool(tonight.platforms or tonight.excluded_platforms),
    }
    return tuple(wish for wish in LOOSENABLE if is_set.get(wish))


def as_context(
    state: DialogueState,
    *,
    own_platforms: Sequence[str],
    vector: Vector | None,
    default_currency: str,
    own_age: int | None = None,
    again: bool = False,
) -> Context:
    """The recommender's question. ``again`` allows games that were shown before."""
    tonight = state.tonight
    ages = [age for age in (tonight.child_age, own_age) if age is not None]
    return Context(
        mood=tonight.mood,
        secondary_mood=tonight.secondary_mood,
        text=tonight.wish,
        vector=vector,
        platforms=machines(tonight, own_platforms),
        genres=tonight.genres,
        excluded_genres=tonight.excluded_genres,
        allowed_genres=tonight.allowed_genres,
        price=budget_of(tonight, default_currency),
        minutes=tonight.minutes,
        player_mode=tonight.player_mode,
        like_titles=tonight.like_titles,
        exclude_slugs=frozenset(tonight.refused if again else (*tonight.refused, *state.seen)),
        youngest_age=min(ages) if ages else None,
        wants_easier=tonight.wants_easier,
        wants_harder=tonight.wants_harder,
        most_difficulty=tonight.most_difficulty,
        least_difficulty=tonight.least_difficulty,
        less_known_than=tonight.less_known_than,
        wants_longer=tonight.wants_longer,
        avoided_moods=tonight.avoided_moods,
        released_from=tonight.released_from,
        released_to=tonight.released_to,
        fame=tonight.fame,
        wants_shorter_than=tonight.shorter_than,
        exclude_seen=not again,
    )


def machines(tonight: Tonight, own: Sequence[str]) -> tuple[str, ...]:
    """The machines that may be meant: said tonight, else owned, never the refused ones.

    "Not on PC" refuses the whole family: who says it sits at no laptop and no Mac either.
    """
    refused = {PLATFORM_FAMILIES.get(key) for key in tonight.excluded_platforms}
    wanted = tonight.platforms or tuple(own)
    if not refused:
        return wanted
    left = tuple(key for key in wanted if PLATFORM_FAMILIES.get(key) not in refused or key in tonight.platforms)
    return left or tuple(key for key in PLATFORMS if PLATFORM_FAMILIES[key] not in refused)


def has_words(text: str) -> bool:
    """Whether the words say enough to search by; "cheaper" alone does not."""
    return len(_FREE_WISH.findall(text)) >= 3


def says_something(reading: Understanding) -> bool:
    """Whether anything in the reading could steer a pick."""
    return bool(reading.mood and reading.mood_confidence >= _MIN_MOOD_CONFIDENCE) or reading.slots != Slots(
        name=reading.slots.name, ordinal=reading.slots.ordinal
    )


def tells_only_an_age(reading: Understanding) -> bool:
    """ "He is 9", said after games: of a child that plays along."""
    age = reading.slots.youngest_age
    return age is not None and reading.slots == Slots(youngest_age=age)


def names_only_machines(reading: Understanding) -> bool:
    """ "Switch", and not "something like Stardew but shorter, switch"."""
    slots = reading.slots
    rest = replace(slots, platforms=(), exclude_platforms=(), name="", ordinal=None)
    return bool(slots.platforms) and not reading.mood and rest == Slots()


def _with_slots(tonight: Tonight, slots: Slots) -> Tonight:
    changes: dict[str, object] = {}
    if slots.platforms:
        changes["platforms"] = slots.platforms
    if slots.exclude_platforms:
        changes["excluded_platforms"] = _union(tonight.excluded_platforms, slots.exclude_platforms)
        left = tuple(key for key in slots.platforms or tonight.platforms if key not in slots.exclude_platforms)
        changes["platforms"] = left
    # "Horror is fine", said by who had ruled it out, takes that back and asks for none.
    excluded = tonight.excluded_genres
    back = {*slots.allow_genres} & {*excluded, *themes.unwanted(excluded).marks, *tonight.allowed_genres}
    genres = tuple(one for one in slots.genres if one not in back)
    # What is asked for is no longer left out, nor is what it cannot be without: a shooter has guns.
    tonight = allowing(tonight, (*slots.allow_genres, *slots.themes))
    left_out = themes.without(tonight.excluded_genres, slots.genres)
    if genres:
        changes["genres"] = tuple(genre for genre in genres if genre not in slots.exclude_genres)
    if slots.left_out:
        left_out = _union(left_out, slots.left_out)
        changes["allowed_genres"] = tuple(one for one in tonight.allowed_genres if one not in slots.left_out)
        changes["genres"] = themes.without(genres or tonight.genres, themes.unwanted(slots.left_out).marks)
    changes["excluded_genres"] = left_out
    if slots.price_max is not None:
        changes["price_max"] = str(Decimal(str(slots.price_max)))
        changes["currency"] = slots.currency or tonight.currency
    if slots.session_minutes is not None:
        changes |= {"minutes": slots.session_minutes, "shorter_than": None}
    if slots.player_mode:
        changes["player_mode"] = slots.player_mode
    if slots.like_titles:
        changes["like_titles"] = slots.like_titles
    if slots.youngest_age is not None:
        changes["child_age"] = slots.youngest_age
    return replace(tonight, **changes)  # type: ignore[arg-type]


def _union(known: tuple[str, ...], news: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*known, *news)))
