"""Tastes, without names: who somebody is stands in conversations."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin
from django.contrib.postgres.fields import ArrayField
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextInputWidget

from games.admin.history import HistoryAdmin
from games.models import Interaction, Player


@admin.register(Player)
class PlayerAdmin(ModelAdmin):
    list_display = (
        "__str__",
        "origin",
        "their_platforms",
        "likes",
        "avoids",
        "age_band",
        "events_count",
        "created_at",
    )
    list_filter = ("origin", "age_band")
    search_fields = ("public_id",)
    search_help_text = "The whole public id"
    ordering = ("-pk",)
    show_full_result_count = False
    readonly_fields = ("public_id", "origin", "scores", "events_count", "profile_version", "created_at")
    fieldsets = (
        ("What they like", {"fields": ("platforms", "liked_genres", "avoided_genres", "usual_minutes")}),
        ("What they pay", {"fields": (("budget", "budget_currency"), "price_low", "price_sweet", "price_high")}),
        ("Who they are", {"fields": (("age_band", "gender"), ("city", "time_zone"), "places")}),
        ("What was worked out", {"fields": ("scores", "skills", "onboarding_intent", "cold_start_done")}),
        ("Where from", {"fields": (("origin", "created_at"), ("events_count", "profile_version"), "public_id")}),
    )  # fmt: skip
    # A few keys with commas between them need one line, not a box.
    formfield_overrides: ClassVar = {ArrayField: {"widget": UnfoldAdminTextInputWidget}}

    @display(description="platforms")
    def their_platforms(self, player: Player) -> str | None:
        return ", ".join(player.platforms) or None

    @display(description="likes")
    def likes(self, player: Player) -> str | None:
        return ", ".join(player.liked_genres) or None

    @display(description="avoids")
    def avoids(self, player: Player) -> str | None:
        return ", ".join(player.avoided_genres) or None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Player | None = None) -> bool:
        return False  # erasing a person starts at the contact, so that nothing stays behind


@admin.register(Interaction)
class InteractionAdmin(HistoryAdmin):
    list_display = ("at", "player", "kind", "game", "value", "source")
    list_filter = ("kind", "source")
    list_select_related = ("player", "game")
    ordering = ("-pk",)
