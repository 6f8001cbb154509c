"""What a language model was asked, what it cost and what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from conversations.models.sessions import Session


class ModelCall(models.Model):
    """One question to a language model.

    ASKED -> ANSWERED
      |----> SLOW | LIMITED | BROKEN | UNREADABLE | UNSAFE
      +----> (killed meanwhile: it stays, with the cost that was put aside)
    KEPT, LIMITED, BROKEN, OVER_BUDGET also come about without a question: an equal one had been answered, or none
    was allowed.

    Words are kept redacted, for a while, and only where a session leads to whom they belong, so that they go with them;
    of players under 13 none are.
    """

    class Outcome(models.TextChoices):
        ASKED = "asked", "under way"
        ANSWERED = "answered"
        KEPT = "kept", "answered before"
        SLOW = "slow", "not in time"
        LIMITED = "limited", "asked too often"
        BROKEN = "broken", "not reached, or left alone"
        OVER_BUDGET = "over_budget", "the budget is spent"
        UNREADABLE = "unreadable", "another shape than asked for"
        UNSAFE = "unsafe", "not fit to be shown"

    at = models.DateTimeField()
    purpose = models.CharField(max_length=40)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, null=True, blank=True, related_name="model_calls")
    outcome = models.CharField(max_length=12, choices=Outcome, default=Outcome.ASKED)
    tokens_in = models.PositiveIntegerField("tokens in", default=0)
    tokens_out = models.PositiveIntegerField("tokens out", default=0)
    cost = models.DecimalField(max_digits=12, decimal_places=6, default=0)
    ms = models.PositiveIntegerField("milliseconds", default=0)
    instructions_version = models.CharField(
        max_length=12, blank=True, help_text="Equal for equal instructions: what changed with them can be compared."
    )
    prompt = models.TextField("asked", blank=True, help_text="Redacted.")
    answer = models.TextField("answered", blank=True, help_text="Redacted.")

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = "model call"
        constraints = [
            models.CheckConstraint(
                name="model_call_keeps_words_only_with_a_session",
                condition=Q(session__isnull=False) | Q(prompt="", answer=""),
            ),
            models.CheckConstraint(name="model_call_costs_nothing_or_more", condition=Q(cost__gte=0)),
            models.CheckConstraint(
                name="model_call_known_outcome",
                condition=Q(
                    outcome__in=("asked", "answered", "kept", "slow", "limited", "broken", "over_budget", "unreadable",
                                 "unsafe")
                ),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=("-at",), include=("cost",), name="model_call_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.get_outcome_display()}"
