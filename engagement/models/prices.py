"""What a message costs."""

from __future__ import annotations

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q


class MessagePrice(models.Model):
    """What one message of a kind costs in a country, in US dollars. An empty country: everywhere else.

    ``every`` is what our provider takes for each message, whatever its kind, beside that.
    """

    class Category(models.TextChoices):
        MARKETING = "marketing", "marketing template"
        UTILITY = "utility", "utility template"
        AUTHENTICATION = "authentication", "authentication template"
        FREE_TEXT = "free_text", "free text inside the reply window"
        EVERY = "every", "every message, beside its kind"

    country = models.CharField(
        max_length=2, blank=True, validators=[RegexValidator(r"^[A-Z]{2}$", "Two capital letters, such as DE.")],
        help_text="Two letters, such as DE; empty: every country without a price of its own.",
    )  # fmt: skip
    category = models.CharField(max_length=14, choices=Category)
    amount = models.DecimalField("US dollars", max_digits=8, decimal_places=5, validators=[MinValueValidator(0)])
    as_of = models.DateField("as of", help_text="The day of the price list that this is from.")
    note = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("category", "country")
        constraints = [
            models.UniqueConstraint(fields=("category", "country"), name="price_once_per_category_and_country"),
            models.CheckConstraint(name="price_is_not_negative", condition=Q(amount__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()}, {self.country or 'everywhere else'}"
