"""What a player asked to be told about, and when."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from conversations.models.identity import Contact
from conversations.models.messages import Message
from games.models import Game, Impression


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def waiting(self) -> Self:
        return self.filter(state=Reminder.State.WAITING)

    def due(self, *, now: datetime) -> Self:
        return self.waiting().filter(due_at__lte=now)

    def to_own_up_to(self) -> Self:
        """Did not reach them, and they have not been told yet."""
        return self.filter(state=Reminder.State.UNSENT, told_at=None)


class Reminder(models.Model):
    """Asked for by the player, sent once.

    WAITING -> SENT -> UNSENT   (its message was refused or withheld on its way)
       |-----> UNSENT           (it could not be sent, see ``reason``; they hear of it when they next write: told_at)
       +-----> CANCELLED        (taken back by them or by an operator, by STOP, or because they are a child)

    SENT means: its message stands in the outbox, in the same transaction; what became of that is told there.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        UNSENT = "unsent"
        CANCELLED = "cancelled"

    class Reason(models.TextChoices):
        TAKEN_BACK = "taken_back", "taken back"
        STOPPED = "stopped", "they said STOP"
        CHILD = "child", "nothing is sent to players under 13"
        WINDOW_CLOSED = "window_closed", "outside the reply window, and no approved template is set"
        NOT_PUSHED = "not_pushed", "nothing can be sent on the channel they use"
        TOO_LATE = "too_late", "too long after its time"
        REFUSED = "refused", "the provider did not deliver it"

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="reminders")
    game = models.ForeignKey(Game, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    impression = models.ForeignKey(
        Impression, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", help_text="For its store link."
    )
    about = models.CharField(max_length=120, help_text="The game's title, or what they said it is about.")
    due_at = models.DateTimeField()
    time_zone = models.CharField(max_length=40, help_text="The clock that they meant.")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=14, choices=Reason, blank=True)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True, help_text="When we owned up that it did not reach them.")
    message = models.OneToOneField(
        Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="reminder", help_text="What was sent."
    )

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ("due_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("contact", "due_at", "about"), condition=Q(state="waiting"), name="reminder_waits_once"
            ),
            models.CheckConstraint(
                name="reminder_ends_when_it_stops_waiting",
                condition=Q(state="waiting", ended_at=None) | (~Q(state="waiting") & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="reminder_unsent_has_a_reason",
                condition=Q(state__in=("waiting", "sent"), reason="")
                | (Q(state__in=("unsent", "cancelled")) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="reminder_owned_up_only_if_unsent", condition=Q(told_at=None) | Q(state="unsent")
            ),
            models.CheckConstraint(
                name="reminder_message_only_once_sent", condition=Q(message=None) | Q(state__in=("sent", "unsent"))
            ),
            models.CheckConstraint(name="reminder_is_due_later", condition=Q(due_at__gt=models.F("asked_at"))),
        ]
        indexes = [
            models.Index(fields=("due_at",), name="reminder_due", condition=Q(state="waiting")),
            models.Index(fields=("contact",), name="reminder_to_own_up_to", condition=Q(state="unsent", told_at=None)),
            models.Index(fields=("ended_at",), name="reminder_ended", condition=Q(ended_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"reminder {self.pk} ({self.state})"
