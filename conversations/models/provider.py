"""What we keep about the provider's side: resources made there, deletions asked for."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class ContentTemplate(models.Model):
    """A Content resource at Twilio. ``digest`` tells whether our definition has changed since."""

    name = models.CharField(max_length=60, primary_key=True)
    sid = models.CharField(max_length=34)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.name


class ProviderDeletion(models.Model):
    """A message that the provider has to delete for us.

    WAITING -> DONE
       +-----> FAILED   (after many tries; an operator must look)

    Once done, not even the provider's id is kept.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        FAILED = "failed"

    channel = models.CharField(max_length=20)
    provider_id = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=100, blank=True)
    due_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="provider_deletion_forgets_when_done", condition=~Q(state="done") | Q(provider_id="")
            ),
        ]
        indexes = [models.Index(fields=("due_at",), name="provider_deletion_due", condition=Q(state="waiting"))]
