"""Segments: named rules over facts about people, and the table of facts that they are asked of."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from conversations.models import Contact


class Segment(models.Model):
    """Whom we mean, as a rule. ``tree`` is read only through ``segment_rules.parse``."""

    name = models.CharField(max_length=80, unique=True)
    note = models.CharField(max_length=300, blank=True, help_text="What it is for.")
    tree = models.JSONField("who is in", default=dict)
    last_count = models.PositiveIntegerField("people", null=True, editable=False)
    counted_at = models.DateTimeField(null=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class SegmentFacts(models.Model):
    """What segments may ask about a person: one narrow row, so that a million are counted in a second.

    A copy: what is true stands in the tables of games and conversations, and ``segment_facts`` brings it here, of
    people who wrote or did something within a minute or two, of everybody every night. ``stale_at`` is when a mood
    becomes older than a segment may ask for. Columns are named as in ``segment_fields.FIELDS``; a set of keys is a
    number with a bit for each, which is a third of the bytes and of the time of an array.
    """

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, primary_key=True, related_name="segment_facts")
    # The order is that of the table: what is never empty and of fixed width is found without reading the rest.
    liked_genres = models.BigIntegerField(default=0)
    avoided_genres = models.BigIntegerField(default=0)
    learnt_genres = models.BigIntegerField(default=0)
    first_seen = models.DateTimeField()
    refreshed_at = models.DateTimeField()
    platforms = models.IntegerField(default=0)
    moods = models.IntegerField(default=0)
    sessions = models.IntegerField(default=0)
    events = models.IntegerField(default=0)
    channels = models.SmallIntegerField(default=0)
    topics = models.SmallIntegerField(default=0)
    is_known = models.BooleanField(default=False)
    may_write_first = models.BooleanField(default=False)
    may_reply = models.BooleanField(default=False)
    last_seen = models.DateTimeField(null=True)
    last_liked = models.DateTimeField(null=True)
    usual_price = models.FloatField(null=True)
    confidence = models.FloatField(null=True)
    stale_at = models.DateTimeField(null=True)
    usual_minutes = models.SmallIntegerField(null=True)
    country = models.CharField(max_length=2, blank=True)
    age_band = models.CharField(max_length=10, blank=True)
    english = models.CharField(max_length=6, blank=True)
    onboarding_intent = models.CharField(max_length=10, blank=True)
    cluster = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=100, blank=True)

    class Meta:
        verbose_name_plural = "segment facts"
        indexes = [
            models.Index(fields=("stale_at",), name="segmentfacts_stale", condition=Q(stale_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"facts of contact {self.contact_id}"


class FactsState(models.Model):
    """How far the news of others was read: one row.

    Ids are given before a transaction commits, so a row may appear behind one that was seen already. Each run reads
    from where the run before the last one had come to; ``older`` is that, ``newer`` where the last one came to.
    """

    older = models.JSONField(default=dict)
    newer = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="facts_state_is_one_row", condition=Q(pk=1))]
