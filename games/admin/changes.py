"""Everything that people changed by hand, in one list."""

from __future__ import annotations

from django.contrib import admin
from django.utils.html import format_html_join

from games.admin.history import HistoryAdmin
from games.by_hand import changes
from games.models import Change


@admin.register(Change)
class ChangeAdmin(HistoryAdmin):
    list_display = ("at", "by", "did", "kind", "name", "why")
    list_filter = ("did", "kind")
    list_select_related = ("by",)
    search_fields = ("name",)
    fields = readonly_fields = ("at", "by", "did", "kind", "object_id", "name", "why", "what_differs", "request_id")

    @admin.display(description="what differs")
    def what_differs(self, change: Change) -> str:
        lines = changes.differences(change.before, change.after)
        told = ((line.name, line.old or "–", line.new or "–") for line in lines if not line.diff)
        return format_html_join("", "<div>{}: {} → {}</div>", told) or "–"
