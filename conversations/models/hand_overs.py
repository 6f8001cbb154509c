"""A talk that a person leads while the bot is silent."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from conversations.models.identity import Contact
from conversations.models.messages import Message

# Who waits longest stands first; closed ones follow, newest first. For rows `with_waiting_time`.
BY_URGENCY = (F("closed_at").desc(nulls_first=True), F("waits_since").asc(nulls_last=True), "-pk")


class HandOverQuerySet(models.QuerySet["HandOver"]):
    def still_open(self) -> Self:
        return self.filter(closed_at=None)

    def overdue(self, *, since: datetime) -> Self:
        """Open, and no operator has done anything since then."""
        return self.still_open().filter(last_activity_at__lte=since)

    def with_waiting_time(self) -> Self:
        """``waits_since``: the first message that no operator has answered; the hand-over itself before any answer."""
        unanswered = Message.objects.filter(
            contact=OuterRef("contact"),
            direction=Message.Direction.INBOUND,
            created_at__gt=OuterRef("last_answer_at"),
        ).order_by("created_at", "pk")
        return self.annotate(
            waits_since=models.Case(
                models.When(last_answer_at=None, then=F("opened_at")),
                default=Subquery(unanswered.values("created_at")[:1]),
                output_field=models.DateTimeField(null=True),
            )
        )

    def waiting(self) -> Self:
        """Open, and the player has the last word."""
        return self.still_open().with_waiting_time().filter(waits_since__isnull=False)

    def answering_for(self, *, contact_id: int, at: datetime) -> Self:
        """Those in which a message of that time, if it still waits, was a person's to answer.

        Written meanwhile, or found waiting by the operator who came.
        """
        return self.filter(contact_id=contact_id).filter(
            Q(closed_at=None) | Q(closed_at__gt=at), Q(opened_at__lte=at) | Q(claimed_at__isnull=False)
        )


class HandOver(models.Model):
    """OPEN -> CLAIMED (an operator has it) -> CLOSED
         |-> CLOSED                            (handed back, or nobody came in time)

    Open exactly while the contact's ``held_by_human_at`` is set; both change together, in
    conversations/operators/handover.py.
    """

    class Because(models.TextChoices):
        ASKED = "asked", "they asked for a person"
        LOST = "lost", "we did not understand them"
        TAKEN = "taken", "an operator took over"

    class Ending(models.TextChoices):
        HANDED_BACK = "handed_back", "handed back"
        TIMED_OUT = "timed_out", "no operator was active in time"

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="hand_overs")
    because = models.CharField(max_length=10, choices=Because)
    opened_at = models.DateTimeField()
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    first_answer_at = models.DateTimeField(null=True, blank=True)
    last_answer_at = models.DateTimeField(null=True, blank=True)
    last_activity_at = models.DateTimeField(help_text="The bot comes back when an operator does nothing for too long.")
    closed_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=12, choices=Ending, blank=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        ordering = ("-opened_at", "-pk")
        verbose_name = "hand-over"
        constraints = [
            models.UniqueConstraint(
                fields=("contact",), condition=Q(closed_at=None), name="hand_over_one_open_per_contact"
            ),
            models.CheckConstraint(
                name="hand_over_closed_has_an_ending",
                condition=Q(closed_at=None, ending="") | (Q(closed_at__isnull=False) & ~Q(ending="")),
            ),
            models.CheckConstraint(
                name="hand_over_claimed_by_somebody_at_some_time",
                condition=Q(claimed_by=None) | Q(claimed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="hand_over_answers_have_a_first",
                condition=Q(first_answer_at=None, last_answer_at=None)
                | Q(first_answer_at__isnull=False, last_answer_at__gte=F("first_answer_at")),
            ),
        ]
        indexes = [
            models.Index(fields=("last_activity_at",), name="hand_over_open", condition=Q(closed_at=None)),
            models.Index(fields=("contact", "-opened_at"), name="hand_over_by_contact"),
        ]

    def __str__(self) -> str:
        return f"hand-over {self.pk} of contact {self.contact_id}"

    @property
    def first_answer_after(self) -> float | None:
        """Seconds until an operator answered; None while nobody has."""
        return (self.first_answer_at - self.opened_at).total_seconds() if self.first_answer_at else None
