"""What is loved of late, reckoned ahead so that an answer only looks it up."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from games.models.catalogue import Game


class Trend(models.Model):
    """How well a game does among some people: 1 for the best of the segment. See ``games.trends``.

    ``segment`` is "everyone", "platform:pc", "age:adult", "city:lyon" or "moment:weekend-evening".
    """

    segment = models.CharField(max_length=120)
    game = models.ForeignKey(Game, on_delete=models.CASCADE, related_name="trends")
    score = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("segment", "game"), name="trend_game_once_per_segment"),
            models.CheckConstraint(name="trend_score_is_a_share", condition=Q(score__gt=0, score__lte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.segment}: {self.game_id}"
