"""Tastes, without names: who somebody is stands in conversations."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from games.admin.history import HistoryAdmin
from games.models import Interaction, Player


@admin.register(Player)
class PlayerAdmin(ModelAdmin):
    list_display = (
        "__str__",
        "origin",
        "platforms",
        "liked_genres",
        "avoided_genres",
        "age_band",
        "events_count",
        "created_at",
    )
    list_filter = ("origin", "age_band")
    search_fields = ("public_id",)
    ordering = ("-pk",)
    show_full_result_count = False
    readonly_fields = ("public_id", "origin", "scores", "events_count", "profile_version", "created_at")

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
