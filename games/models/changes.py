"""Who changed what by hand, and what it was before."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Change(models.Model):
    """One thing that a person did to one row of another table, with the row before and after.

    ``kind`` is the model ("engagement.segment"). The row may be gone since: there is no foreign key to it.
    """

    class Did(models.TextChoices):
        ADDED = "added"
        CHANGED = "changed"
        DELETED = "deleted"
        RESTORED = "restored", "taken back"
        NOTED = "noted"

    kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=64)
    name = models.CharField(max_length=200, blank=True, help_text="What the row was called then.")
    did = models.CharField(max_length=10, choices=Did)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    why = models.CharField(max_length=300, blank=True)
    request_id = models.UUIDField(null=True, blank=True, help_text="What was done with one click has one.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)
        indexes = [models.Index(fields=("kind", "object_id", "-id"), name="change_of_a_row")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} {self.did}"
