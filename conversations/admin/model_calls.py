"""Questions to a language model: a log to look at, and what each purpose costs and brings."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Avg, Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from unfold.decorators import display

from conversations.models import ModelCall
from games.admin.history import HistoryAdmin

_DAYS = 7
_BAD = ("slow", "limited", "broken", "unreadable", "unsafe", "over_budget")


@admin.register(ModelCall)
class ModelCallAdmin(HistoryAdmin):
    list_display = ("at", "purpose", "shown_outcome", "ms", "tokens_in", "tokens_out", "cost", "instructions_version")
    list_filter = ("purpose", "outcome")
    list_before_template = "admin/conversations/model_calls_totals.html"
    fields = readonly_fields = (
        "at", "purpose", "outcome", "session", "ms", "tokens_in", "tokens_out", "cost", "instructions_version",
        "prompt", "answer",
    )  # fmt: skip

    @display(
        description="outcome", ordering="outcome",
        label={"answered": "success", "kept": "success", "asked": "info", **dict.fromkeys(_BAD, "warning")},
    )  # fmt: skip
    def shown_outcome(self, call: ModelCall) -> tuple[str, str]:
        return call.outcome, call.get_outcome_display()

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        totals = {"days": _DAYS, "totals": totals_since(_DAYS)} if self.has_view_permission(request) else {}
        page: HttpResponse = super().changelist_view(request, {**totals, **(extra_context or {})})
        return page


def totals_since(days: int) -> list[dict[str, Any]]:
    """A row a purpose, the dearest first."""
    recent = ModelCall.objects.filter(at__gt=timezone.now() - timedelta(days=days))
    rows = (
        recent.values("purpose")
        .annotate(
            questions=Count("pk"),
            answered=Count("pk", filter=Q(outcome="answered")),
            kept=Count("pk", filter=Q(outcome="kept")),
            unsafe=Count("pk", filter=Q(outcome="unsafe")),
            none=Count("pk", filter=Q(outcome__in=_BAD)),
            tokens=Sum("tokens_in") + Sum("tokens_out"),
            cost=Sum("cost"),
            took=Avg("ms", filter=Q(outcome="answered")),
        )
        .order_by("-cost", "purpose")
    )
    return [dict(row) for row in rows]
