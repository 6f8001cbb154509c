"""What the REST API keeps of requests: answers for who asks twice, and how often somebody asked."""

from __future__ import annotations

from django.db import models

from games.models.players import Player


class KeptAnswer(models.Model):
    """The answer to a write that came with an Idempotency-Key; kept for a day, and goes with its player.

    ``digest`` is that of asker and key, ``request`` that of method, address and body.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    request = models.CharField(max_length=64)
    player = models.ForeignKey(Player, on_delete=models.CASCADE, null=True, related_name="+")
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.TextField()
    kept_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"answer {self.digest[:8]}"


class RequestCount(models.Model):
    """How many requests of one asker fell into one minute; one row an asker and limit, overwritten."""

    key = models.CharField(max_length=200, primary_key=True)
    at_window = models.BigIntegerField(db_index=True, help_text="Minutes since 1970.")
    counted = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.counted} in minute {self.at_window}"


class StoredFeed(models.Model):
    """One page of a feed as it was served; overwritten by the next one that the same player asks in the same words.

    Good while profile, catalogue and policy are the same (``stamp``), for a quarter of an hour.
    """

    player = models.ForeignKey(Player, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=32, help_text="Digest of what was asked for.")
    page = models.PositiveSmallIntegerField(default=0)
    profile_version = models.PositiveIntegerField()
    stamp = models.CharField(max_length=60)
    slate = models.ForeignKey("games.Slate", on_delete=models.CASCADE, related_name="+")
    slugs = models.JSONField(default=list)
    body = models.TextField()
    made_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("player", "key", "page"), name="stored_feed_once")]

    def __str__(self) -> str:
        return f"page {self.page} of {self.key[:8]}"
