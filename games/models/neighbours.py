"""Who played what elsewhere, and which games are played by the same people."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from pgvector.django import HalfVectorField

from games.models.artefacts import ModelArtefact
from games.models.catalogue import Game


class PlayTitle(models.Model):
    """What a play log calls a game, and which of ours that is.

    SUGGESTED -> CONFIRMED | REJECTED, by an editor; a suggestion counts when its score is high enough
    (``games.neighbours.play_logs.SURE``). What an editor said is never changed by an import.
    """

    class Status(models.TextChoices):
        SUGGESTED = "suggested"
        CONFIRMED = "confirmed"
        REJECTED = "rejected"

    title = models.CharField(max_length=300, unique=True)
    game = models.ForeignKey(Game, on_delete=models.SET_NULL, null=True, blank=True, related_name="play_titles")
    score = models.FloatField(default=0, help_text="How alike the titles are: 1: the same, 0: nothing found.")
    status = models.CharField(max_length=10, choices=Status, default=Status.SUGGESTED)
    players = models.PositiveIntegerField(default=0, help_text="How many in the logs played it.")

    class Meta:
        ordering = ("-players", "title")
        constraints = [
            models.CheckConstraint(
                name="play_title_confirmed_has_a_game", condition=~Q(status="confirmed") | Q(game__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.title


class LoggedPlay(models.Model):
    """Somebody elsewhere played something. ``player_key`` is a digest that leads back to nobody here."""

    player_key = models.CharField(max_length=32)
    title = models.ForeignKey(PlayTitle, on_delete=models.CASCADE, related_name="plays")
    hours = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("player_key", "title"), name="logged_play_once_a_title")]

    def __str__(self) -> str:
        return f"{self.title_id}: {self.hours:g} h"


class GameNeighbours(models.Model):
    """One game's neighbours in one version of what was learnt: the i-th number of each way is for the i-th neighbour.

    The rows belong to a ModelArtefact and go with it, so that changing the active version changes all rows at once.
    """

    artefact = models.ForeignKey(ModelArtefact, on_delete=models.CASCADE, related_name="neighbours")
    game = models.ForeignKey(Game, on_delete=models.CASCADE, related_name="+")
    plays = models.PositiveIntegerField()
    neighbours = ArrayField(models.BigIntegerField())
    close = HalfVectorField()
    broad = HalfVectorField()
    even = HalfVectorField()
    together = HalfVectorField()
    alike = HalfVectorField()
    studio = HalfVectorField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("artefact", "game"), name="neighbours_once_per_version")]
        indexes = [models.Index(fields=("artefact", "-plays", "game"), name="neighbours_most_played")]

    def __str__(self) -> str:
        return f"neighbours of {self.game_id}"
