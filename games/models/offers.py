"""What a game costs where, and what a currency is worth."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from games.models.catalogue import Game


class Offer(models.Model):
    """A price seen in a store. A newer sighting replaces ``is_current``; older rows stay as history."""

    game = models.ForeignKey(Game, on_delete=models.CASCADE, related_name="offers")
    store = models.CharField(max_length=60)
    family = models.CharField(max_length=20, help_text="Platform family that can play what is bought here.")
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    currency = models.CharField(max_length=3)
    url = models.URLField(max_length=500, blank=True)
    seen_at = models.DateTimeField()
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering = ("-seen_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("game", "store", "family"), condition=Q(is_current=True), name="offer_one_current_per_store"
            ),
            models.CheckConstraint(name="offer_amount_not_negative", condition=Q(amount__gte=0)),
            models.CheckConstraint(name="offer_currency_is_a_code", condition=Q(currency__regex=r"^[A-Z]{3}$")),
        ]
        indexes = [
            models.Index(
                fields=("game", "family", "currency", "amount"), name="offer_current", condition=Q(is_current=True)
            ),
            models.Index(fields=("seen_at",), name="offer_seen_lately", condition=Q(is_current=True)),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} on {self.store}"


class ExchangeRate(models.Model):
    """How many units of a currency one US dollar buys, on a day."""

    currency = models.CharField(max_length=3, primary_key=True)
    per_usd = models.DecimalField(max_digits=14, decimal_places=6)
    as_of = models.DateField()

    class Meta:
        ordering = ("currency",)
        constraints = [models.CheckConstraint(name="exchange_rate_positive", condition=Q(per_usd__gt=0))]

    def __str__(self) -> str:
        return f"1 USD = {self.per_usd} {self.currency}"
