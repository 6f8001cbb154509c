"""The games list and a game's page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from import_export.formats.base_formats import CSV
from unfold.admin import TabularInline

from games import versions
from games.admin.bulk_acts import ActsOnMany
from games.admin.featuring import FeaturesGames
from games.admin.filters import GenreFilter, MissingFilter, MoodFilter, PlatformFilter, VectorFilter
from games.admin.forms import GameForm, OfferForm
from games.admin.game_page import ShowsSurroundings
from games.admin.history import KeepsHistory
from games.admin.import_page import ImportPageMixin
from games.catalogue.editing import save_edited
from games.catalogue.export import GameResource, with_current_prices
from games.catalogue.offers import format_price, note_price
from games.models import DataVersion, FairStart, Game, Impression, Interaction, Offer
from games.recommender.types import PriceTag
from games.vocabulary import families_of


class OfferInline(TabularInline):
    """Prices are history: a new one is added, an old one is never rewritten."""

    model = Offer
    form = OfferForm
    extra = 0
    fields = ("store", "family", "amount", "currency", "url", "seen_at", "is_current")
    readonly_fields = ("seen_at", "is_current")
    verbose_name_plural = "prices"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Game)
class GameAdmin(ActsOnMany, FeaturesGames, ImportPageMixin, ShowsSurroundings, KeepsHistory):
    form = GameForm
    inlines = (OfferInline,)
    resource_classes = (GameResource,)
    formats = (CSV,)
    skip_export_form = True
    list_display = ("title", "machines", "released", "critic_score", "prices", "moods", "vector", "is_published")
    list_filter = (
        PlatformFilter,
        GenreFilter,
        MoodFilter,
        MissingFilter,
        VectorFilter,
        "is_published",
        "has_sexual_content",
    )
    list_filter_submit = False
    list_per_page = 50
    search_fields = ("title",)
    search_help_text = "Beginnings of words in the title"
    show_full_result_count = False  # a second COUNT(*) over the whole table, for one label
    readonly_fields = ("vector", "quality", "created_at", "updated_at")
    fieldsets = (
        (None, {"fields": ("title", "slug", "summary", "feel", "is_published", "locked_fields")}),
        ("What it is", {"fields": ("platforms", "genres", "tags", "player_modes", "mood_fit")}),
        (
            "Facts",
            {
                "fields": (
                    ("release_date", "studio"),
                    ("session_minutes", "hours_to_finish"),
                    ("difficulty", "critic_score"),
                    ("age_rating", "has_sexual_content"),
                    ("igdb_id", "steam_appid"),
                    ("image_url", "popularity"),
                )
            },
        ),
        ("Kept by Thrum", {"fields": (("vector", "quality"), ("created_at", "updated_at"))}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Game]:
        games: QuerySet[Game] = super().get_queryset(request)
        # 800 bytes a row that no page shows.
        return with_current_prices(games.defer("embedding", "mood_fit_estimate", "search"))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Game], search_term: str
    ) -> tuple[QuerySet[Game], bool]:
        words = re.findall(r"\w+", search_term)
        if not words:
            return queryset, False
        # Through the index on ``search``; icontains would read every title.
        prefixes = " & ".join(f"'{word}':*" for word in words)
        return queryset.filter(search=SearchQuery(prefixes, search_type="raw", config="simple")), False

    @admin.display(description="platforms")
    def machines(self, game: Game) -> str:
        return ", ".join(families_of(game.platforms))

    @admin.display(description="released", ordering="release_date")
    def released(self, game: Game) -> str:
        return str(game.release_date.year) if game.release_date else "–"

    @admin.display(description="prices")
    def prices(self, game: Game) -> str:
        offers: list[Offer] = game.current_offers  # type: ignore[attr-defined]  # from with_current_prices
        if not offers:
            return "–"
        # Currencies are not compared; where there are several the first of the list leads.
        least = min((one for one in offers if one.currency == offers[0].currency), key=lambda one: one.amount)
        told = format_price(PriceTag(least.amount, least.currency, least.store))
        return f"{told}, {len(offers)} stores" if len(offers) > 1 else told

    @admin.display(description="moods")
    def moods(self, game: Game) -> str:
        best = sorted(game.mood_fit.items(), key=lambda entry: -entry[1])[:3]
        return ", ".join(mood for mood, _ in best) or "–"

    @admin.display(description="vector", ordering="embedding_version")
    def vector(self, game: Game) -> str:
        from games.embedding.game_vectors import CURRENT_VERSION

        if not game.embedding_version:
            return "none yet"
        return "current" if game.embedding_version == CURRENT_VERSION else "of an older version"

    def save_model(self, request: HttpRequest, obj: Game, form: ModelForm[Game], change: bool) -> None:
        save_edited(game=obj, now=timezone.now())

    def save_formset(self, request: HttpRequest, form: ModelForm[Game], formset: Any, change: bool) -> None:
        if formset.model is not Offer:
            super().save_formset(request, form, formset, change)
            return
        now: datetime = timezone.now()
        for offer in formset.save(commit=False):
            note_price(
                game_id=form.instance.pk, store=offer.store, family=offer.family, amount=offer.amount,
                currency=offer.currency, url=offer.url, seen_at=now,
            )  # fmt: skip
        if formset.has_changed():
            versions.bump(DataVersion.Kind.CATALOGUE)

    def get_deleted_objects(
        self, objs: Iterable[Game], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """Of a game that players were shown or spoke of the past would go too, so it stays and is offered no more.

        What belongs to the game alone goes with it, and needs no permission of its own.
        """
        past = Q(Exists(Impression.objects.filter(game=OuterRef("pk")))) | Q(
            Exists(Interaction.objects.filter(game=OuterRef("pk")))
        )
        if known := list(Game.objects.filter(past, pk__in=[game.pk for game in objs]).order_by("title")):
            told = "what players were shown and said of {}. Take off “is published” instead: it is offered no more"
            return [], {}, set(), [told.format(game.title) for game in known]
        going, counts, needed, protected = super().get_deleted_objects(objs, request)
        return going, counts, needed - {str(FairStart._meta.verbose_name)}, protected

    def delete_model(self, request: HttpRequest, obj: Game) -> None:
        super().delete_model(request, obj)
        versions.bump(DataVersion.Kind.CATALOGUE)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Game]) -> None:
        super().delete_queryset(request, queryset)
        versions.bump(DataVersion.Kind.CATALOGUE)
