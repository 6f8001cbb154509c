"""What editors teach, and how far somebody has come with it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from conversations.models.identity import Contact
from conversations.models.messages import Message


class JourneyText(models.Model):
    """A journey as an editor's CSV. It goes before a shipped file of its name; an empty one leaves that as it is."""

    name = models.CharField(max_length=40, unique=True)
    text = models.TextField("questions", blank=True, help_text="A CSV, a question a line: see docs/companions.md.")
    is_on = models.BooleanField("is offered", default=True)
    changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ("name",)
        verbose_name = "journey"

    def __str__(self) -> str:
        return self.name


class JourneyRun(models.Model):
    """One person on one journey: going → finished with a score; begun anew it is going again."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="journeys")
    name = models.CharField(max_length=40)
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True, help_text="0…100, the mean of its answers.")

    class Meta:
        ordering = ("-begun_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=("contact", "name"), name="journey_once_per_contact"),
            models.CheckConstraint(
                name="journey_is_scored_when_it_is_finished",
                condition=Q(finished_at=None, score=None) | Q(finished_at__gte=F("begun_at"), score__lte=100),
            ),
        ]
        indexes = [models.Index(fields=("name",), name="journey_by_name")]

    def __str__(self) -> str:
        return f"{self.name} of {self.contact_id}"


class JourneyAnswer(models.Model):
    """What somebody answered; the last word on a question counts. Skipped ones count as nothing."""

    run = models.ForeignKey(JourneyRun, on_delete=models.CASCADE, related_name="answers")
    question = models.PositiveSmallIntegerField(help_text="Its place, from 1.")
    message = models.ForeignKey(Message, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField(blank=True, help_text="In their words; emptied as old messages are.")
    score = models.PositiveSmallIntegerField(help_text="0…100, by rubric and meaning.")
    model_score = models.PositiveSmallIntegerField(null=True, blank=True, help_text="What a language model gave it.")
    was_skipped = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ("run", "question")
        constraints = [
            models.UniqueConstraint(fields=("run", "question"), name="journey_answer_once_per_question"),
            models.CheckConstraint(
                name="journey_answer_scores_are_of_a_hundred",
                condition=Q(score__lte=100) & (Q(model_score=None) | Q(model_score__lte=100)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.score}"

    @property
    def counted(self) -> int:
        """Both readings, where there are two."""
        return self.score if self.model_score is None else round((self.score + self.model_score) / 2)
