"""What a cycle decided about everybody, what each cycle came to, and the words that it sends."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from conversations.models import Contact
from engagement.models.templates import MessageTemplate
from engagement.segments import SEGMENTS, TONES


class CycleRun(models.Model):
    """One engagement cycle, with its counts. One without an end was cut off; the next one goes over everybody anew."""

    class By(models.TextChoices):
        SCHEDULE = "schedule"
        API = "api"
        COMMAND = "command"

    by = models.CharField("started by", max_length=8, choices=By)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    looked_at = models.PositiveIntegerField("people", default=0)
    planned = models.PositiveIntegerField(
        default=0, help_text="Messages that were planned; each may still be refused on its way."
    )
    rewritten = models.PositiveIntegerField(default=0, help_text="Decisions that changed.")
    stats = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("-started_at", "-pk")
        permissions = [("run_cycles", "Can run engagement cycles")]
        constraints = [
            models.CheckConstraint(
                name="cycle_ends_after_it_began",
                condition=Q(finished_at=None) | Q(finished_at__gte=models.F("started_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"cycle {self.pk}"


class CheckInStop(models.Model):
    """A time in which no check-in leaves, because too many failed or were answered with STOP. Open until resumed."""

    stopped_at = models.DateTimeField()
    why = models.CharField(max_length=200)
    resumed_at = models.DateTimeField(null=True, blank=True)
    resumed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("-stopped_at", "-pk")
        verbose_name = "stop of check-ins"
        verbose_name_plural = "stops of check-ins"
        constraints = [
            models.UniqueConstraint(
                fields=("resumed_at",), condition=Q(resumed_at=None), nulls_distinct=False,
                name="check_ins_are_stopped_once",
            ),
            models.CheckConstraint(
                name="check_ins_go_on_after_they_stopped",
                condition=Q(resumed_at=None) | Q(resumed_at__gte=models.F("stopped_at")),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"stopped {self.stopped_at:%Y-%m-%d %H:%M}: {self.why}"


class Decision(models.Model):
    """Why one person is not written to now, as the last cycle saw it that found something new.

    Rewritten only when reason or segment changes, so ``earliest_at`` is what was true at ``decided_at``; pages reckon
    it anew. Who was just written to stands here as recently messaged, for that is what holds from then on. A row
    without a reason is somebody who may be written to, by the next cycle: there was no room in this one.
    """

    # Read and written by the million, and only ever beside the contact: no constraint, so that a cycle holds no
    # lock on anybody. A contact that goes takes its row along, and a cycle drops what outlived it.
    contact = models.OneToOneField(
        Contact, on_delete=models.CASCADE, primary_key=True, db_constraint=False, related_name="decision"
    )
    segment = models.CharField(max_length=10)
    reason = models.CharField(max_length=30, blank=True)
    earliest_at = models.DateTimeField(
        null=True, blank=True, help_text="When the reason may be over; empty: not by the clock."
    )
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="decision_known_segment", condition=Q(segment__in=SEGMENTS))]

    def __str__(self) -> str:
        return f"decision about contact {self.contact_id}: {self.reason or 'may go'}"


class MessageText(models.Model):
    """What is said in one tone. Outside the reply window it takes an approved template."""

    tone = models.CharField(max_length=10, primary_key=True, choices=[(tone, tone) for tone in TONES])
    text = models.TextField(help_text="{name} is their first name.")
    template = models.ForeignKey(
        MessageTemplate, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        help_text="What leaves outside the reply window. Empty, or not approved: nothing does.",
    )  # fmt: skip
    template_variables = models.JSONField(
        default=dict, blank=True, help_text='What fills the template: {"1": "{name}"}.'
    )

    class Meta:
        ordering = ("tone",)
        verbose_name = "check-in text"
        constraints = [models.CheckConstraint(name="message_text_known_tone", condition=Q(tone__in=TONES))]

    def __str__(self) -> str:
        return f"{self.tone}: {self.text}"
