"""From what was read to tonight's facts, and from those to the recommender's question. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from conversations.dialogue.state import DialogueState, Offered, Tonight
from conversations.understanding.types import Slots, Understanding
from games.recommender.types import Context, Money, Vector
from games.vocabulary import PLATFORM_FAMILIES, PLATFORMS

_MIN_MOOD_CONFIDENCE = 0.25
_CENT = Decimal("0.01")
# A cap for "cheaper" when nothing is known that it could be cheaper than.
_MODEST = Decimal(15)
_SHORTEST_ASKED = 5
_SHORT = 45  # "something short" where nothing is known that it could be shorter than
_THAT_GENRE = re.compile(
    r"\b(?:not (?:that|this) (?:kind|type|genre|sort|style)|(?:different|another|other|diff) (?:genre|kind|type|style)"
    r"|change (?:the )?genre|something else genre)\b"
)
_FOR_MYSELF = re.compile(r"\b(?:for (?:me|myself)|just me|kids? (?:is|are) (?:asleep|in bed)|on my own|by myself)\b")
_FREE_WISH = re.compile(r"[^\W\d_]{3,}")

# What can stand in the way, in the order in which it is easiest to give up.
LOOSENABLE = ("minutes", "price", "gentle", "genres", "player_mode", "excluded_genres", "platforms", "seen")
GENTLE = "gentle"  # no wish of theirs: what a journey found spares them the hard games of a genre
TOGETHER = "+"  # between wishes that only together stand in the way


def new_wish(tonight: Tonight, reading: Understanding) -> Tonight:
    """Tonight's facts after a request: what it says replaces, limits that it is silent about stay."""
    slots = reading.slots
    mood = reading.mood if reading.mood_confidence >= _MIN_MOOD_CONFIDENCE else ""
    is_new_topic = bool(mood or slots.genres or slots.like_titles)
    if is_new_topic:
        tonight = replace(
            tonight,
            mood="",
            secondary_mood="",
            genres=(),
            like_titles=(),
            shorter_than=None,
            wants_easier=False,
            wants_harder=False,
            wants_longer=False,
            avoided_moods=(),
            released_from=None,
            released_to=None,
            fame="",
            wish="",
        )
    if _FOR_MYSELF.search(reading.text.lower()):
        tonight = replace(tonight, child_age=None, player_mode="" if slots.player_mode != "solo" else "solo")
    if is_new_topic or has_words(reading.text):
        tonight = replace(tonight, wish=reading.text)
    if slots.wants_shorter and slots.session_minutes is None:
        known = (_SHORT, tonight.shorter_than, tonight.minutes)
        tonight = replace(tonight, shorter_than=min(filter(None, known)), wants_longer=False)
    return _with_slots(
        replace(
            tonight,
            mood=mood or tonight.mood,
            secondary_mood=reading.secondary_mood if mood else tonight.secondary_mood,
        ),
        slots,
    )


def changed_wish(
    tonight: Tonight,
    reading: Understanding,
    *,
    about: Offered | None,
    default_currency: str,
    rates: Mapping[str, Decimal],
) -> Tonight:
    """Tonight's facts after "shorter", "cheaper", "not on pc": the rest of the wish stays.

    ``about`` is the game that the change compares to.
    """
    slots = reading.slots
    mood = reading.mood if reading.mood_confidence >= _MIN_MOOD_CONFIDENCE else ""
    if mood:
        tonight = replace(tonight, mood=mood, secondary_mood=reading.secondary_mood)
    if slots.platforms:
        tonight = replace(
            tonight, excluded_platforms=tuple(p for p in tonight.excluded_platforms if p not in slots.platforms)
        )
    if slots.genres:
        tonight = replace(tonight, excluded_genres=tuple(g for g in tonight.excluded_genres if g not in slots.genres))
    tonight = _with_slots(tonight, slots)
    if slots.wants_cheaper and slots.price_max is None:
        tonight = cheaper(tonight, about, default_currency=default_currency, rates=rates)
    if slots.wants_shorter and slots.session_minutes is None:
        tonight = shorter(tonight, about)
    if slots.wants_easier:
        tonight = replace(tonight, wants_easier=True)
    if about and not slots.exclude_genres and _THAT_GENRE.search(reading.text.lower()):
        unwanted = about.genres[:1]
        tonight = replace(
            tonight,
            excluded_genres=_union(tonight.excluded_genres, unwanted),
            genres=tuple(genre for genre in tonight.genres if genre not in unwanted),
        )
    if has_words(reading.text) and (mood or slots.genres or slots.like_titles or reading.sure_by == "meaning"):
        tonight = replace(tonight, wish=f"{tonight.wish}. {reading.text}" if tonight.wish else reading.text)
    return tonight


def cheaper(tonight: Tonight, about: Offered | None, *, default_currency: str, rates: Mapping[str, Decimal]) -> Tonight:
    """A cap below what was offered, or below the budget, whichever is known and lower.

    ``rates`` are what one US dollar buys; a budget in a money of no known rate stays as it was told.
    """
    if about and about.amount and (amount := _decimal(about.amount)) is not None:
        below = Money(max(amount - _CENT, Decimal(0)), about.currency)
        told = budget_of(tonight, default_currency)
        if told is None or _is_lower(below, told, rates):
            return replace(tonight, price_max=str(below.amount), currency=below.currency)
        return tonight
    if tonight.price_max:
        return replace(tonight, price_max=str((Decimal(tonight.price_max) / 2).quantize(_CENT)))
    return replace(tonight, price_max=str(_MODEST), currency=tonight.currency or default_currency)


def shorter(tonight: Tonight, about: Offered | None) -> Tonight:
    known = [
        minutes
        for minutes in (about.session_minutes if about else None, tonight.shorter_than, tonight.minutes)
        if minutes
    ]
    return replace(tonight, shorter_than=max(min(known), _SHORTEST_ASKED) if known else _SHORT, wants_longer=False)


def loosened(tonight: Tonight, wish: str) -> Tonight:
    """Without what stood in the way: a wish, or several joined by ``TOGETHER``. Age cannot be loosened."""
    blank = Tonight()
    parts = {
        "price": ("price_max", "currency"),
        "minutes": ("minutes", "shorter_than"),
        "platforms": ("platforms", "excluded_platforms"),
    }
    if GENTLE in wish.split(TOGETHER):
        tonight = replace(tonight, wants_harder=True, wants_easier=False)
    names = [name for one in wish.split(TOGETHER) for name in parts.get(one, (one,)) if one in LOOSENABLE]
    return replace(tonight, **{name: getattr(blank, name) for name in names if hasattr(blank, name)})


def wishes_made(tonight: Tonight) -> tuple[str, ...]:
    """Which of LOOSENABLE are set."""
    is_set = {
        "minutes": tonight.minutes is not None or tonight.shorter_than is not None,
        "price": bool(tonight.price_max),
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
        price=budget_of(tonight, default_currency),
        minutes=tonight.minutes,
        player_mode=tonight.player_mode,
        like_titles=tonight.like_titles,
        exclude_slugs=frozenset(tonight.refused if again else (*tonight.refused, *state.seen)),
        youngest_age=min(ages) if ages else None,
        wants_easier=tonight.wants_easier,
        wants_harder=tonight.wants_harder,
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


def budget_of(tonight: Tonight, default_currency: str) -> Money | None:
    amount = _decimal(tonight.price_max) if tonight.price_max else None
    return None if amount is None else Money(amount, tonight.currency or default_currency)


def has_words(text: str) -> bool:
    """Whether the words say enough to search by; "cheaper" alone does not."""
    return len(_FREE_WISH.findall(text)) >= 3


def says_something(reading: Understanding) -> bool:
    """Whether anything in the reading could steer a pick."""
    return bool(reading.mood and reading.mood_confidence >= _MIN_MOOD_CONFIDENCE) or reading.slots != Slots(
        name=reading.slots.name, ordinal=reading.slots.ordinal
    )


def _with_slots(tonight: Tonight, slots: Slots) -> Tonight:
    changes: dict[str, object] = {}
    if slots.platforms:
        changes["platforms"] = slots.platforms
    if slots.exclude_platforms:
        changes["excluded_platforms"] = _union(tonight.excluded_platforms, slots.exclude_platforms)
        left = tuple(key for key in slots.platforms or tonight.platforms if key not in slots.exclude_platforms)
        changes["platforms"] = left
    if slots.genres:
        changes["genres"] = tuple(genre for genre in slots.genres if genre not in slots.exclude_genres)
    if slots.exclude_genres:
        changes["excluded_genres"] = _union(tonight.excluded_genres, slots.exclude_genres)
        kept = slots.genres or tonight.genres
        changes["genres"] = tuple(genre for genre in kept if genre not in slots.exclude_genres)
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
    if slots.wants_easier:
        changes["wants_easier"] = True
    return replace(tonight, **changes)  # type: ignore[arg-type]


def _union(known: tuple[str, ...], news: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*known, *news)))


def _is_lower(one: Money, other: Money, rates: Mapping[str, Decimal]) -> bool:
    if one.currency == other.currency:
        return one.amount < other.amount
    if one.currency not in rates or other.currency not in rates:
        return False
    return one.amount / rates[one.currency] < other.amount / rates[other.currency]


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
