"""Simulated chats that are kept, to be played again against tomorrow's code."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class SavedChat(models.Model):
    """A script and what each of its answers must keep.

    Verdict:  NEVER_RUN -> HOLDS <-> BROKE   (what the last run found; ``differences`` say where)
    """

    class Verdict(models.TextChoices):
        NEVER_RUN = "never_run", "never run"
        HOLDS = "holds"
        BROKE = "broke"

    name = models.CharField(max_length=120, unique=True)
    note = models.TextField(blank=True, max_length=2000, help_text="What this chat is there for.")
    script = models.JSONField(help_text="Who writes, from when on, and what happens; see docs/simulator.md.")
    expected = models.JSONField(default=list, blank=True, help_text="What each step must keep; {} is free.")
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.NEVER_RUN, editable=False)
    differences = models.JSONField(default=list, blank=True, editable=False)
    last_run_at = models.DateTimeField(null=True, blank=True, editable=False)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(
                name="saved_chat_verdict_has_a_time",
                condition=Q(verdict="never_run", last_run_at=None)
                | (~Q(verdict="never_run") & Q(last_run_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.name
