"""What columns of strangers' files were said to mean: looked at, and forgotten where somebody was wrong."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html_join
from unfold.admin import ModelAdmin
from unfold.decorators import display

from games.models import HeaderMapping


@admin.register(HeaderMapping)
class HeaderMappingAdmin(ModelAdmin):
    """Said in the preview of a file. Deleting one makes the next file with that first line ask again."""

    list_display = ("names", "maker", "explained", "left_out", "by", "said_at")
    list_display_links = ("names",)
    list_filter = ("preset",)
    list_select_related = ("by",)
    fields = readonly_fields = ("maker", "meanings", "by", "said_at")
    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: HeaderMapping | None = None) -> bool:
        return False

    @display(description="columns of the file")
    def names(self, mapping: HeaderMapping) -> str:
        told = ", ".join(mapping.columns)
        return told if len(told) <= 80 else f"{told[:79]}…"

    @display(description="kind of file", ordering="preset")
    def maker(self, mapping: HeaderMapping) -> str:
        return mapping.preset or "ours"

    @display(description="explained")
    def explained(self, mapping: HeaderMapping) -> int:
        return sum(1 for column in mapping.columns.values() if column)

    @display(description="left out")
    def left_out(self, mapping: HeaderMapping) -> int:
        return sum(1 for column in mapping.columns.values() if not column)

    @display(description="what they mean")
    def meanings(self, mapping: HeaderMapping) -> str:
        return format_html_join(
            "", "<div>{} → <b>{}</b></div>", ((name, column or "left out") for name, column in mapping.columns.items())
        )
