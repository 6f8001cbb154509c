"""What a language model makes of a wish, believed only where our own reading left something open. Pure.

What it says must be of our vocabulary; what the text rules out stays ruled out; a number counts only where the text
has it, a place only where the text names it. So the worst that a wrong answer can do is to sway the order.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from conversations.api.natural_reading import TIME_SLOTS, NaturalWish, city_in, folded
from conversations.dialogue.times.spoken_numbers import spell_numbers
from games.vocabulary import GENRES, MOODS, PLATFORMS, PLAYER_MODES

_MOST: Final = 5
_LONGEST_TITLE: Final = 80
_MINUTES: Final = (5, 600)
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)?")
_HALF_HOURS: Final = re.compile(r"\b(?:half an hour|an hour|(?:a )?couple of hours|hours?|hrs?|min(?:ute)?s?)\b")


def refined(wish: NaturalWish, told: Mapping[str, Any]) -> NaturalWish:
    """``told`` is whatever JSON object came back."""
    tonight = wish.tonight
    changes: dict[str, Any] = {}
    if not tonight.genres:
        unwanted = {*tonight.excluded_genres}
        changes["genres"] = tuple(key for key in _keys(told, "categories", GENRES) if key not in unwanted)
    changes["excluded_genres"] = tuple(
        dict.fromkeys((
            *tonight.excluded_genres,
            # It may keep away what our reading missed, but nothing that the text asks for.
            *(key for key in _keys(told, "exclude_categories", GENRES) if key not in {*tonight.genres}),
        ))
    )  # fmt: skip
    changes["genres"] = tuple(
        key for key in changes.get("genres", tonight.genres) if key not in changes["excluded_genres"]
    )
    if not tonight.platforms:
        changes["platforms"] = tuple(
            key for key in _keys(told, "platforms", PLATFORMS) if key not in tonight.excluded_platforms
        )
    if not tonight.mood:
        changes["mood"] = _key(told, "mood", MOODS)
    if not tonight.player_mode:
        changes["player_mode"] = _key(told, "multiplayer", PLAYER_MODES)
    if not tonight.price_max and (price := _number(told.get("price_max"))) is not None and price in _numbers(wish.text):
        changes["price_max"] = str(price)
    minutes = _number(told.get("session_minutes"))
    if tonight.minutes is None and minutes is not None and _HALF_HOURS.search(wish.text.lower()):
        changes["minutes"] = int(minutes) if _MINUTES[0] <= minutes <= _MINUTES[1] else None
    if not tonight.like_titles:
        changes["like_titles"] = tuple(title for title in _texts(told, "like_titles") if _is_named(title, wish.text))
    location = told.get("location")
    place = city_in(f"in {location}") if isinstance(location, str) and _is_named(location, wish.text) else ""
    after = replace(
        wish,
        tonight=replace(tonight, **changes),
        time_slot=wish.time_slot or _key(told, "time_slot", TIME_SLOTS),
        location=wish.location or place,
        vibe_keywords=wish.vibe_keywords
        or tuple(word.lower() for word in _texts(told, "vibe_keywords") if _is_named(word, wish.text)),
    )
    return replace(after, is_refined=after != wish)


def _keys(told: Mapping[str, Any], name: str, known: Collection[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in _texts(told, name) if one in known))


def _key(told: Mapping[str, Any], name: str, known: Collection[str]) -> str:
    value = told.get(name)
    return value if isinstance(value, str) and value in known else ""


def _texts(told: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = told.get(name)
    if not isinstance(value, list):
        return ()
    return tuple(one for one in value[:_MOST] if isinstance(one, str) and 0 < len(one) <= _LONGEST_TITLE)


def _number(value: Any) -> Decimal | None:
    """None for what is no number, or none that anybody means."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 100_000:
        return None
    return Decimal(str(value))


def _numbers(text: str) -> set[Decimal]:
    return {Decimal(one.replace(",", ".")) for one in _NUMBER.findall(spell_numbers(text.lower()))}


def _is_named(title: str, text: str) -> bool:
    return bool(folded(title).strip()) and folded(title).strip() in folded(text)
