"""What editors add to the files that understanding learns from, and what it did not understand."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from pgvector.django import HalfVectorField

from conversations.understanding.types import INTENTS, SENTIMENTS
from games.vocabulary import MOODS


class TaughtExample(models.Model):
    """A message with what it means, added to the project's example bank."""

    text = models.CharField(max_length=500)
    intent = models.CharField(max_length=20, choices=[(key, key) for key in INTENTS])
    moods = ArrayField(
        models.CharField(max_length=20, choices=[(key, key) for key in MOODS]),
        size=2, default=list, blank=True, help_text="None, one, or two with the stronger first.",
    )  # fmt: skip
    sentiment = models.CharField(max_length=10, choices=[(key, key) for key in SENTIMENTS], default="neutral")
    is_active = models.BooleanField(default=True, help_text="Switched off, it teaches nothing and is kept.")
    taught_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = [
            models.UniqueConstraint(Lower("text"), name="taught_example_once"),
            models.CheckConstraint(name="taught_example_known_intent", condition=Q(intent__in=INTENTS)),
            models.CheckConstraint(name="taught_example_known_sentiment", condition=Q(sentiment__in=SENTIMENTS)),
        ]

    def __str__(self) -> str:
        return self.text


class SlangWord(models.Model):
    """A word or phrase of young or regional English and what it says plainly; a row here wins over the file."""

    slang = models.CharField(max_length=60, unique=True)
    plain = models.CharField(max_length=120, blank=True, help_text="What it means. Empty: a filler, read over.")
    is_active = models.BooleanField(default=True, help_text="Switched off, a word of the file is taken as it stands.")

    class Meta:
        ordering = ("slang",)

    def __str__(self) -> str:
        return self.slang


class MissGroup(models.Model):
    """Messages alike in meaning that the bot did not understand.

    OPEN -> TAUGHT   (an editor said what they mean)
     |---> IGNORED   (nothing to learn from them)
    """

    class State(models.TextChoices):
        OPEN = "open"
        TAUGHT = "taught"
        IGNORED = "ignored"

    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    vector = HalfVectorField(dimensions=384, null=True, blank=True, editable=False, help_text="Of its first message.")
    newest_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False
    )
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("-newest_at", "-pk")
        constraints = [
            models.CheckConstraint(
                name="miss_group_decided_has_a_time", condition=Q(state="open") | Q(decided_at__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=("-newest_at",), name="miss_group_open", condition=Q(state="open"))]

    def __str__(self) -> str:
        return f"misses {self.pk}"


class Miss(models.Model):
    """One message that was not understood, with what it was nearest to. It goes when the message goes."""

    group = models.ForeignKey(MissGroup, on_delete=models.CASCADE, related_name="misses")
    message = models.OneToOneField("conversations.Message", on_delete=models.CASCADE, related_name="miss")
    guess = models.CharField(max_length=20, help_text="The intent it was nearest to.")
    confidence = models.FloatField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name_plural = "misses"

    def __str__(self) -> str:
        return f"perhaps {self.guess}, {self.confidence:.0%} sure"
