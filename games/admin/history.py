"""What happened is read, not edited."""

from __future__ import annotations

from django.db.models import Model
from django.http import HttpRequest
from unfold.admin import ModelAdmin


class HistoryAdmin(ModelAdmin):
    """A list and pages to look at: rows come from the product, never from a form."""

    show_full_result_count = False  # COUNT(*) over the largest tables, for one label
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
