"""What happened is read, not edited: the same for rows shown below another's page."""

from __future__ import annotations

from typing import Any

from unfold.admin import TabularInline


class HistoryInline(TabularInline):
    extra = 0
    can_delete = False

    def has_add_permission(self, *args: Any) -> bool:
        return False

    def has_change_permission(self, *args: Any) -> bool:
        return False
