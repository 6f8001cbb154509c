"""What was counted: by day and declared dimensions, by player and day, by game and day. All of it can be made anew."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from conversations.models import Session
from games.models import Game, Player


class DailyMetric(models.Model):
    """One number of one day, by none, one or two dimensions. Read only through ``analytics.reading``.

    A count is ``numerator``; a share or a mean is numerator by denominator, so that days add up; of latencies
    ``buckets`` holds how many lay between the bounds of the metric. Demo people are counted apart.
    """

    metric = models.CharField(max_length=40)
    is_demo = models.BooleanField(default=False)
    dim1 = models.CharField(max_length=20, blank=True)
    dim2 = models.CharField(max_length=20, blank=True)
    day = models.DateField()
    value1 = models.CharField(max_length=80, blank=True)
    value2 = models.CharField(max_length=80, blank=True)
    numerator = models.FloatField(default=0)
    denominator = models.FloatField(default=0)
    buckets = ArrayField(models.IntegerField(), null=True, blank=True)

    class Meta:
        constraints = [
            # In the order in which it is read: one metric, one breakdown, a range of days.
            models.UniqueConstraint(
                fields=("metric", "is_demo", "dim1", "dim2", "day", "value1", "value2"), name="daily_metric_once"
            ),
            models.CheckConstraint(
                name="daily_metric_second_dimension_follows_a_first", condition=Q(dim2="") | ~Q(dim1="")
            ),
        ]
        indexes = [models.Index(fields=("day",), name="daily_metric_of_day")]
        # A right a page of the dashboards, named by its key.
        permissions = [
            ("see_overview", "Can see the overview"),
            ("see_moods", "Can see the dashboard of moods"),
            ("see_recommendations", "Can see the dashboard of recommendations"),
            ("see_quality", "Can see the dashboard of tone and quality"),
            ("see_engagement", "Can see the dashboard of engagement"),
            ("see_campaigns", "Can see the dashboard of campaigns and experiments"),
            ("see_catalogue", "Can see the dashboard of the catalogue"),
            ("see_system", "Can see the dashboard of the system"),
        ]

    def __str__(self) -> str:
        return f"{self.metric} of {self.day}"


class PlayerDay(models.Model):
    """What one player did on one day on which they were active: distinct people and cohorts come from here.

    ``first_day`` is the day on which the player came to us.
    """

    day = models.DateField()
    player = models.ForeignKey(Player, on_delete=models.CASCADE, related_name="days")
    is_demo = models.BooleanField(default=False)
    channel = models.CharField(max_length=20, blank=True)
    first_day = models.DateField()
    sessions = models.PositiveIntegerField(default=0)
    turns = models.PositiveIntegerField(default=0)
    deep_turns = models.PositiveIntegerField(default=0)
    messages_in = models.PositiveIntegerField(default=0)
    messages_out = models.PositiveIntegerField(default=0)
    impressions = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    likes = models.PositiveIntegerField(default=0)
    dislikes = models.PositiveIntegerField(default=0)
    clicks = models.PositiveIntegerField(default=0)
    mood_readings = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("day", "player"), name="player_day_once")]

    def __str__(self) -> str:
        return f"player {self.player_id} on {self.day}"


class GameDay(models.Model):
    """How one game did on one day on which it was shown or somebody reacted to it."""

    day = models.DateField()
    game = models.ForeignKey(Game, on_delete=models.CASCADE, related_name="days")
    is_demo = models.BooleanField(default=False)
    shown = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    ignored = models.PositiveIntegerField(default=0)
    explored = models.PositiveIntegerField(default=0, help_text="Shown because chance had a say.")
    likes = models.PositiveIntegerField(default=0)
    dislikes = models.PositiveIntegerField(default=0)
    clicks = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("day", "is_demo", "game"), name="game_day_once")]

    def __str__(self) -> str:
        return f"game {self.game_id} on {self.day}"


class Membership(models.Model):
    """Who was in a segment or a group of one taste from one day to another; empty ``until_day``: still.

    Written every night, for what was true of people on a day gone by can be asked of no other table.
    """

    class Kind(models.TextChoices):
        SEGMENT = "segment"
        CLUSTER = "cluster", "group of one taste"

    kind = models.CharField(max_length=7, choices=Kind)
    key = models.IntegerField(help_text="Of the segment or the group.")
    player = models.ForeignKey(Player, on_delete=models.CASCADE, db_index=False, related_name="memberships_by_day")
    from_day = models.DateField()
    until_day = models.DateField(null=True, blank=True, help_text="The first day on which they were not in it.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("player", "kind", "key", "from_day"), name="membership_once_from_a_day"),
            models.UniqueConstraint(
                fields=("kind", "key", "player"), condition=Q(until_day=None), name="membership_one_open"
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_began",
                condition=Q(until_day=None) | Q(until_day__gt=models.F("from_day")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} since {self.from_day}"


class SessionScore(models.Model):
    """How rich and on-topic a talk was, reckoned when it ended: its words are forgotten one day."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, primary_key=True, related_name="score")
    score = models.FloatField(help_text="0…1; see analytics/engagement_score.py.")
    version = models.CharField(max_length=10)

    class Meta:
        constraints = [models.CheckConstraint(name="session_score_is_a_share", condition=Q(score__gte=0, score__lte=1))]

    def __str__(self) -> str:
        return f"{self.score:.2f} of session {self.session_id}"


class DayState(models.Model):
    """When a day was last counted, and whether something of it has changed since."""

    day = models.DateField(primary_key=True)
    counted_at = models.DateTimeField(null=True, blank=True)
    dirty_since = models.DateTimeField(null=True, blank=True)
    levels_at = models.DateTimeField(null=True, blank=True, help_text="When states were last noted as this day's.")

    class Meta:
        indexes = [models.Index(fields=("day",), name="day_dirty", condition=Q(dirty_since__isnull=False))]

    def __str__(self) -> str:
        return f"{self.day}"


class SourceCursor(models.Model):
    """Up to which row of a table it was looked whether rows came late, for days that were counted already."""

    table = models.CharField(max_length=60, primary_key=True)
    last_id = models.BigIntegerField(default=0)
    before_id = models.BigIntegerField(default=0, help_text="Where the look before that one ended.")

    def __str__(self) -> str:
        return f"{self.table} up to {self.last_id}"


class WebhookSample(models.Model):
    """How long a webhook took to answer, of one web process within a minute: how often in each bucket of seconds."""

    at = models.DateTimeField()
    webhook = models.CharField(max_length=20)
    buckets = ArrayField(models.IntegerField())

    class Meta:
        indexes = [BrinIndex(fields=("at",), name="webhook_sample_by_time")]

    def __str__(self) -> str:
        return f"{self.webhook} at {self.at:%Y-%m-%d %H:%M}"


class QueueSample(models.Model):
    """How much waited in a queue at one moment. Taken every minute, kept 30 days."""

    at = models.DateTimeField()
    queue = models.CharField(max_length=20)
    waiting = models.PositiveIntegerField()
    oldest_seconds = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("at", "queue"), name="queue_sample_once")]
        indexes = [BrinIndex(fields=("at",), name="queue_sample_by_time")]

    def __str__(self) -> str:
        return f"{self.queue} at {self.at:%Y-%m-%d %H:%M}"


class AlertRule(models.Model):
    """A bound for a metric, beyond which somebody should look. Held against what was counted after each count."""

    class Comparison(models.TextChoices):
        ABOVE = "above", "is above"
        BELOW = "below", "is below"

    name = models.CharField(max_length=80, unique=True)
    metric = models.CharField(max_length=40)
    dimension = models.CharField(
        "only of", max_length=20, blank=True, help_text="A dimension by which the metric is counted, such as a queue."
    )
    value = models.CharField("namely", max_length=80, blank=True)
    comparison = models.CharField(max_length=5, choices=Comparison, default=Comparison.ABOVE)
    threshold = models.FloatField(help_text="In the metric's own unit: percent for shares, seconds for times.")
    window_days = models.PositiveSmallIntegerField(
        "over so many days", default=1, validators=[MinValueValidator(1), MaxValueValidator(90)],
        help_text="Today included; 1 is today alone. Days whose outcomes still come in are passed over.",
    )  # fmt: skip
    least_behind = models.PositiveIntegerField(
        "with at least so many behind it", default=0, help_text="A share of three messages says nothing."
    )
    mail_to = models.CharField(max_length=500, blank=True, help_text="Addresses, with commas between them.")
    is_active = models.BooleanField("in force", default=True)

    class Meta:
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(name="alert_rule_known_comparison", condition=Q(comparison__in=("above", "below"))),
            models.CheckConstraint(
                name="alert_rule_names_a_value_of_a_dimension", condition=~Q(dimension="") | Q(value="")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Alert(models.Model):
    """One time that a rule's bound was broken, for as long as it was.

    FIRING -> RESOLVED

    ``mailed_at`` is when those whom the rule names were told; once a breach.
    """

    rule = models.ForeignKey(AlertRule, on_delete=models.CASCADE, related_name="alerts")
    opened_at = models.DateTimeField()
    value = models.FloatField(help_text="When it began.")
    last_value = models.FloatField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-opened_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=("rule",), condition=Q(resolved_at=None), name="alert_one_firing_per_rule"),
            models.CheckConstraint(
                name="alert_is_resolved_after_it_began",
                condition=Q(resolved_at=None) | Q(resolved_at__gte=models.F("opened_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}, {self.opened_at:%Y-%m-%d %H:%M}"
