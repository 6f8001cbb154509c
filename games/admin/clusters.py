"""Groups of players by taste: how many they are and what they love. Found every night, edited by nobody."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from games.admin.history import HistoryAdmin
from games.models import PlayerCluster


@admin.register(PlayerCluster)
class PlayerClusterAdmin(HistoryAdmin):
    list_display = ("label", "size", "what_they_love", "since", "refreshed_at")
    fields = readonly_fields = ("label", "size", "what_they_love", "is_current", "created_at", "refreshed_at")
    list_filter = ("is_current",)
    ordering = ("-is_current", "-size", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[PlayerCluster]:
        rows: QuerySet[PlayerCluster] = super().get_queryset(request).defer("features")
        return rows

    @display(description="what they love more than others do")
    def what_they_love(self, row: PlayerCluster) -> str:
        return ", ".join(f"{name.partition(':')[2]} +{above:.2f}" for name, above in row.top_tags) or "–"

    @display(description="since", ordering="created_at")
    def since(self, row: PlayerCluster) -> str:
        return f"{row.created_at:%-d %b %Y}"
