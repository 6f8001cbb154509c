"""The times that a campaign goes out, and what people did with it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from engagement.models.campaigns import Campaign, CampaignVersion


class CampaignRun(models.Model):
    """One time that a campaign goes out: a one-off has one, a recurring one many. ``cursor`` says who is in so far."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="runs")
    version = models.ForeignKey(CampaignVersion, on_delete=models.PROTECT, related_name="+")
    occasion = models.CharField(max_length=80)
    starts_at = models.DateTimeField()
    cursor = models.BigIntegerField(default=0)
    entered = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True, help_text="When everybody of the audience was in.")

    class Meta:
        ordering = ("-starts_at", "-pk")
        constraints = [models.UniqueConstraint(fields=("campaign", "occasion"), name="run_once_per_occasion")]

    def __str__(self) -> str:
        return f"run of {self.starts_at:%Y-%m-%d}"


class CampaignEvent(models.Model):
    """Who did what with a campaign; ``by`` is empty when it did it itself."""

    class What(models.TextChoices):
        SUBMITTED = "submitted"
        APPROVED = "approved"
        SENT_BACK = "sent_back", "sent back"
        LAUNCHED = "launched"
        PAUSED = "paused"
        RESUMED = "resumed"
        CANCELLED = "cancelled"
        DONE = "done"
        TESTED = "tested", "test sent"
        REHEARSED = "rehearsed", "dry run"

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="events")
    what = models.CharField(max_length=10, choices=What)
    why = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    at = models.DateTimeField()
    counts = models.JSONField(default=dict, blank=True, help_text="Of a dry run: what would have happened.")

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d %H:%M}"
