"""Receipts of erasures: proof of what was removed, without a word of whom."""

from __future__ import annotations

from django.apps import apps
from django.contrib import admin
from django.utils.html import format_html_join
from unfold.decorators import display

from conversations.models import ErasureReceipt
from games.admin.history import HistoryAdmin


@admin.register(ErasureReceipt)
class ErasureReceiptAdmin(HistoryAdmin):
    list_display = ("at", "reference", "asked", "by", "shown_rows", "provider_copies")
    list_filter = ("asked",)
    list_select_related = ("by",)
    search_fields = ("reference",)
    fields = readonly_fields = ("reference", "at", "asked", "by", "by_table", "addresses", "provider_copies")

    @display(description="rows removed")
    def shown_rows(self, receipt: ErasureReceipt) -> str:
        return str(receipt.rows)

    @display(description="rows removed")
    def by_table(self, receipt: ErasureReceipt) -> str:
        return format_html_join("", "<div>{}: <b>{}</b></div>", sorted(
            (_in_words(table), rows) for table, rows in receipt.removed.items()
        )) or "none"  # fmt: skip


def _in_words(table: str) -> str:
    """A table that a later release no longer has keeps its name."""
    try:
        return str(apps.get_model(table)._meta.verbose_name_plural)
    except (LookupError, ValueError):
        return table
