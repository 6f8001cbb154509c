"""The same act on many rows: what was chosen, what became of each, and whether it was taken back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from games.models.jobs import Job


class BulkRun(models.Model):
    """One act on many rows. ``job`` does it, ``undo_job`` takes it back."""

    action = models.CharField(max_length=60)
    argument = models.JSONField(default=dict, blank=True, help_text="What the form asked.")
    why = models.CharField(max_length=300, blank=True)
    chosen = models.PositiveIntegerField(default=0)
    job = models.OneToOneField(Job, on_delete=models.PROTECT, null=True, related_name="bulk_run")
    undo_job = models.OneToOneField(Job, on_delete=models.PROTECT, null=True, blank=True, related_name="bulk_undo")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.action.replace('_', ' ')}: {self.chosen:,} chosen"


class BulkRow(models.Model):
    """One row of it. WAITING -> CHANGED | SAME | REFUSED | GONE; CHANGED -> UNDONE | KEPT (changed by others since)."""

    class Outcome(models.TextChoices):
        WAITING = "waiting"
        CHANGED = "changed"
        SAME = "same", "was so already"
        REFUSED = "refused"
        GONE = "gone", "is no more"
        UNDONE = "undone", "taken back"
        KEPT = "kept", "not taken back: somebody has changed it since"

    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="rows")
    object_id = models.BigIntegerField()
    name = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING)
    because = models.CharField(max_length=200, blank=True)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("run", "object_id"), name="bulk_row_once_a_run"),
            models.CheckConstraint(name="bulk_row_refused_says_why", condition=~Q(outcome="refused") | ~Q(because="")),
        ]
        indexes = [models.Index(fields=("run", "outcome", "id"), name="bulk_row_by_outcome")]
