"""Letters of the penpal: answers to what players wrote, and those that wait to be read; what became of each."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from conversations.models.identity import Contact
from conversations.models.messages import Message
from games.models import Game


class LetterQuerySet(models.QuerySet["Letter"]):
    def waiting(self) -> Self:
        return self.filter(state__in=Letter.WAITING)

    def unread(self) -> Self:
        """They were told that it waits, and have not come for it."""
        return self.filter(state=Letter.State.TOLD)

    def drop(self, *, reason: str, now: datetime) -> int:
        """None of these goes out any more; returns how many they were."""
        return self.update(state=Letter.State.DROPPED, reason=reason, ended_at=now)

    def due(self, *, now: datetime) -> Self:
        """What is to be answered; what they asked to read, or wrote again since; what waited too long."""
        wrote_since = Q(kind=Letter.Kind.ANSWER, contact__last_inbound_at__gt=F("told_at"))
        is_wanted = Q(asked_at__isnull=False) | wrote_since | Q(due_at__lte=now)
        return self.filter(Q(state=Letter.State.RECEIVED, due_at__lte=now) | (Q(state=Letter.State.TOLD) & is_wanted))


class Letter(models.Model):
    """A letter of ours: the answer to one of theirs, or one that a campaign told them of. It goes out once.

    RECEIVED ---------> ANSWERED   (it stands in the outbox, in the same transaction)
        +----> TOLD ------^        (the reply window had closed: a template said that it waits)
        +-------+-----> DROPPED    (see ``reason``)

    ``due_at`` of what they were told of is the day after which it waits no longer. One of a kind waits at a time, but
    for those that came with another contact of the same person (``joined``): each was promised an answer, and gets it.
    """

    class Kind(models.TextChoices):
        ANSWER = "answer", "answers one of theirs"
        CAMPAIGN = "campaign", "a campaign told them of it"

    class State(models.TextChoices):
        RECEIVED = "received", "to be answered"
        TOLD = "told", "told that it waits"
        ANSWERED = "answered", "sent"
        DROPPED = "dropped"

    WAITING = (State.RECEIVED, State.TOLD)

    class Reason(models.TextChoices):
        STOPPED = "stopped", "they said STOP"
        CHILD = "child", "nothing is sent to players under 13"
        IN_DISTRESS = "in_distress", "they were in distress since"
        WINDOW_CLOSED = "window_closed", "the reply window closed before it could be answered"
        FORGOTTEN = "forgotten", "their words are gone"
        NOT_CONNECTED = "unconnected", "nothing can be sent on the channel they use"
        UNREAD = "unread", "they did not come for it"
        NO_CONSENT = "no_consent", "they want to be told of no letters"
        CALLED_OFF = "called_off", "they called it off"

    class Writer(models.TextChoices):
        SHEET = "sheet", "our own paragraphs"
        MODEL = "model", "a language model"

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.ANSWER)
    message = models.OneToOneField(
        Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="letter", help_text="What they wrote."
    )
    mood = models.CharField(max_length=20, blank=True, help_text="As it was read.")
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    reason = models.CharField(max_length=14, choices=Reason, blank=True)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="A waking hour on their own clock.")
    told_at = models.DateTimeField(null=True, blank=True, help_text="When we sent word that a letter waits.")
    notice = models.OneToOneField(
        Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="letter_told_of",
        help_text="What said that a letter waits.",
    )  # fmt: skip
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When they asked to read it.")
    joined = models.BooleanField(
        default=False, help_text="Waited beside another letter, for two contacts turned out to be one person."
    )
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
            models.UniqueConstraint(
                fields=("contact", "kind", "state"),
                condition=Q(state__in=("received", "told"), joined=False),
                name="letter_one_waits",
            ),
            models.CheckConstraint(
                name="letter_ends_when_it_stops_waiting",
                condition=Q(state__in=("received", "told"), ended_at=None)
                | (~Q(state__in=("received", "told")) & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="letter_waits_once_they_were_told",
                condition=Q(state="received", told_at=None, asked_at=None)
                | ~Q(state__in=("received", "told"))
                | Q(state="told", told_at__isnull=False),
            ),
            models.CheckConstraint(
                name="letter_of_a_campaign_was_told_of", condition=~Q(kind="campaign") | Q(told_at__isnull=False)
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
            models.CheckConstraint(name="letter_is_due_later", condition=Q(due_at__gt=F("received_at"))),
        ]
        indexes = [
            models.Index(fields=("due_at",), name="letter_due", condition=Q(state__in=("received", "told"))),
            models.Index(fields=("ended_at",), name="letter_ended", condition=Q(ended_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"letter {self.pk} ({self.state})"
