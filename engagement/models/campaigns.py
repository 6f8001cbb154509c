"""What is sent to many: a campaign, its steps, the copies that were approved, and what was done with it."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from conversations.models import PROACTIVE_TOPICS, ConsentChange

_PERCENT = (MinValueValidator(0), MaxValueValidator(100))


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def running(self) -> Self:
        return self.filter(state=Campaign.State.RUNNING)


class Campaign(models.Model):
    """One plan of what to say to whom, when and how often.

    DRAFT -> SUBMITTED -> APPROVED -> RUNNING <-> PAUSED
      ^ sent back |           |          |          |
      +-----------+-----------+          +-> DONE   |
    every state but DONE ------------------------------> CANCELLED

    What people get is never read from here but from ``version``, the copy that was frozen when it was
    submitted and that somebody approved. Changes of a running campaign are a new copy: who is under way
    stays on the one they began with.
    """

    class Kind(models.TextChoices):
        ONE_OFF = "one_off", "once"
        RECURRING = "recurring", "again and again"
        TRIGGERED = "triggered", "when something happens"

    class State(models.TextChoices):
        DRAFT = "draft"
        SUBMITTED = "submitted", "waits for approval"
        APPROVED = "approved"
        RUNNING = "running"
        PAUSED = "paused"
        DONE = "done"
        CANCELLED = "cancelled"

    class Trigger(models.TextChoices):
        IDLE = "idle", "silent for a while (11 hours)"
        COLD = "cold", "silent for long (48 hours)"
        MOOD = "mood", "a mood was seen"
        NEW_TITLE = "new_title", "a new title fits them"
        PRICE_DROP = "price_drop", "a saved or liked game got cheaper"
        AFTER_LIKE = "after_like", "they liked a game"

    class Recurs(models.TextChoices):
        DAILY = "daily", "every day"
        WEEKLY = "weekly", "every week"
        MONTHLY = "monthly", "every month"

    class ReEntry(models.TextChoices):
        NEVER = "never", "once in a lifetime"
        AFTER_DAYS = "after_days", "again after some days"
        EACH_TIME = "each_time", "each time, once they are through"

    class SendTime(models.TextChoices):
        AT_ONCE = "at_once", "as soon as allowed"
        OWN_HOURS = "own_hours", "at the hour when they usually write"

    name = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.ONE_OFF)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    segment = models.ForeignKey(
        "engagement.Segment", on_delete=models.PROTECT, null=True, blank=True, related_name="campaigns",
        help_text="Empty: everybody who may be written to.",
    )  # fmt: skip
    topic = models.CharField(
        max_length=20, choices=[(topic, ConsentChange.Topic(topic).label) for topic in PROACTIVE_TOPICS],
        help_text="Only who agreed to this topic gets it.",
    )  # fmt: skip
    starts_at = models.DateTimeField(
        "starts", null=True, blank=True, help_text="UTC. Empty: as soon as it is launched."
    )
    ends_at = models.DateTimeField("ends", null=True, blank=True, help_text="UTC. Nothing leaves after it.")
    recurs = models.CharField("comes again", max_length=8, choices=Recurs, blank=True)

    trigger = models.CharField("what happens", max_length=10, choices=Trigger, blank=True)
    threshold_hours = models.PositiveSmallIntegerField(
        "after hours", null=True, blank=True,
        help_text="How long after it happened, or how long they were silent. Empty: 11, 48, or 3 hours.",
    )  # fmt: skip
    moods = ArrayField(
        models.CharField(max_length=20), default=list, blank=True,
        help_text="Which moods count: for a rough week stressed, sad, tired, lonely, angry.",
    )  # fmt: skip
    least_readings = models.PositiveSmallIntegerField(
        "seen at least", default=1, validators=[MinValueValidator(1)], help_text="So many times within seven days."
    )
    drop_percent = models.PositiveSmallIntegerField(
        "cheaper by %", default=20, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    re_entry = models.CharField("who was in it comes in", max_length=10, choices=ReEntry, default=ReEntry.NEVER)
    re_entry_days = models.PositiveSmallIntegerField("after days", null=True, blank=True)
    send_time = models.CharField("when it leaves", max_length=10, choices=SendTime, default=SendTime.AT_ONCE)
    holdout_percent = models.PositiveSmallIntegerField(
        "held out %", default=10, validators=_PERCENT, help_text="Get nothing, so that we see what it brought."
    )
    attribution_hours = models.PositiveSmallIntegerField(
        default=72, validators=[MinValueValidator(1), MaxValueValidator(720)],
        help_text="A reply, a pick taken or a STOP counts for so long after the message.",
    )  # fmt: skip
    failed_limit_percent = models.PositiveSmallIntegerField(
        "stops at % failed", default=10, validators=_PERCENT, help_text="Pauses itself when surely more fail."
    )
    opt_out_limit_percent = models.PositiveSmallIntegerField(
        "stops at % STOP", default=3, validators=_PERCENT, help_text="Pauses itself when surely more say STOP."
    )
    is_demo = models.BooleanField(default=False, editable=False, help_text="Made up, for demo contacts only.")

    version = models.ForeignKey(
        "engagement.CampaignVersion", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    paused_because = models.CharField(max_length=200, blank=True, editable=False)
    counted_from = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="The circuit breaker counts from the last launch or resume."
    )
    launched_at = models.DateTimeField(null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        permissions = [
            ("approve_campaign", "Can approve what somebody else has submitted"),
            ("send_campaign", "Can launch, pause, resume and cancel campaigns, and send tests"),
        ]
        constraints = [
            models.CheckConstraint(
                name="campaign_known_state",
                condition=Q(state__in=("draft", "submitted", "approved", "running", "paused", "done", "cancelled")),
            ),
            models.CheckConstraint(
                name="campaign_runs_by_an_approved_copy",
                condition=Q(state__in=("draft", "submitted", "cancelled")) | Q(version__isnull=False),
            ),
            models.CheckConstraint(
                name="campaign_launched_before_it_runs",
                condition=~Q(state__in=("running", "paused", "done")) | Q(launched_at__isnull=False),
            ),
            models.CheckConstraint(
                name="campaign_paused_says_why",
                condition=(Q(state="paused") & ~Q(paused_because="")) | (~Q(state="paused") & Q(paused_because="")),
            ),
            models.CheckConstraint(
                name="campaign_ended_has_a_time",
                condition=Q(state__in=("done", "cancelled"), finished_at__isnull=False)
                | (~Q(state__in=("done", "cancelled")) & Q(finished_at=None)),
            ),
            models.CheckConstraint(
                name="campaign_kind_has_what_it_needs",
                condition=Q(kind="one_off", trigger="", recurs="")
                | (Q(kind="recurring", trigger="") & ~Q(recurs=""))
                | (Q(kind="triggered", recurs="") & ~Q(trigger="")),
            ),
            models.CheckConstraint(
                name="campaign_ends_after_it_starts",
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
            ),
            models.CheckConstraint(
                name="campaign_re_entry_names_its_days",
                condition=~Q(re_entry="after_days") | Q(re_entry_days__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return f"<Campaign {self.pk}: {self.state}>"


class Step(models.Model):
    """One message of a campaign, some time after the one before, if its condition holds."""

    class Condition(models.TextChoices):
        ALWAYS = "always", "in any case"
        NO_REPLY = "no_reply", "if they have not replied"
        NOT_READ = "not_read", "if they have not read it"
        READ_NO_REPLY = "read_no_reply", "if they read it and have not replied"
        NOT_ACCEPTED = "not_accepted", "if they took no pick"
        REPLIED = "replied", "if they have replied"

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1)])
    wait_hours = models.PositiveSmallIntegerField("wait hours", default=0, help_text="After the step before.")
    condition = models.CharField("only", max_length=14, choices=Condition, default=Condition.ALWAYS)
    picks_a_game = models.BooleanField(default=True, help_text="The recommender picks one and says why.")
    text = models.TextField(
        help_text="What they read inside the reply window. Fields: {name}, {game}, {reason}, {link}, {price}, …"
    )
    template = models.ForeignKey(
        "engagement.MessageTemplate", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="What they get outside the reply window. Without one, only who wrote within 24 hours gets it.",
    )  # fmt: skip
    template_variables = models.JSONField(
        default=dict, blank=True, help_text='For the template: {"1": "{name}", "2": "{game}"}.'
    )

    class Meta:
        ordering = ("campaign", "position")
        constraints = [models.UniqueConstraint(fields=("campaign", "position"), name="step_once_per_position")]

    def __str__(self) -> str:
        return f"step {self.position}"


class CampaignVersion(models.Model):
    """A frozen copy: what was submitted, word for word. PROPOSED -> APPROVED | SENT_BACK. Never changed otherwise."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "waits for approval"
        APPROVED = "approved"
        SENT_BACK = "sent_back", "sent back"

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    frozen = models.JSONField(help_text="Read only through FrozenCampaign.from_json.")
    audience_size = models.PositiveIntegerField(null=True, blank=True, help_text="When it was submitted.")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("campaign", "-number")
        constraints = [
            models.UniqueConstraint(fields=("campaign", "number"), name="version_number_once"),
            models.UniqueConstraint(
                fields=("campaign",), condition=Q(state="proposed"), name="version_one_waits_for_approval"
            ),
            models.CheckConstraint(
                name="version_decided_has_a_time",
                condition=Q(state="proposed", decided_at=None) | (~Q(state="proposed") & Q(decided_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"
