"""What operators keep beside a talk: who looks after it, what they noted and did; and what an erasure removed."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from conversations.models.identity import Contact


class InboxThread(models.Model):
    """Who looks after somebody while the bot leads the talk, and since when nothing is left to do.

    While a person leads it, the hand-over says who has it; both change together, in conversations/operators/acts.py.
    """

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, primary_key=True, related_name="inbox_thread")
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(
        null=True, blank=True, help_text="What was said before needs nobody any more: answered, handed back, looked at."
    )

    class Meta:
        indexes = [
            models.Index(fields=("assigned_to",), name="inbox_thread_of", condition=Q(assigned_to__isnull=False))
        ]


class InboxVisit(models.Model):
    """How far one operator has read one talk; ``seen`` is the newest message that was before them."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="inbox_visits")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("contact", "by"), name="inbox_visit_once_per_operator")]


class InboxNote(models.Model):
    """What operators tell each other about somebody. Never sent; in the person's export; gone with the contact."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="inbox_notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    body = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        indexes = [models.Index(fields=("at",), name="inbox_note_by_age")]


class OperatorAct(models.Model):
    """Who did what about somebody, and when. ``detail`` names colleagues and templates, never what was written."""

    class What(models.TextChoices):
        TOOK = "took", "took the talk"
        ASSIGNED = "assigned", "assigned them"
        ANSWERED = "answered", "wrote an answer"
        TEMPLATE = "template", "sent a template"
        HANDED_BACK = "handed_back", "handed back"
        NOTED = "noted", "wrote a note"
        NOTE_REMOVED = "note_removed", "removed a note"
        LOOKED = "looked", "looked at it: in distress"
        SETTLED = "settled", "nothing left to do"
        STOPPED = "stopped", "stopped writing to them"
        EXPORTED = "exported", "downloaded their data"

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="operator_acts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    what = models.CharField(max_length=12, choices=What)
    detail = models.CharField(max_length=160, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=("contact", "-at"), name="operator_act_by_contact")]

    def __str__(self) -> str:
        return f"{self.get_what_display()}{f' ({self.detail})' if self.detail else ''}"


class ErasureReceipt(models.Model):
    """What went when somebody was erased: how many rows of which table. Nothing in it leads back to the person."""

    class Asked(models.TextChoices):
        CHAT = "chat", "by themselves, in chat"
        API = "api", "by themselves, in an app"
        ADMIN = "admin", "by an operator"
        COMMAND = "command", "on the command line"

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField()
    asked = models.CharField("asked for", max_length=8, choices=Asked)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    removed = models.JSONField(help_text="Rows by table.")
    addresses = models.PositiveIntegerField(help_text="Of which a scrambled code stays, so that nobody writes to them.")
    provider_copies = models.PositiveIntegerField(help_text="Messages that the provider was asked to delete.")

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"receipt {str(self.reference)[:8]}"

    @property
    def rows(self) -> int:
        return sum(self.removed.values())
