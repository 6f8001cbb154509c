"""What new titles were owed and what they got: an audit, with a filter for one's own."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display

from games import fair_start
from games.admin.history import HistoryAdmin
from games.models import FairStart
from games.recommender.fair_start import how_it_goes
from games.recommender.policy.intervals import wilson


class MineFilter(admin.SimpleListFilter):
    title = "added by"
    parameter_name = "added"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("mine", "me"), ("others", "others")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[FairStart]) -> QuerySet[FairStart]:
        match self.value():
            case "mine":
                return queryset.filter(added_by=request.user.pk)
            case "others":
                return queryset.exclude(added_by=request.user.pk)
        return queryset


class ProgressFilter(admin.SimpleListFilter):
    title = "showings"
    parameter_name = "showings"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("given", "all given"), ("open", "still owed"), ("short", "fell short"), ("none", "none at all")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[FairStart]) -> QuerySet[FairStart]:
        now = timezone.now()
        match self.value():
            case "given":
                return queryset.filter(given__gte=F("due"))
            case "open":
                return queryset.filter(given__lt=F("due"), ends_at__gt=now)
            case "short":
                return queryset.filter(given__lt=F("due"), ends_at__lte=now)
            case "none":
                return queryset.filter(given=0)
        return queryset


@admin.register(FairStart)
class FairStartAdmin(HistoryAdmin):
    list_display = ("title", "state", "showings", "outcome", "taken", "candidate", "why", "ends_at")
    list_filter = (MineFilter, ProgressFilter)
    search_fields = ("game__title",)
    list_select_related = ("game", "added_by")
    ordering = ("-begins_at", "-pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[FairStart]:
        rows: QuerySet[FairStart] = super().get_queryset(request)
        return rows.defer("game__embedding", "game__mood_fit_estimate", "game__search")

    @display(description="title", ordering="game__title")
    def title(self, row: FairStart) -> str:
        return format_html('<a href="{}">{}</a>', reverse("admin:games_game_change", args=[row.game_id]), row.game)

    @display(description="state", label={"given": "success", "starving": "warning", "fell short": "danger"})
    def state(self, row: FairStart) -> str:
        return how_it_goes(fair_start.owed_of(row), timezone.now())

    @display(description="showings")
    def showings(self, row: FairStart) -> str:
        return f"{row.given} of {row.due}"

    @display(description="what came of them")
    def outcome(self, row: FairStart) -> str:
        return f"{row.accepted} accepted, {row.rejected} rejected, {row.ignored} ignored"

    @display(description="taken, 95 % sure")
    def taken(self, row: FairStart) -> str:
        sure = wilson(row.accepted, row.accepted + row.rejected + row.ignored)
        return f"{sure.low:.0%} to {sure.high:.0%}" if sure else "–"

    @display(description="candidate")
    def candidate(self, row: FairStart) -> str:
        return f"{row.considered} times, fitted {row.stayed}"

    @display(description="why not more")
    def why(self, row: FairStart) -> str:
        return fair_start.why_short(row, now=timezone.now()) or "–"
