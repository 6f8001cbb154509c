"""Players of one taste, found anew every night."""

from __future__ import annotations

from django.db import models

from games.models.players import Player


class PlayerCluster(models.Model):
    """A taste that many share. ``features`` are its middle: how much each genre and tag counts in it.

    A night's group that lies where one lay before is that one, and keeps its row and its label. A group that is
    no more stays as a row without players, so that what was counted by it still has its name.
    """

    label = models.CharField(max_length=120)
    top_tags = models.JSONField(default=list, help_text="Name and how far above everybody's, the strongest first.")
    features = models.JSONField(default=dict)
    size = models.PositiveIntegerField(default=0)
    is_current = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    refreshed_at = models.DateTimeField()

    class Meta:
        ordering = ("-size", "pk")
        verbose_name = "group of players"
        verbose_name_plural = "groups of players"

    def __str__(self) -> str:
        return self.label


class PlayerClusterMembership(models.Model):
    """A player is of one group at most; of none as long as nothing is known of their taste."""

    player = models.OneToOneField(Player, on_delete=models.CASCADE, primary_key=True, related_name="cluster_membership")
    cluster = models.ForeignKey(PlayerCluster, on_delete=models.CASCADE, related_name="memberships")
    closeness = models.FloatField(help_text="Cosine to the middle of the group.")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"player {self.player_id} of {self.cluster_id}"
