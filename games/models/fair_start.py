"""What a new title is owed before anybody judges it by how often it was taken."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from games.models.catalogue import Game


class FairStart(models.Model):
    """So many showings within so many days, and what came of them; counted anew by a job.

    ``considered`` counts the slates that the game was a candidate for; ``dropped`` says how often it left
    them and why. ``stayed`` counts those where it fitted.
    """

    game = models.OneToOneField(Game, on_delete=models.CASCADE, related_name="fair_start")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    due = models.PositiveIntegerField(help_text="Showings it is owed.")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    given = models.PositiveIntegerField(default=0, help_text="Showings it got.")
    accepted = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    ignored = models.PositiveIntegerField(default=0)
    considered = models.PositiveIntegerField(default=0)
    stayed = models.PositiveIntegerField(default=0)
    dropped = models.JSONField(default=dict, help_text="Reason → how often.")
    counted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-begins_at", "-pk")
        constraints = [
            models.CheckConstraint(name="fair_start_ends_after_it_begins", condition=Q(ends_at__gt=F("begins_at"))),
        ]
        indexes = [models.Index(fields=("ends_at",), name="fair_start_open", condition=Q(given__lt=F("due")))]

    def __str__(self) -> str:
        return f"{self.given} of {self.due} for game {self.game_id}"
