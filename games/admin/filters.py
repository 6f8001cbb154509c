"""Filters of the games list: what a game is, and what it lacks."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from games.models import Game, Genre, Mood, Offer, Platform


class _HasKey(admin.SimpleListFilter):
    """Games whose array holds a key of a vocabulary."""

    model: ClassVar[type[Platform] | type[Genre]]
    field: ClassVar[str]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(self.model.objects.values_list("key", "label"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Game]) -> QuerySet[Game]:
        if key := self.value():
            return queryset.filter(**{f"{self.field}__contains": [key]})
        return queryset


class PlatformFilter(_HasKey):
    title = parameter_name = "platform"
    model, field = Platform, "platforms"


class GenreFilter(_HasKey):
    title = parameter_name = "genre"
    model, field = Genre, "genres"


class MoodFilter(admin.SimpleListFilter):
    """Games that an editor has said fit a mood."""

    title = parameter_name = "mood"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(Mood.objects.values_list("key", "label"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Game]) -> QuerySet[Game]:
        # A key that is none would be read as a path or a comparison of its own.
        if (key := self.value()) in dict(self.lookup_choices):
            return queryset.filter(**{f"mood_fit__{key}__gte": 0.5})
        return queryset


class MissingFilter(admin.SimpleListFilter):
    title = "missing data"
    parameter_name = "missing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("summary", "no summary"),
            ("feel", "no “how it feels”"),
            ("price", "no price"),
            ("rating", "no critic score"),
            ("age", "no age rating"),
            ("platforms", "no platform"),
            ("genres", "no genre"),
            ("image", "no image"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Game]) -> QuerySet[Game]:
        match self.value():
            case "price":
                return queryset.filter(~Exists(Offer.objects.filter(game=OuterRef("pk"), is_current=True)))
            case "summary" | "feel" as field:
                return queryset.filter(**{field: ""})
            case "platforms" | "genres" as field:
                return queryset.filter(**{field: []})
            case "rating":
                return queryset.filter(critic_score=None)
            case "age":
                return queryset.filter(age_rating=None)
            case "image":
                return queryset.filter(image_url="")
        return queryset


class VectorFilter(admin.SimpleListFilter):
    title = parameter_name = "vector"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("current", "current"), ("old", "of an older version"), ("none", "none yet")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Game]) -> QuerySet[Game]:
        from games.embedding.game_vectors import CURRENT_VERSION

        match self.value():
            case "current":
                return queryset.filter(embedding_version=CURRENT_VERSION)
            case "old":
                return queryset.exclude(embedding_version=CURRENT_VERSION).exclude(embedding_version="")
            case "none":
                return queryset.filter(Q(embedding_version=""))
        return queryset
