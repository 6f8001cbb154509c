"""What editors made of the persona files, and every step of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class PersonaText(models.Model):
    """One text of a persona (``librarian_easy_hint``). Without a text of its own the project's file speaks."""

    name = models.CharField(max_length=40, unique=True)
    text = models.TextField(blank=True)
    trial_percent = models.PositiveSmallIntegerField(
        null=True, blank=True, editable=False, help_text="Of players who hear the newest text; unset: everybody."
    )
    before_trial = models.TextField(
        blank=True, editable=False, help_text="What the rest hears meanwhile; empty: the project's file."
    )
    before_number = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(
                name="persona_text_has_a_known_name",
                condition=Q(name__regex=r"^[a-z][a-z0-9-]{1,19}_(easy|normal|rich)(_hint)?$"),
            ),
            models.CheckConstraint(
                name="persona_text_trial_is_a_share", condition=Q(trial_percent=None) | Q(trial_percent__lt=100)
            ),
        ]

    def __str__(self) -> str:
        return self.name.replace("_", ", ")

    @property
    def heard_by_all(self) -> str:
        """What everybody hears who is in no trial; empty: the project's file."""
        return self.text if self.trial_percent is None else self.before_trial

    @property
    def older_texts(self) -> list[str]:
        """What everybody heard before what they hear now, the newest first, without the texts of trials.

        Of a trial that was rolled back before texts told that they are of one, only the last is left out.
        """
        heard = [change for change in self.changes.all() if not change.on_trial]
        if self.trial_percent is None:
            return [change.text for change in heard[1:]]
        return [change.text for change in heard if change.number < self.before_number]


class PersonaTextChange(models.Model):
    """One saved state of a text, for good. An empty one says: back to the project's file."""

    prompt = models.ForeignKey(PersonaText, on_delete=models.CASCADE, related_name="changes")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    on_trial = models.BooleanField(default=False, help_text="Saved for a share of players; never spoken to everybody.")
    note = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=("prompt", "number"), name="persona_text_change_once")]

    def __str__(self) -> str:
        return f"{self.prompt_id} · {self.number}"
