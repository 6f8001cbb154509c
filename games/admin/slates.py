"""Recommendations with their parts: what was considered, what was offered, what was dropped and why."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from unfold.decorators import display

from games.admin.history import HistoryAdmin
from games.admin.slate_rows import rows_of, wishes_of
from games.models import Impression, Slate


@admin.register(Slate)
class SlateAdmin(HistoryAdmin):
    list_display = ("created_at", "player", "surface", "mood", "offered", "policy_version")
    list_filter = ("surface", "policy_version")
    list_select_related = ("player",)
    search_fields = ("public_id", "player__public_id")
    ordering = ("-pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Slate]:
        rows: QuerySet[Slate] = super().get_queryset(request)
        offered = Prefetch("impressions", Impression.objects.select_related("game").order_by("slot"))
        return rows.defer("candidates").prefetch_related(offered)

    @display(description="mood", label=True)
    def mood(self, slate: Slate) -> str:
        return slate.context.get("mood") or "–"

    @display(description="offered")
    def offered(self, slate: Slate) -> str:
        return ", ".join(impression.game.title for impression in slate.impressions.all())

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        slate = Slate.objects.select_related("player").filter(pk=object_id).first() if object_id.isdigit() else None
        if slate is None:
            raise Http404
        impressions = list(slate.impressions.select_related("game").order_by("slot"))
        rows = rows_of(slate, impressions)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"{slate}, {slate.surface}",
            "slate": slate,
            "wishes": wishes_of(slate),
            "impressions": impressions,
            "rows": rows,
            "dropped": Counter(row.why for row in rows if row.why).most_common(),
        }
        return TemplateResponse(request, "admin/games/slate.html", context)


@admin.register(Impression)
class ImpressionAdmin(HistoryAdmin):
    list_display = (
        "game", "position", "score", "confidence", "shown_strategy", "outcome", "fit", "shown_at", "reason",
    )  # fmt: skip
    list_filter = ("strategy", "outcome", "fit", "slot")
    list_select_related = ("game",)
    ordering = ("-pk",)

    @display(description="position", ordering="slot")
    def position(self, impression: Impression) -> int:
        """As people count, the first being 1."""
        return impression.slot + 1

    @display(description="strategy", ordering="strategy")
    def shown_strategy(self, impression: Impression) -> str:
        return impression.strategy_in_words
