"""What a request for games asks for, checked and put into one form, so that the same wish has the same key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from rest_framework import serializers

from games.recommender import Context, Money
from games.vocabulary import GENRES, MOODS, PLATFORMS

MOST: Final = 60
FEED: Final = 30
_MODES: Final = ("solo", "coop", "versus")


class Wish(serializers.Serializer[None]):
    """All of it may be left out. Platforms, price, minutes, company and excluded genres are kept to; the rest sways."""

    mood = serializers.ChoiceField(list(MOODS), required=False, allow_null=True)
    platforms = serializers.ListField(child=serializers.ChoiceField(list(PLATFORMS)), max_length=20, required=False)
    genres = serializers.ListField(child=serializers.ChoiceField(list(GENRES)), max_length=10, required=False)
    exclude_genres = serializers.ListField(child=serializers.ChoiceField(list(GENRES)), max_length=20, required=False)
    price_max = serializers.DecimalField(9, 2, min_value=Decimal(0), required=False, allow_null=True)
    currency = serializers.RegexField(r"^[A-Z]{3}\Z", required=False, default="USD")
    session_minutes = serializers.IntegerField(min_value=1, max_value=10_000, required=False, allow_null=True)
    multiplayer = serializers.ChoiceField(_MODES, required=False, allow_null=True)
    exclude_seen = serializers.BooleanField(default=True, help_text="Leave out what was shown in the last seven days.")
    min_relevance = serializers.FloatField(min_value=0, max_value=1, default=0.0, help_text="Of the score, 0…1.")
    diversity = serializers.BooleanField(default=True, help_text="Off: the best fits, also where they are alike.")
    explain = serializers.BooleanField(default=False, help_text="Tell the parts of each score.")
    lat = serializers.FloatField(
        min_value=-90, max_value=90, required=False, allow_null=True, help_text="Reduced to a city nearby, never kept."
    )
    lng = serializers.FloatField(min_value=-180, max_value=180, required=False, allow_null=True)


@dataclass(frozen=True)
class Asked:
    """``limit`` games from ``context``, kept by ``key``; ``city`` is where they are now, if they told."""

    context: Context
    limit: int
    min_relevance: float
    explains: bool
    city: str
    key: str


def read(data: Mapping[str, Any], *, city: str, limit: int = FEED) -> Asked:
    """``data`` as ``Wish`` validated it."""
    price = data.get("price_max")
    context = Context(
        mood=data.get("mood") or "",
        platforms=_sorted(data.get("platforms")),
        genres=_sorted(data.get("genres")),
        excluded_genres=_sorted(data.get("exclude_genres")),
        price=Money(price, data["currency"]) if price is not None else None,
        minutes=data.get("session_minutes"),
        player_mode=data.get("multiplayer") or "",
        exclude_seen=data["exclude_seen"],
        is_diverse=data["diversity"],
    )
    told = {
        **{name: data.get(name) for name in ("mood", "session_minutes", "multiplayer", "exclude_seen")},
        "platforms": context.platforms, "genres": context.genres, "excluded": context.excluded_genres,
        "price": [str(price), data["currency"]] if price is not None else None,
        "min": data["min_relevance"], "diverse": data["diversity"], "explain": data["explain"],
        "city": city, "limit": limit,
    }  # fmt: skip
    key = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]
    return Asked(
        context=context, limit=limit, min_relevance=data["min_relevance"],
        explains=data["explain"], city=city, key=key,
    )  # fmt: skip


def _sorted(keys: Any) -> tuple[str, ...]:
    return tuple(sorted(set(keys or ())))
