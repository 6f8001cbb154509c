"""Two or more ways of doing something, who got which, and what came of it."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from engagement.experiment_metrics import ACCEPTED, CHOICES
from engagement.models.campaigns import Campaign
from games.buckets import BUCKETS
from games.models import Player


class ExperimentQuerySet(models.QuerySet["Experiment"]):
    def running(self) -> Self:
        return self.filter(state=Experiment.State.RUNNING)

    def in_force(self) -> Self:
        """Those that change what somebody gets: running, or over and shipped to everybody."""
        return self.filter(state__in=(Experiment.State.RUNNING, Experiment.State.SHIPPED))


class Experiment(models.Model):
    """A question, how it will be answered, and the answer.

    DRAFT -> RUNNING -> SHIPPED   (``winner`` is what everybody gets from then on)
                |-> STOPPED       (everybody gets again what they got before)

    ``plan`` is what was promised when it was launched: hypothesis, metric, stop rule, texts. It is never changed;
    whatever is not as it says is a deviation.
    """

    class Kind(models.TextChoices):
        CHECK_IN = "check_in", "what our check-ins say"
        CAMPAIGN = "campaign", "what a campaign says"
        TIME = "time", "at what hour a campaign leaves"
        TONE = "tone", "in which tone we answer"
        RECOMMENDER = "recommender", "how games are picked"

    class State(models.TextChoices):
        DRAFT = "draft"
        RUNNING = "running"
        SHIPPED = "shipped"
        STOPPED = "stopped"

    name = models.CharField(max_length=80, unique=True)
    hypothesis = models.CharField(max_length=300, blank=True, help_text="What you expect, and why.")
    kind = models.CharField("what is tried", max_length=12, choices=Kind, default=Kind.CHECK_IN)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="experiments")
    step = models.PositiveSmallIntegerField(default=1, help_text="Which message of the campaign.")
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT, editable=False)
    share_percent = models.PositiveSmallIntegerField(
        "share of people", default=100, validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="How many of 100 take part; the others get what they always got.",
    )  # fmt: skip
    metric = models.CharField("what counts", max_length=12, choices=CHOICES, default=ACCEPTED)
    also = ArrayField(
        models.CharField(max_length=12, choices=CHOICES), default=list, blank=True, verbose_name="looked at as well",
        help_text="Each further question makes every answer need more people.",
    )  # fmt: skip
    window_days = models.PositiveSmallIntegerField(
        "days to react", default=3, validators=[MinValueValidator(1), MaxValueValidator(28)],
        help_text="So many days after it reached them somebody is counted.",
    )  # fmt: skip
    least_lift_percent = models.PositiveSmallIntegerField(
        "worth finding from %", default=20, validators=[MinValueValidator(1), MaxValueValidator(300)],
        help_text="A smaller gain would not change what you do.",
    )  # fmt: skip
    least_days = models.PositiveSmallIntegerField(
        default=7, validators=[MinValueValidator(1)], help_text="A week has days of both kinds."
    )
    alpha = models.FloatField(default=0.05, validators=[MinValueValidator(0.001), MaxValueValidator(0.2)])
    power = models.FloatField(default=0.8, validators=[MinValueValidator(0.5), MaxValueValidator(0.99)])
    margin_opt_out = models.FloatField(
        "more opt-outs at most", default=0.01, help_text="As a share of people: 0.01 is 1 in 100."
    )
    margin_block = models.FloatField("more blocks at most", default=0.01)
    margin_negative = models.FloatField("more bad moods about us at most", default=0.03)

    salt = models.CharField(max_length=40, unique=True, editable=False)
    plan = models.JSONField(null=True, blank=True, editable=False, help_text="Read only through Plan.from_json.")
    winner = models.ForeignKey(
        "engagement.Variant", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    launched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    launched_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    read_to = models.BigIntegerField(default=0, editable=False, help_text="Up to which row it was read who took part.")
    read_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_demo = models.BooleanField(default=False, editable=False, help_text="Made up, for demo players only.")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ExperimentQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        permissions = [("launch_experiment", "Can launch, stop and ship experiments")]
        constraints = [
            models.CheckConstraint(
                name="experiment_known_state", condition=Q(state__in=("draft", "running", "shipped", "stopped"))
            ),
            models.CheckConstraint(
                name="experiment_runs_by_a_plan",
                condition=Q(state="draft", plan=None, launched_at=None)
                | (~Q(state="draft") & Q(plan__isnull=False, launched_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="experiment_ended_has_a_time",
                condition=Q(state__in=("draft", "running"), ended_at=None)
                | Q(state__in=("shipped", "stopped"), ended_at__gte=F("launched_at")),
            ),
            models.CheckConstraint(
                name="experiment_shipped_has_a_winner",
                condition=Q(state="shipped", winner__isnull=False) | (~Q(state="shipped") & Q(winner=None)),
            ),
            models.CheckConstraint(
                name="experiment_on_a_campaign_names_it",
                condition=Q(kind__in=("campaign", "time"), campaign__isnull=False)
                | (~Q(kind__in=("campaign", "time")) & Q(campaign=None)),
            ),
            models.CheckConstraint(
                name="experiment_share_is_a_share", condition=Q(share_percent__gte=1, share_percent__lte=100)
            ),
            # Two at once on the same words could not be told apart, and would take the words from each other. What
            # was shipped before is what there is, and may be asked about anew.
            models.UniqueConstraint(
                fields=("kind",), name="experiment_one_on_check_ins",
                condition=Q(kind="check_in", state="running", is_demo=False),
            ),
            models.UniqueConstraint(
                fields=("campaign", "step", "kind"), name="experiment_one_on_a_step",
                condition=Q(state="running", campaign__isnull=False, is_demo=False),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Variant(models.Model):
    """One side; "a" is what there is already. Its range of buckets is set when the experiment is launched."""

    experiment = models.ForeignKey(Experiment, on_delete=models.CASCADE, related_name="variants")
    key = models.CharField(max_length=2)
    weight = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1)])
    config = models.JSONField(default=dict, blank=True, help_text="What is different: text, template, hour, tone, …")
    bucket_from = models.PositiveSmallIntegerField(default=0, editable=False)
    bucket_to = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering = ("experiment", "key")
        constraints = [
            models.UniqueConstraint(fields=("experiment", "key"), name="variant_key_once"),
            models.CheckConstraint(name="variant_key_is_a_letter", condition=Q(key__regex=r"^[a-z]$")),
            models.CheckConstraint(
                name="variant_range_is_within_the_buckets",
                condition=Q(bucket_from__lte=F("bucket_to"), bucket_to__lte=BUCKETS),
            ),
        ]

    def __str__(self) -> str:
        return self.key.upper()

    @property
    def label(self) -> str:
        """What the records of the lower apps call it."""
        return f"x{self.experiment_id}.{self.key}"


class Assignment(models.Model):
    """One player on one side, from the first moment at which it could make a difference, for good.

    Each stage is the time at which they came so far: it could be sent to them, it was, it arrived. ``before`` is how
    many picks they took in the two weeks before, what their past explains. Who was seen on another side too is
    ``crossed`` and not counted.
    """

    experiment = models.ForeignKey(Experiment, on_delete=models.CASCADE, related_name="assignments")
    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="assignments")
    player = models.ForeignKey(Player, on_delete=models.CASCADE, related_name="assignments")
    assigned_at = models.DateTimeField()
    eligible_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    before = models.FloatField(null=True, blank=True)
    crossed = models.BooleanField("seen on both sides", default=False)

    class Meta:
        ordering = ("experiment", "pk")
        constraints = [models.UniqueConstraint(fields=("experiment", "player"), name="assignment_once_per_player")]
        indexes = [
            models.Index(fields=("experiment", "assigned_at"), name="assignment_by_time"),
            models.Index(fields=("experiment", "id"), name="assignment_without_past", condition=Q(before=None)),
        ]

    def __str__(self) -> str:
        return f"{self.player_id} on side {self.variant_id}"


class AssignmentOutcome(models.Model):
    """Something that counts, or must not happen, happened to somebody within the days to react; the first time."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="outcomes")
    metric = models.CharField(max_length=12)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints = [models.UniqueConstraint(fields=("assignment", "metric"), name="outcome_once_per_assignment")]

    def __str__(self) -> str:
        return f"{self.metric} of {self.assignment_id}"


class ExperimentEvent(models.Model):
    """Who did what with an experiment. A deviation is what was not as planned; it stands in every read-out."""

    class What(models.TextChoices):
        LAUNCHED = "launched"
        STOPPED = "stopped"
        SHIPPED = "shipped"
        DEVIATION = "deviation"
        REHEARSED = "rehearsed", "rehearsed without a difference"
        MERGED = "merged", "two players were one person"

    experiment = models.ForeignKey(Experiment, on_delete=models.CASCADE, related_name="events")
    what = models.CharField(max_length=10, choices=What)
    why = models.CharField(max_length=300, blank=True)
    counts = models.JSONField(default=dict, blank=True, help_text="Of a rehearsal: rounds and false alarms.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d %H:%M}"
