"""What messages cost, for estimates before a campaign is sent."""

from __future__ import annotations

from django.contrib import admin

from engagement.models import MessagePrice
from games.admin.history import KeepsHistory


@admin.register(MessagePrice)
class MessagePriceAdmin(KeepsHistory):
    list_display = ("category", "where", "amount", "as_of", "note")
    list_editable = ("amount",)
    list_filter = ("category",)
    search_fields = ("country", "note")
    list_per_page = 200

    @admin.display(description="country", ordering="country")
    def where(self, price: MessagePrice) -> str:
        return price.country or "everywhere else"
