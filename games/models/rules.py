"""What editors want offered more, less, first or never, and every change they made to it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q


def _keys(help_text: str = "", *, length: int = 60) -> ArrayField[list[str], list[str]]:
    return ArrayField(models.CharField(max_length=length), default=list, blank=True, help_text=help_text)


class RankingRule(models.Model):
    """A rule as it is being written; what serves players is ``live``, a copy made when it was published.

    Which games: each part that is set must hold, within a part one entry is enough; what a record does
    not know does not match.
    """

    class Kind(models.TextChoices):
        BOOST = "boost", "boost: offer more often"
        BURY = "bury", "bury: offer less often"
        PIN = "pin", "pin: offer first where it fits"
        EXCLUDE = "exclude", "exclude: never offer"

    name = models.CharField(max_length=60, unique=True, help_text="Players never see it; slates and reports name it.")
    kind = models.CharField(max_length=10, choices=Kind)
    strength = models.FloatField(
        default=0.3,
        validators=[MinValueValidator(0.05), MaxValueValidator(1.0)],
        help_text="Of a boost or a burial: how far towards the best or the worst score, 0.05…1.",
    )
    platforms = _keys()
    genres = _keys()
    tags = _keys()
    studios = _keys(length=200)
    titles = _keys("Slugs.", length=200)
    released_from = models.DateField(null=True, blank=True)
    released_to = models.DateField(null=True, blank=True)
    price_from = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    price_to = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    price_currency = models.CharField("currency", max_length=3, default="USD")
    fits_moods = _keys("Games that fit one of these moods.")
    rated_from = models.PositiveSmallIntegerField("age rating from", null=True, blank=True)
    rated_to = models.PositiveSmallIntegerField("age rating to", null=True, blank=True)
    said_moods = _keys("Only for players who said one of these moods; none: for everybody.")
    starts_at = models.DateTimeField("starts", null=True, blank=True, help_text="Empty: when it is published.")
    ends_at = models.DateTimeField("ends", null=True, blank=True, help_text="Empty: when somebody switches it off.")
    live = models.JSONField(null=True, blank=True, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name",)
        permissions = (("publish_rankingrule", "Can publish and switch off ranking rules"),)
        constraints = [
            models.CheckConstraint(name="rule_strength_is_a_share", condition=Q(strength__gt=0, strength__lte=1)),
            models.CheckConstraint(
                name="rule_ends_after_it_starts",
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
            ),
            models.CheckConstraint(name="rule_pins_titles", condition=~Q(kind="pin") | ~Q(titles=[])),
        ]

    def __str__(self) -> str:
        return self.name


class RankingRuleChange(models.Model):
    """Who changed a rule, when, why, and what it was before and after. Never changed, only added."""

    class Did(models.TextChoices):
        CREATED = "created"
        CHANGED = "changed"
        RESTORED = "restored", "took an old version back"
        PUBLISHED = "published"
        SWITCHED_OFF = "switched_off", "switched off"

    rule = models.ForeignKey(RankingRule, on_delete=models.CASCADE, related_name="changes")
    did = models.CharField(max_length=15, choices=Did)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    why = models.CharField(max_length=300, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.rule_id} {self.did}"
