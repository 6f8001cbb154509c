"""What a part of the players gets otherwise, while an experiment runs. Written from above; this app only reads it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from games.buckets import BUCKETS


class Override(models.Model):
    """Everybody whose bucket for ``salt`` lies in ``bucket_from`` ≤ bucket < ``bucket_to`` gets ``config``.

    The side that gets nothing new has a row too, with an empty config: what is recorded of it is then
    recorded in the same way. ``label`` goes into the records, so that whoever wrote the row finds who got it.
    """

    label = models.CharField(max_length=40, unique=True)
    salt = models.CharField(max_length=40)
    bucket_from = models.PositiveSmallIntegerField()
    bucket_to = models.PositiveSmallIntegerField()
    config = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="%(class)s_range_is_within_the_buckets",
                condition=Q(bucket_from__lte=F("bucket_to"), bucket_to__lte=BUCKETS),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class PolicyOverride(Override):
    """Other settings of the recommender; read only through ``recommender.tuning``."""
