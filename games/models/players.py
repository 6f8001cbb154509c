"""Who plays: a pseudonymous taste, and everything that shaped it."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from games.models.catalogue import Game
from games.querysets import PlayerQuerySet


class Player(models.Model):
    """A taste without a name or an address; conversations knows who that is."""

    class AgeBand(models.TextChoices):
        UNKNOWN = "", "unknown"
        UNDER_13 = "under_13", "under 13"
        TEEN = "13_17", "13 to 17"
        ADULT = "adult", "18 or older"

    class OnboardingIntent(models.TextChoices):
        UNKNOWN = "", "unknown"
        EXPLORE = "explore"
        CREATE = "create"
        FREELANCE = "freelance"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    origin = models.CharField(
        max_length=20, help_text="Where the player first appeared: whatsapp, web, cli, api, demo."
    )
    platforms = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    liked_genres = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    avoided_genres = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    budget = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    budget_currency = models.CharField(max_length=3, blank=True)
    usual_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    onboarding_intent = models.CharField(max_length=10, choices=OnboardingIntent, blank=True)
    age_band = models.CharField(max_length=10, choices=AgeBand, blank=True)
    gender = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=100, blank=True)
    time_zone = models.CharField(
        max_length=40, blank=True, help_text="Whose clock they live by, where it is known; else that of the server."
    )
    scores = models.JSONField(default=dict, blank=True, help_text="'genre:rpg' or 'tag:cozy' → -1…1, as of scores_at.")
    scores_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="The last lesson; the scores fade from here on."
    )
    unlearnt = models.JSONField(
        default=dict,
        blank=True,
        editable=False,
        help_text="'genre:rpg' → until when nothing teaches it, as they asked.",
    )
    told_at = models.JSONField(
        default=dict, blank=True, editable=False, help_text="'budget' → when it was told; the later word counts."
    )
    price_low = models.DecimalField(
        max_digits=10, decimal_places=2, null=True, blank=True, help_text="US dollars, of the games they liked."
    )
    price_sweet = models.DecimalField(
        "sweet spot", max_digits=10, decimal_places=2, null=True, blank=True, help_text="The mean, the newest first."
    )
    price_high = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    skills = models.JSONField(
        default=dict,
        blank=True,
        help_text="Genre → 0…100, as a journey found it: it bounds how hard games of that genre may be.",
    )
    places = models.JSONField(
        default=list, blank=True, help_text="Where they play, if they told: city, neighbourhood, score 0…1."
    )
    events_count = models.PositiveIntegerField(
        default=0, help_text="What they did or said that tells of their taste; views and searches do not."
    )
    cold_start_done = models.BooleanField(default=False, help_text="Enough is known to go by their own taste.")
    profile_version = models.PositiveIntegerField(default=0)
    token_generation = models.PositiveIntegerField(
        default=0, editable=False, help_text="Access tokens of an earlier one are good no more."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PlayerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="player_budget_names_its_currency", condition=Q(budget=None) | ~Q(budget_currency="")
            ),
        ]

    def __str__(self) -> str:
        return f"player {str(self.public_id)[:8]}"


class Interaction(models.Model):
    """Something a player did or said about a game; never changed, only added.

    ``key`` names the event that it stems from ("message:17:like"), so that a task run
    twice records it once. ``value`` says how much of it, -1…1: "fit" uses all of it, from "not really" to "yes".
    What is unlearnt happened all the same, and teaches nothing any more.
    """

    class Kind(models.TextChoices):
        VIEW = "view"
        CLICK = "click"
        LIKE = "like"
        DISLIKE = "dislike"
        WILL_PLAY = "will_play", "will play it"
        PLAYED = "played"
        FIT = "fit", "told how it fitted"
        SAVE = "save"
        UNSAVE = "unsave", "taken off the list"
        SKIP = "skip"
        PURCHASE = "purchase"
        SEARCH = "search"
        LEAN = "lean", "leaned that way in a story"

    player = models.ForeignKey(Player, on_delete=models.CASCADE, related_name="interactions")
    game = models.ForeignKey(Game, on_delete=models.CASCADE, null=True, blank=True, related_name="interactions")
    kind = models.CharField(max_length=10, choices=Kind)
    value = models.FloatField(default=1)
    source = models.CharField(max_length=20, help_text="chat, link, api, import")
    key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    at = models.DateTimeField()
    is_unlearnt = models.BooleanField(default=False, editable=False)
    names = ArrayField(
        models.CharField(max_length=40),
        null=True,
        blank=True,
        editable=False,
        help_text="'genre:rpg', 'tag:cozy': what a lean was towards, which is about no game.",
    )

    class Meta:
        ordering = ("-at", "-pk")
        constraints = [
            models.CheckConstraint(
                name="interaction_is_about_something",
                condition=Q(game__isnull=False) | Q(kind="search") | Q(kind="lean", names__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=("player", "kind", "game"), name="interaction_by_player"),
            models.Index(
                fields=("player", "-at", "-id"),
                name="interaction_history",
                condition=Q(is_unlearnt=False, game__isnull=False),
            ),
            models.Index(fields=("at",), name="interaction_liked_lately", condition=Q(kind__in=("like", "played"))),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.game_id}"
