"""The map from what play logs call games to ours: looked over by editors, many at a time."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.decorators import action, display

from games.models import PlayTitle
from games.neighbours import play_logs


class Counting(admin.SimpleListFilter):
    title = "learnt from"
    parameter_name = "counts"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, str]]:
        return [("yes", "learnt from"), ("review", "waits for an editor"), ("none", "no game found")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[PlayTitle]) -> QuerySet[PlayTitle]:
        suggested = PlayTitle.Status.SUGGESTED
        if self.value() == "yes":
            return queryset.filter(pk__in=play_logs.counting())
        if self.value() == "review":
            return queryset.filter(status=suggested, game__isnull=False, score__lt=play_logs.SURE)
        if self.value() == "none":
            return queryset.filter(status=suggested, game__isnull=True)
        return queryset


@admin.register(PlayTitle)
class PlayTitleAdmin(ModelAdmin):
    list_display = ("title", "game", "how_alike", "status", "players")
    list_filter = (Counting, "status")
    list_select_related = ("game",)
    search_fields = ("title", "game__title")
    autocomplete_fields = ("game",)
    readonly_fields = ("title", "score", "players")
    fields = ("title", "game", "status", "score", "players")
    show_full_result_count = False
    actions = ("confirm", "reject", "suggest_again")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # titles come with imports

    def has_delete_permission(self, request: HttpRequest, obj: PlayTitle | None = None) -> bool:
        return False  # reject it: the next import would only bring it back

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)
        if not self.has_change_permission(request):
            for name in self.actions:
                actions.pop(name, None)
        return actions

    @display(description="alike", ordering="score")
    def how_alike(self, row: PlayTitle) -> str:
        return f"{row.score:.0%}" if row.game_id else "–"

    @action(description="These are the games: confirm")
    def confirm(self, request: HttpRequest, queryset: QuerySet[PlayTitle]) -> None:
        done = play_logs.confirm(queryset)
        messages.success(request, f"{done} confirmed; learnt from at the next training.")

    @action(description="These are no games of ours: reject")
    def reject(self, request: HttpRequest, queryset: QuerySet[PlayTitle]) -> None:
        messages.success(request, f"{play_logs.reject(queryset)} rejected.")

    @action(description="Look in the catalogue again")
    def suggest_again(self, request: HttpRequest, queryset: QuerySet[PlayTitle]) -> None:
        messages.success(request, f"{play_logs.suggest_again(queryset)} have another suggestion now.")
