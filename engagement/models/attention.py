"""What we have taken of people's attention unasked: one account a person, for all that Thrum starts by itself."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from conversations.models import Contact, Message


class Attention(models.Model):
    """One message that nobody asked for. Given back, that is gone, if it never reached them.

    A critical one may go over the caps; then it says why, and who let it.
    """

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="attention")
    kind = models.CharField(max_length=12, help_text="campaign, trigger, cycle or follow_up")
    topic = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()
    message = models.OneToOneField(Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="attention")
    critical_because = models.CharField("over the caps because", max_length=200, blank=True)
    critical_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name="let by",
    )  # fmt: skip

    class Meta:
        ordering = ("-at", "-pk")
        permissions = [("write_over_caps", "Can write an urgent message over the caps")]
        verbose_name_plural = "attention taken"
        constraints = [
            models.CheckConstraint(
                name="attention_only_critical_is_let_by_somebody",
                condition=Q(critical_by=None) | ~Q(critical_because=""),
            ),
        ]
        indexes = [models.Index(fields=("contact", "at"), name="attention_of_contact")]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%Y-%m-%d %H:%M}"
