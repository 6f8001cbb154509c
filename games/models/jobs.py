"""Long work that a person waits for."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Job(models.Model):
    """Work done in resumable chunks, with progress.

    QUEUED -> RUNNING -> DONE
                 |-> FAILED       (after three attempts at the same chunk; see result["error"])
                 |-> CANCELLED    (somebody asked; what is done stays done)
    FAILED or CANCELLED -> QUEUED (resumed from ``cursor``)
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True, blank=True)
    cursor = models.JSONField(default=dict, blank=True)
    chunk = models.PositiveIntegerField(default=0, help_text="Chunks done; a task for an earlier one is stale.")
    result = models.JSONField(default=dict, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="Tries at the current chunk.")
    cancel_requested = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = [
            models.CheckConstraint(name="job_not_more_than_all", condition=Q(total=None) | Q(done__lte=F("total"))),
            models.CheckConstraint(
                name="job_finished_has_a_time",
                condition=~Q(state__in=("done", "failed", "cancelled")) | Q(finished_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}: {self.state}"
