"""One number per kind of shared data, so that processes know when to load it again."""

from __future__ import annotations

from django.db import models


class DataVersion(models.Model):
    """Raised in the transaction that changes the data; compared at most once a second by readers."""

    class Kind(models.TextChoices):
        CATALOGUE = "catalogue"
        KNOWLEDGE = "knowledge"
        PERSONAS = "personas"
        RULES = "rules"
        FAIR_START = "fair_start", "fair start"
        POLICY_OVERRIDES = "policy_overrides", "policy overrides"
        TONE_OVERRIDES = "tone_overrides", "tone overrides"

    kind = models.CharField(max_length=20, choices=Kind, primary_key=True)
    version = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"
