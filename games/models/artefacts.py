"""What was learnt, as bytes in a row: every machine works with the same, and none needs another's disk."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class ModelArtefact(models.Model):
    """One version of something learnt. Of all versions of a name at most one is active.

    ``version`` is a digest of all that taught it, so the same lessons never make a second row.
    """

    name = models.CharField(max_length=60)
    version = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64, help_text="Of the content; a copy on disk is named by it.")
    content = models.BinaryField(editable=False)
    size = models.PositiveIntegerField("bytes")
    config = models.JSONField(default=dict, blank=True, help_text="How it was made and how good it was found to be.")
    embedding = models.CharField(max_length=60, blank=True, help_text="The encoder whose vectors it reads.")
    is_active = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    activated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name", "-created_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=("name", "version"), name="artefact_once_per_version"),
            models.UniqueConstraint(fields=("name",), condition=Q(is_active=True), name="artefact_one_active_per_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version[:12]}"
