"""Letters that players wrote to the penpal, and what became of them."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from conversations.models.identity import Contact
from conversations.models.messages import Message
from games.models import Game


class LetterQuerySet(models.QuerySet["Letter"]):
    def waiting(self) -> Self:
        return self.filter(state=Letter.State.RECEIVED)

    def due(self, *, now: datetime) -> Self:
        return self.waiting().filter(due_at__lte=now)


class Letter(models.Model):
    """A letter of theirs, answered once.

    RECEIVED -> ANSWERED   (the answer stands in the outbox, in the same transaction)
        +-----> DROPPED    (see ``reason``)
    """

    class State(models.TextChoices):
        RECEIVED = "received"
        ANSWERED = "answered"
        DROPPED = "dropped"

    class Reason(models.TextChoices):
        STOPPED = "stopped", "they said STOP"
        CHILD = "child", "nothing is sent to players under 13"
        IN_DISTRESS = "in_distress", "they were in distress since"
        WINDOW_CLOSED = "window_closed", "the reply window closed before it could be answered"
        FORGOTTEN = "forgotten", "their words are gone"
        NOT_CONNECTED = "unconnected", "nothing can be sent on the channel they use"

    class Writer(models.TextChoices):
        SHEET = "sheet", "our own paragraphs"
        MODEL = "model", "a language model"

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="letters")
    message = models.OneToOneField(
        Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="letter", help_text="What they wrote."
    )
    mood = models.CharField(max_length=20, blank=True, help_text="As it was read.")
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    reason = models.CharField(max_length=14, choices=Reason, blank=True)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="A waking hour on their own clock.")
    ended_at = models.DateTimeField(null=True, blank=True)
    written_by = models.CharField(max_length=10, choices=Writer, blank=True)
    game = models.ForeignKey(Game, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    answer = models.OneToOneField(
        Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="letter_answered",
        help_text="The first part of what was sent.",
    )  # fmt: skip

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ("-received_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=("contact",), condition=Q(state="received"), name="letter_one_waits"),
            models.CheckConstraint(
                name="letter_ends_when_it_stops_waiting",
                condition=Q(state="received", ended_at=None) | (~Q(state="received") & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="letter_dropped_has_a_reason",
                condition=(Q(state="dropped") & ~Q(reason="")) | (~Q(state="dropped") & Q(reason="")),
            ),
            models.CheckConstraint(
                name="letter_answer_only_once_answered",
                condition=(Q(state="answered") & ~Q(written_by=""))
                | (~Q(state="answered") & Q(written_by="", answer=None)),
            ),
            models.CheckConstraint(name="letter_is_due_later", condition=Q(due_at__gt=models.F("received_at"))),
        ]
        indexes = [
            models.Index(fields=("due_at",), name="letter_due", condition=Q(state="received")),
            models.Index(fields=("ended_at",), name="letter_ended", condition=Q(ended_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"letter {self.pk} ({self.state})"
