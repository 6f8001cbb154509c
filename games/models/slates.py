"""What was offered, why, and what became of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from games.models.catalogue import Game
from games.models.players import Player


class Slate(models.Model):
    """One answer of the recommender, with what it chose from. Kept 30 days."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    player = models.ForeignKey(Player, on_delete=models.CASCADE, related_name="slates")
    surface = models.CharField(max_length=20, help_text="chat, campaign, feed")
    context = models.JSONField(default=dict)
    policy_version = models.CharField(max_length=60)
    seed = models.BigIntegerField()
    candidates = models.JSONField(default=list, help_text="Up to 60: parts of the score, or why each was dropped.")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = [models.Index(fields=("player", "-created_at"), name="slate_by_player")]

    def __str__(self) -> str:
        return f"slate {str(self.public_id)[:8]}"


class Impression(models.Model):
    """One game in one slot of a slate.

    Outcome:  PENDING -> ACCEPTED | REJECTED | IGNORED, as ``games.interactions.outcomes`` says; a later dislike turns
    what was accepted into rejected. ``sentiment`` is that of the reaction's words, -1…1.
    ``shown_at`` stays empty until the message that carried it was accepted by its channel:
    what was withheld or failed was not shown.

    ``fit`` is how well it suited the mood that it was picked for, in the player's own words afterwards:
    1 yes, 0.5 kind of, 0 no. It is asked once at most; what is ignored stays empty.
    """

    class Outcome(models.TextChoices):
        PENDING = "pending"
        ACCEPTED = "accepted"
        REJECTED = "rejected"
        IGNORED = "ignored"

    slate = models.ForeignKey(Slate, on_delete=models.CASCADE, related_name="impressions")
    player = models.ForeignKey(Player, on_delete=models.CASCADE, related_name="impressions")
    game = models.ForeignKey(Game, on_delete=models.CASCADE, related_name="impressions")
    slot = models.PositiveSmallIntegerField()
    score = models.FloatField()
    confidence = models.FloatField()
    strategy = models.CharField(max_length=30)
    propensity = models.FloatField()
    reason = models.CharField(max_length=300)
    shown_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.PENDING)
    sentiment = models.FloatField(null=True, blank=True, help_text="-1…1, of the words of the reaction.")
    fit_asked_at = models.DateTimeField(null=True, blank=True)
    fit = models.FloatField("mood fit", null=True, blank=True, help_text="0…1, as the player said afterwards.")

    class Meta:
        ordering = ("slate", "slot")
        constraints = [
            models.UniqueConstraint(fields=("slate", "slot"), name="impression_one_per_slot"),
            models.UniqueConstraint(fields=("slate", "game"), name="impression_game_once_per_slate"),
            models.CheckConstraint(
                name="impression_propensity_is_a_chance", condition=Q(propensity__gt=0, propensity__lte=1)
            ),
            models.CheckConstraint(
                name="impression_confidence_is_a_share", condition=Q(confidence__gte=0, confidence__lte=1)
            ),
            models.CheckConstraint(
                name="impression_sentiment_has_two_ends",
                condition=Q(sentiment=None) | Q(sentiment__gte=-1, sentiment__lte=1),
            ),
            models.CheckConstraint(name="impression_fit_is_a_share", condition=Q(fit=None) | Q(fit__gte=0, fit__lte=1)),
            models.CheckConstraint(
                name="impression_fit_answers_a_question", condition=Q(fit=None) | Q(fit_asked_at__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=("player", "-shown_at"), name="impression_by_player"),
            models.Index(fields=("shown_at", "id"), name="impression_in_order"),
            models.Index(fields=("shown_at",), name="impression_unanswered", condition=Q(outcome="pending")),
            models.Index(
                fields=("player", "-fit_asked_at"), name="impression_fit_asked", condition=Q(fit_asked_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.game_id} in slot {self.slot}"

    @property
    def strategy_in_words(self) -> str:
        return self.strategy.replace("_", " ")
