"""The rules of the road: one row that marketers may change, and who is held out for comparison."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q


class SendingRules(models.Model):
    """Quiet hours and caps for everything that we start by ourselves. One row; without it, what stands here."""

    quiet_from = models.TimeField(default="22:00", help_text="On the clock of the person. Nobody is written to first")
    quiet_until = models.TimeField(default="09:00", help_text="until this hour; it may be the next morning.")
    weekend_until = models.TimeField(
        null=True, blank=True, help_text="On Saturday and Sunday until this hour, if it is another."
    )
    per_day = models.PositiveSmallIntegerField(
        "within any 24 hours", default=1, help_text="Messages that nobody asked for, campaigns and follow-ups together."
    )
    per_week = models.PositiveSmallIntegerField("within any 7 days", default=3)
    per_calendar_day = models.PositiveSmallIntegerField("on one day of their calendar", default=1)
    per_calendar_week = models.PositiveSmallIntegerField(
        "in one week of their calendar", default=3, help_text="Weeks begin on Monday."
    )
    check_in_failed_percent = models.FloatField(
        "check-ins stop above % not delivered", default=10, validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text="Counted over three days, or since they went on.",
    )  # fmt: skip
    check_in_opt_out_percent = models.FloatField(
        "check-ins stop above % answered with STOP", default=3,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )  # fmt: skip
    usual_zone = models.CharField(
        "where nobody can tell", max_length=40, blank=True,
        help_text="The time zone of people who have neither told theirs nor a number that says it. Empty: they are "
        "not written to first.",
    )  # fmt: skip
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "sending rules"
        constraints = [models.CheckConstraint(name="sending_rules_one_row", condition=Q(pk=1))]

    def __str__(self) -> str:
        return "sending rules"


class HoldoutRule(models.Model):
    """A share of people who are not written to first, so that we see what it brings. Others with every rotation.

    ``key`` is "global" for all that we start, else the name of what it holds back.
    """

    key = models.CharField(max_length=60, unique=True)
    percent = models.FloatField(validators=[MinValueValidator(0), MaxValueValidator(50)])
    rotates_every_weeks = models.PositiveSmallIntegerField("others every … weeks", default=4)
    is_on = models.BooleanField(default=True)

    class Meta:
        ordering = ("key",)
        verbose_name = "holdout"
        constraints = [
            models.CheckConstraint(
                name="holdout_keeps_to_half", condition=Q(percent__gte=0, percent__lte=50, rotates_every_weeks__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.percent:g} %"
