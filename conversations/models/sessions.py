"""One sitting of a conversation, and the moods that were read in it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from conversations.models.identity import Contact


class Session(models.Model):
    """OPEN -> CLOSED after 30 minutes of silence, by a sweep that fixes the metrics.

    The kind is decided by the gap since the last message: first ever -> onboarding;
    up to 11 h -> returning; over 11 h -> idle return; over 48 h -> cold return.
    """

    class Kind(models.TextChoices):
        ONBOARDING = "onboarding"
        RETURNING = "returning"
        IDLE_RETURN = "idle_return"
        COLD_RETURN = "cold_return"

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="sessions")
    kind = models.CharField(max_length=12, choices=Kind)
    mode = models.CharField(
        max_length=10,
        blank=True,
        default="",
        db_default="",
        help_text="The companion that kept them company in it, if any: story, journey, …",
    )
    channel = models.CharField(max_length=20)
    opened_at = models.DateTimeField()
    last_message_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    state = models.JSONField("dialogue state", default=dict, help_text="Read only through DialogueState.from_json.")
    # Fixed when the session closes.
    turns = models.PositiveIntegerField(default=0, help_text="Messages from the player.")
    depth = models.PositiveIntegerField(
        default=0, help_text="Turns that led the talk on: a wish, a change, a reaction."
    )
    mood_at_start = models.CharField(max_length=20, blank=True)
    mood_at_end = models.CharField(max_length=20, blank=True)
    sentiment = models.FloatField(null=True, blank=True, help_text="Mean of its messages, -1…1.")

    class Meta:
        ordering = ("-opened_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("contact",), condition=Q(closed_at=None), name="session_one_open_per_contact"
            ),
            models.CheckConstraint(
                name="session_closes_after_its_last_message",
                condition=Q(closed_at=None) | Q(closed_at__gte=models.F("last_message_at")),
            ),
        ]
        indexes = [
            models.Index(fields=("last_message_at",), name="session_silent", condition=Q(closed_at=None)),
            models.Index(fields=("contact", "-opened_at"), name="session_by_contact"),
        ]

    def __str__(self) -> str:
        return f"session {self.pk} ({self.kind})"


class MoodReading(models.Model):
    """A mood that somebody told us, when, and how sure we were."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="mood_readings")
    message = models.OneToOneField("conversations.Message", on_delete=models.CASCADE, related_name="mood_reading")
    mood = models.CharField(max_length=20)
    secondary = models.CharField(max_length=20, blank=True)
    confidence = models.FloatField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [
            models.Index(fields=("contact", "-at"), name="mood_by_contact"),
            models.Index(fields=("at",), name="mood_by_time"),
        ]
