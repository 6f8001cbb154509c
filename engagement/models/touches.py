"""Who is in a campaign, and every message that was planned for them, sent or refused."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import connection, models
from django.db.models import Q

from conversations.models import Contact, Message
from engagement.models.campaigns import Campaign, CampaignVersion

# The first of all that are due in campaigns that run, each campaign by its own index: however many wait in one that is
# paused, none of them is looked at.
_FIRST_DUE = """
SELECT f.id
  FROM engagement_campaign c
 CROSS JOIN LATERAL (SELECT w.id, w.{due} AS due FROM {table} w
                      WHERE w.campaign_id = c.id AND {waits} AND w.{due} <= %(now)s
                      ORDER BY w.{due}, w.id LIMIT %(limit)s) f
 WHERE c.state = 'running'
 ORDER BY f.due, f.id LIMIT %(limit)s
"""
_FIRST_ENROLMENTS = _FIRST_DUE.format(table="engagement_enrolment", due="next_at", waits="w.state = 'active'")
_FIRST_TOUCHES = _FIRST_DUE.format(table="engagement_touch", due="due_at", waits="w.due_at IS NOT NULL")


def _first(statement: str, *, now: datetime, limit: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"now": now, "limit": limit})
        return [pk for (pk,) in cursor.fetchall()]


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def under_way(self) -> Self:
        return self.filter(state=Enrolment.State.ACTIVE)

    def due(self, *, now: datetime) -> Self:
        return self.under_way().filter(next_at__lte=now, campaign__state=Campaign.State.RUNNING)

    def first_due(self, *, now: datetime, limit: int) -> Self:
        """In the order in which their time has come."""
        first = _first(_FIRST_ENROLMENTS, now=now, limit=limit)
        return self.due(now=now).filter(pk__in=first).order_by("next_at", "pk")


class Enrolment(models.Model):
    """One person in one campaign on one occasion, pinned to the version that they came in with.

    ACTIVE -> DONE    (the last step is behind them)
       +----> LEFT    (see ``why_left``)

    ``step`` is the position of the step that comes next. ``context`` holds what brought them in.
    """

    class State(models.TextChoices):
        ACTIVE = "active", "under way"
        DONE = "done"
        LEFT = "left"

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="enrolments")
    version = models.ForeignKey(CampaignVersion, on_delete=models.PROTECT, related_name="enrolments")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="enrolments")
    occasion = models.CharField(max_length=80)
    context = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=6, choices=State, default=State.ACTIVE)
    step = models.PositiveSmallIntegerField(default=1)
    next_at = models.DateTimeField(null=True, blank=True)
    why_left = models.CharField(max_length=40, blank=True)
    entered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ("-entered_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=("campaign", "contact", "occasion"), name="enrolment_once_per_occasion"),
            models.UniqueConstraint(
                fields=("campaign", "contact"), condition=Q(state="active"), name="enrolment_one_at_a_time"
            ),
            models.CheckConstraint(
                name="enrolment_ended_has_a_time",
                condition=Q(state="active", ended_at=None) | (~Q(state="active") & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="enrolment_left_says_why",
                condition=(Q(state="left") & ~Q(why_left="")) | (~Q(state="left") & Q(why_left="")),
            ),
            models.CheckConstraint(
                name="enrolment_waits_for_something", condition=~Q(state="active") | Q(next_at__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=("campaign", "next_at", "id"), name="enrolment_next", condition=Q(state="active")),
            models.Index(fields=("contact", "-entered_at"), name="enrolment_by_contact"),
        ]

    def __str__(self) -> str:
        return f"enrolment {self.pk} ({self.state})"


class TouchQuerySet(models.QuerySet["Touch"]):
    def waiting(self) -> Self:
        """Planned, or refused with a time from which it may be tried again."""
        return self.filter(due_at__isnull=False)

    def releasable(self, *, now: datetime) -> Self:
        return self.filter(due_at__lte=now, campaign__state=Campaign.State.RUNNING)

    def first_releasable(self, *, now: datetime, limit: int) -> Self:
        """In the order in which their time has come."""
        first = _first(_FIRST_TOUCHES, now=now, limit=limit)
        return self.releasable(now=now).filter(pk__in=first).order_by("due_at", "pk")

    def handed_over(self) -> Self:
        return self.filter(message__isnull=False)


class Touch(models.Model):
    """One message that we meant to send first, and what came of it.

    PLANNED -> QUEUED -> SENT     (the provider took it; what it says later stands at the message)
       |          |--> FAILED     (the provider said no)
       |          +--> REFUSED    (we or Meta said no on its way; see ``reason``)
       |--> REFUSED               (policy said no; see ``reason``)
       +--> DROPPED               (nobody wants it any more: cancelled, too late)
    REFUSED or FAILED -> PLANNED again only while ``due_at`` is set: it is tried again from then on.

    ``due_at`` is when it is looked at next; empty when that is over. ``earliest_at`` is what policy said
    about when it may go. One (campaign, step, contact, occasion) is one row, ever.
    """

    class Kind(models.TextChoices):
        CAMPAIGN = "campaign"
        TRIGGER = "trigger"
        CYCLE = "cycle", "engagement cycle"
        FOLLOW_UP = "follow_up", "question about a pick"
        LETTER = "letter", "word that a letter waits"

    class State(models.TextChoices):
        PLANNED = "planned"
        QUEUED = "queued"
        SENT = "sent"
        REFUSED = "refused"
        FAILED = "failed"
        DROPPED = "dropped"

    # A cycle plans hundreds of thousands at once, so what an index below finds has no second one of its own.
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, db_index=False, related_name="touches")
    kind = models.CharField(max_length=10, choices=Kind)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, null=True, blank=True, db_index=False, related_name="touches"
    )
    version = models.ForeignKey(CampaignVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, null=True, blank=True, db_index=False, related_name="touches"
    )
    step = models.PositiveSmallIntegerField(default=1)
    occasion = models.CharField(max_length=80, blank=True)
    topic = models.CharField(max_length=20, blank=True)
    variant = models.CharField(max_length=40, blank=True, help_text="Of an experiment.")
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    reason = models.CharField(max_length=30, blank=True, help_text="Why it was refused, or is over.")
    because = models.CharField(
        max_length=160,
        blank=True,
        default="",
        db_default="",
        help_text="By what it was outweighed, where that is the reason.",
    )
    said = models.CharField(
        "what it said",
        max_length=80,
        blank=True,
        default="",
        db_default="",
        help_text="Before names were filled in, shortened.",
    )
    due_at = models.DateTimeField(null=True, blank=True)
    earliest_at = models.DateTimeField(null=True, blank=True)
    planned_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True, help_text="When it was last let go or refused.")
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0, help_text="How often a message was handed to the outbox.")
    message = models.OneToOneField(
        Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="touch", help_text="The last one."
    )

    objects = TouchQuerySet.as_manager()

    class Meta:
        ordering = ("-planned_at", "-pk")
        verbose_name_plural = "touches"
        constraints = [
            models.UniqueConstraint(
                fields=("campaign", "step", "contact", "occasion"),
                condition=Q(campaign__isnull=False),
                name="touch_once_per_step_and_occasion",
            ),
            models.UniqueConstraint(
                fields=("kind", "contact", "occasion"),
                condition=Q(campaign=None),
                name="touch_once_per_kind_and_occasion",
            ),
            models.CheckConstraint(
                name="touch_campaign_names_its_version",
                condition=Q(campaign=None, version=None, enrolment=None)
                | Q(campaign__isnull=False, version__isnull=False, enrolment__isnull=False),
            ),
            models.CheckConstraint(
                name="touch_known_state",
                condition=Q(state__in=("planned", "queued", "sent", "refused", "failed", "dropped")),
            ),
            models.CheckConstraint(
                name="touch_refused_says_why",
                condition=(Q(state__in=("refused", "failed", "dropped")) & ~Q(reason=""))
                | Q(state__in=("planned", "queued", "sent"), reason=""),
            ),
            models.CheckConstraint(
                name="touch_planned_is_due_sometime", condition=~Q(state="planned") | Q(due_at__isnull=False)
            ),
            models.CheckConstraint(
                name="touch_under_way_is_not_tried_again",
                condition=~Q(state__in=("queued", "sent", "dropped")) | Q(due_at=None),
            ),
        ]
        indexes = [
            # Check-ins have no campaign and stand together as well.
            models.Index(fields=("campaign", "due_at", "id"), name="touch_waits", condition=Q(due_at__isnull=False)),
            models.Index(fields=("contact", "-planned_at"), name="touch_by_contact"),
            models.Index(fields=("campaign", "state"), name="touch_by_campaign", condition=Q(campaign__isnull=False)),
            models.Index(fields=("enrolment", "step"), name="touch_by_enrolment", condition=Q(enrolment__isnull=False)),
            models.Index(fields=("id",), name="touch_on_its_way", condition=Q(state="queued")),
            models.Index(
                fields=("sent_at",),
                name="touch_by_day",
                condition=Q(campaign__isnull=False, sent_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"touch {self.pk} ({self.state})"
