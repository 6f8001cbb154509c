"""Templates: what may be said outside the reply window, as the provider has it and has judged it."""

from __future__ import annotations

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from engagement import template_lint
from engagement.template_lint import Definition


class MessageTemplateQuerySet(models.QuerySet["MessageTemplate"]):
    def approved(self) -> Self:
        return self.filter(status=MessageTemplate.Status.APPROVED, is_gone=False)


class MessageTemplate(models.Model):
    """One text with variables, in one language.

    DRAFT -> UNSUBMITTED -> PENDING -> APPROVED <-> PAUSED, DISABLED
               (at the provider)  +--> REJECTED   (see ``rejection_reason``; a new name is needed)

    From UNSUBMITTED on category and status are the provider's word, read back with every sync; Meta may change
    either at any time. What was submitted is not changed any more: a copy under another name is.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "draft, here only"
        UNSUBMITTED = "unsubmitted", "not submitted"
        PENDING = "pending", "being judged"
        APPROVED = "approved"
        REJECTED = "rejected"
        PAUSED = "paused", "paused by Meta"
        DISABLED = "disabled", "disabled by Meta"

    class Category(models.TextChoices):
        MARKETING = "marketing"
        UTILITY = "utility"
        AUTHENTICATION = "authentication"

    name = models.CharField(max_length=64, help_text="Small letters, digits and underscores. Meta knows it by this.")
    language = models.CharField(max_length=10, default="en")
    category = models.CharField(max_length=16, choices=Category, default=Category.MARKETING)
    body = models.TextField(help_text="Variables are {{1}}, {{2}} … in order, never first, last or side by side.")
    samples = models.JSONField(
        default=dict, blank=True, help_text='What stands for each in the application: {"1": "Hades"}.'
    )
    buttons = models.JSONField(
        default=list, blank=True, editable=False, help_text='Quick replies under it: [{"id": …, "title": …}].'
    )
    content_sid = models.CharField(max_length=34, blank=True, editable=False)
    kind = models.CharField(max_length=40, default="twilio/text", editable=False, help_text="The provider's type.")
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT, editable=False)
    rejection_reason = models.CharField(max_length=500, blank=True, editable=False)
    is_gone = models.BooleanField("gone at the provider", default=False, editable=False)
    synced_at = models.DateTimeField(null=True, blank=True, editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MessageTemplateQuerySet.as_manager()

    class Meta:
        ordering = ("name", "language")
        permissions = [("submit_messagetemplate", "Can submit templates for approval and read them back")]
        constraints = [
            models.UniqueConstraint(
                fields=("content_sid",), condition=~Q(content_sid=""), name="template_once_per_content_sid"
            ),
            models.CheckConstraint(
                name="template_at_the_provider_has_its_sid", condition=Q(status="draft") | ~Q(content_sid="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.language}): {self.Status(self.status).label}"

    @property
    def definition(self) -> Definition:
        return Definition(name=self.name, language=self.language, body=self.body, samples=dict(self.samples))

    @property
    def variables(self) -> tuple[str, ...]:
        """Their numbers, in order."""
        return template_lint.variables_of(self.body)

    def clean(self) -> None:
        """What Meta would turn down is said at once."""
        problems = template_lint.problems_of(self.definition)
        if problems:
            raise ValidationError(problems)

    def check_ready(self) -> tuple[str, ...]:
        """Why it cannot be sent now, in words; empty when it can. A launch asks this."""
        if self.is_gone:
            return (f"The template {self.name} is gone at the provider.",)
        if self.status == self.Status.REJECTED:
            reason = self.rejection_reason or "no reason given"
            return (f"The template {self.name} was rejected: {reason}.",)
        if self.status != self.Status.APPROVED:
            return (f"The template {self.name} is not approved: {self.Status(self.status).label}.",)
        return tuple(f"The template {self.name}: {problem}" for problem in template_lint.body_problems(self.body))

    def problems_with(self, values: dict[str, str]) -> tuple[str, ...]:
        """What is wrong with these values for its variables. A forgotten one would be sent as its sample."""
        return template_lint.value_problems(self.body, values)
