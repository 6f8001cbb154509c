"""What messages cost, for estimates before a campaign is sent."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from engagement.models import MessagePrice
from games.admin.history import KeepsHistory


@admin.register(MessagePrice)
class MessagePriceAdmin(KeepsHistory):
    list_display = ("category", "where", "amount", "as_of", "note")
    list_editable = ("amount",)
    list_filter = ("category",)
    search_fields = ("country", "note")
    list_per_page = 200

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "amount":
            field.widget.attrs["aria-label"] = "US dollars"  # in a cell of the list no label stands beside it
        return field

    @admin.display(description="country", ordering="country")
    def where(self, price: MessagePrice) -> str:
        return price.country or "everywhere else"
