"""What was found in messages that should perhaps not be there, and what people decided about it."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from conversations.models.identity import Contact
from conversations.models.messages import Message
from conversations.moderation.patterns import CATEGORIES


class FlagQuerySet(models.QuerySet["ModerationFlag"]):
    def open(self) -> Self:
        return self.filter(state=ModerationFlag.State.OPEN)

    def against(self, contact_id: int, *, since: datetime) -> Self:
        """What this person wrote and nobody has found harmless."""
        return self.filter(contact_id=contact_id, direction=Message.Direction.INBOUND, at__gte=since).exclude(
            state=ModerationFlag.State.UNDONE
        )


class ModerationFlag(models.Model):
    """Something in a message that a person should look at.

    OPEN -> UPHELD     (somebody of the staff agrees)
     |       |  ^
     |       v  |      (looked at once more: both verdicts can be changed)
     +----> UNDONE     (a false alarm, found by a person or by the second stage; its words may become known as harmless)

    A second look by the model never upholds; it may only undo what the first stage suspected.
    """

    class State(models.TextChoices):
        OPEN = "open"
        UPHELD = "upheld"
        UNDONE = "undone"

    class Stage(models.IntegerChoices):
        WORDS = 1, "words and patterns"
        MODEL = 2, "words, and a model agrees"

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="moderation_flags")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="moderation_flags")
    direction = models.CharField(max_length=10, choices=Message.Direction)
    category = models.CharField(max_length=12, choices=list(CATEGORIES.items()))
    is_certain = models.BooleanField("certain", default=False)
    stage = models.PositiveSmallIntegerField(choices=Stage, default=Stage.WORDS)
    reason = models.CharField(max_length=200)
    excerpt = models.CharField(max_length=300, blank=True, help_text="Redacted.")
    words = models.CharField(max_length=200, blank=True, help_text="What it is about, redacted and folded.")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = "moderation flag"
        constraints = [
            models.UniqueConstraint(fields=("message", "category"), name="moderation_flag_once_per_category"),
            models.CheckConstraint(
                name="moderation_flag_decided_when_it_is_closed",
                condition=Q(state="open", decided_at=None)
                | (Q(state__in=("upheld", "undone")) & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(name="moderation_flag_known_category", condition=Q(category__in=list(CATEGORIES))),
        ]
        indexes = [
            models.Index(fields=("-at",), name="moderation_flag_open", condition=Q(state="open")),
            models.Index(fields=("contact", "-at"), name="moderation_flag_by_contact"),
            models.Index(fields=("at",), name="moderation_flag_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()} ({self.get_state_display()})"


class ModerationVerdict(models.Model):
    """One step in what was decided about a flag, and by whom. ``by`` is nobody where the second stage did."""

    flag = models.ForeignKey(ModerationFlag, on_delete=models.CASCADE, related_name="verdicts")
    state = models.CharField(max_length=10, choices=ModerationFlag.State)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    why = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints = [
            models.CheckConstraint(name="moderation_verdict_decides", condition=Q(state__in=("upheld", "undone")))
        ]

    def __str__(self) -> str:
        return self.get_state_display()


class HarmlessPhrase(models.Model):
    """Words that a person has found harmless: a finding within them is none. Written folded, without names and numbers.

    It belongs to nobody and stays when the message goes, as a taught example does.
    """

    phrase = models.CharField(max_length=200, unique=True, help_text="Small letters; at least two words.")
    is_active = models.BooleanField(default=True, help_text="Switched off, it excuses nothing and is kept.")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-added_at", "-pk")

    def __str__(self) -> str:
        return self.phrase
