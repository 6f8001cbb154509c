"""What there is to play, and the words in which it is described."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from pgvector.django import HalfVectorField, HnswIndex

from games.querysets import GameQuerySet

EMBEDDING_DIMENSIONS = 384


class Platform(models.Model):
    """A machine that games run on; its family names the stores that sell for it."""

    key = models.SlugField(primary_key=True)
    label = models.CharField(max_length=60)
    family = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return self.label


class Genre(models.Model):
    key = models.SlugField(primary_key=True)
    label = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return self.label


class Tag(models.Model):
    """A free word about a game ("cozy", "couch co-op"), known so that it can be chosen."""

    key = models.SlugField(primary_key=True, max_length=60)
    label = models.CharField(max_length=60)

    class Meta:
        ordering = ("label",)

    def __str__(self) -> str:
        return self.label


class Mood(models.Model):
    """A state a player is in, and what somebody in it needs from a game."""

    key = models.SlugField(primary_key=True)
    label = models.CharField(max_length=60)
    phrases = models.JSONField(default=list, help_text="How people say it; one phrase an entry.")
    needs = models.TextField(help_text="What such a player needs from a game, in one or two sentences.")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return self.label


class NameMapping(models.Model):
    """What a file calls it -> what we call it; learnt once in a preview, used ever after.

    ``key`` empty means: an editor decided that this name says nothing we keep.
    """

    class Kind(models.TextChoices):
        PLATFORM = "platform"
        GENRE = "genre"

    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=120, help_text="Lower case, as the file has it.")
    key = models.SlugField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("kind", "name"), name="name_mapping_once")]

    def __str__(self) -> str:
        return f"{self.name} → {self.key or 'nothing'}"


class Game(models.Model):
    """One title. Platform, genre and tag keys are arrays: a filtered vector search reads one
    table, and the importer and the admin check each key against its vocabulary
    (docs/decisions/0004).
    """

    slug = models.SlugField(max_length=200, unique=True)
    igdb_id = models.PositiveIntegerField(null=True, blank=True, unique=True)
    steam_appid = models.PositiveIntegerField(null=True, blank=True, unique=True)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    feel = models.TextField("how it feels", blank=True, help_text="Two or three sentences: what playing it feels like.")
    platforms = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    genres = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    tags = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    release_date = models.DateField(null=True, blank=True)
    session_minutes = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="The shortest sitting that is still satisfying."
    )
    hours_to_finish = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    player_modes = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    difficulty = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    age_rating = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="Youngest suitable age. Empty means unknown, which is never offered to a child.",
    )
    has_sexual_content = models.BooleanField(default=False)
    critic_score = models.PositiveSmallIntegerField(null=True, blank=True)
    studio = models.CharField(max_length=200, blank=True)
    image_url = models.URLField(max_length=500, blank=True)
    is_published = models.BooleanField(default=True)
    locked_fields = ArrayField(
        models.CharField(max_length=20), default=list, blank=True,
        help_text="Fields that an import must not overwrite: feel, mood_fit, price.",
    )  # fmt: skip

    embedding = HalfVectorField(dimensions=EMBEDDING_DIMENSIONS, null=True, blank=True, editable=False)
    embedding_version = models.CharField(max_length=60, blank=True, editable=False)
    mood_fit = models.JSONField(default=dict, blank=True, help_text="Mood key → 0…1.")
    mood_fit_estimate = ArrayField(
        models.FloatField(), null=True, blank=True, editable=False,
        help_text="0…1 in the order of the mood vocabulary, reckoned with the vector; mood_fit, where set, wins.",
    )  # fmt: skip
    mood_fit_version = models.CharField(max_length=30, blank=True, editable=False, help_text="Of the estimate.")
    popularity = models.FloatField(default=0, help_text="0…1, from plays, ratings and their number.")
    quality = models.FloatField(default=0, editable=False, help_text="0…1 prior from ratings, plays and recency.")
    search = models.GeneratedField(
        expression=SearchVector("title", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = GameQuerySet.as_manager()

    class Meta:
        ordering = ("title", "pk")
        constraints = [
            models.CheckConstraint(
                name="game_critic_score_is_a_percentage", condition=Q(critic_score=None) | Q(critic_score__lte=100)
            ),
            models.CheckConstraint(
                name="game_difficulty_one_to_five",
                condition=Q(difficulty=None) | Q(difficulty__gte=1, difficulty__lte=5),
            ),
            models.CheckConstraint(
                name="game_popularity_is_a_share", condition=Q(popularity__gte=0, popularity__lte=1)
            ),
            models.CheckConstraint(name="game_quality_is_a_share", condition=Q(quality__gte=0, quality__lte=1)),
            models.CheckConstraint(
                name="game_vector_names_its_version",
                condition=Q(embedding=None) | ~Q(embedding_version=""),
            ),
        ]
        indexes = [
            GinIndex(fields=("platforms",), name="game_platforms"),
            GinIndex(fields=("genres",), name="game_genres"),
            GinIndex(fields=("tags",), name="game_tags"),
            GinIndex(fields=("search",), name="game_search"),
            models.Index(F("quality").desc(), "id", name="game_best_first", condition=Q(is_published=True)),
            models.Index(fields=("embedding_version", "id"), name="game_by_embedding_version"),
            models.Index(fields=("mood_fit_version", "id"), name="game_by_mood_fit_version"),
            models.Index(
                fields=("release_date",),
                name="game_by_release",
                condition=Q(is_published=True, has_sexual_content=False),
            ),
            models.Index(
                fields=("age_rating",), name="game_by_age", condition=Q(is_published=True, has_sexual_content=False)
            ),
            HnswIndex(
                name="game_embedding_hnsw",
                fields=["embedding"],
                m=16,
                ef_construction=100,
                opclasses=["halfvec_cosine_ops"],
            ),
        ]

    def __str__(self) -> str:
        return self.title
