"""What was said, either way."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from conversations.models.identity import Contact, ContactAddress
from conversations.models.sessions import Session
from games.models import Slate


class Message(models.Model):
    """One message, either way.

    Inbound:   RECEIVED -> HANDLED
    Outbound:  QUEUED -> SENDING -> ACCEPTED -> SENT -> DELIVERED -> READ
                 |          |          +-> FAILED       (the provider said no, now or later)
                 |          |-> FAILED                  (see error_code)
                 |          |-> QUEUED                  (refused for now; due_at says when to try again)
                 |          +-> UNKNOWN                 (the provider will not say; an operator must look)
                 +-> WITHHELD                           (we said no; see withheld_because)

    A status only ever moves forward. ``public_id`` rides in the status callback's address,
    so that a callback which comes before the answer of the send call still finds its row.
    """

    class Direction(models.TextChoices):
        INBOUND = "inbound"
        OUTBOUND = "outbound"

    class Origin(models.TextChoices):
        PLAYER = "player"
        REPLY = "reply"
        SYSTEM = "system"
        PROACTIVE = "proactive"
        OPERATOR = "operator"
        REMINDER = "reminder", "a reminder they asked for"
        FOLLOW_UP = "follow_up", "a question about what they liked"

    class Status(models.TextChoices):
        RECEIVED = "received"
        HANDLED = "handled"
        QUEUED = "queued"
        SENDING = "sending"
        ACCEPTED = "accepted"
        SENT = "sent"
        DELIVERED = "delivered"
        READ = "read"
        FAILED = "failed"
        UNKNOWN = "unknown"
        WITHHELD = "withheld"

    class Withheld(models.TextChoices):
        STOPPED = "stopped", "the player said STOP"
        NO_CONSENT = "no_consent", "no consent to be written to first"
        WINDOW_CLOSED = "window_closed", "outside the reply window, and not a template"
        HELD_BY_HUMAN = "held_by_human", "a person has taken over"
        IN_DISTRESS = "in_distress", "they were in distress lately"
        CHILD = "child", "they are under 13"
        NOT_CONNECTED = "not_connected", "the channel is not connected"
        CANCELLED = "cancelled", "its campaign was cancelled"
        STALE = "stale", "it waited so long that it has to be decided anew"
        ERASED = "erased", "the player asked us to forget them"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="messages")
    session = models.ForeignKey(Session, on_delete=models.SET_NULL, null=True, blank=True, related_name="messages")
    address = models.ForeignKey(ContactAddress, on_delete=models.SET_NULL, null=True, blank=True)
    channel = models.CharField(max_length=20, help_text="whatsapp, web, cli")
    sender = models.CharField(
        max_length=60, blank=True, help_text="Which of our own addresses it came to or leaves from."
    )
    direction = models.CharField(max_length=10, choices=Direction)
    origin = models.CharField(max_length=10, choices=Origin)
    status = models.CharField(max_length=10, choices=Status)
    provider_id = models.CharField(max_length=64, null=True, blank=True)
    seq = models.PositiveBigIntegerField(
        null=True, blank=True, help_text="Inbound: the contact's inbound_seq that it got."
    )

    kind = models.CharField(
        max_length=20, default="text", help_text="text, choice, image, voice, document, location, contact, …"
    )
    body = models.TextField(blank=True)
    choice = models.CharField(max_length=200, blank=True, help_text="Inbound: the id of the button or list row tapped.")
    content = models.JSONField(default=dict, blank=True, help_text="Buttons and game cards out; media and location in.")
    raw = models.JSONField(null=True, blank=True, help_text="The provider's form; deleted after 30 days.")
    quoted_provider_id = models.CharField(max_length=64, blank=True)
    understanding = models.JSONField(null=True, blank=True)

    in_reply_to = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replies")
    part = models.PositiveSmallIntegerField(default=0)
    slate = models.ForeignKey(Slate, on_delete=models.SET_NULL, null=True, blank=True, related_name="messages")
    withheld_because = models.CharField(max_length=20, choices=Withheld, blank=True)
    error_code = models.CharField(max_length=10, blank=True)
    error = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lookups = models.PositiveSmallIntegerField(default=0, help_text="Times the provider was asked whether it has this.")

    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("created_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("channel", "provider_id"),
                condition=Q(provider_id__isnull=False),
                name="message_once_per_provider_id",
            ),
            models.UniqueConstraint(
                fields=("in_reply_to", "part"),
                condition=Q(in_reply_to__isnull=False),
                name="message_one_reply_per_part",
            ),
            models.UniqueConstraint(
                fields=("contact", "seq"), condition=Q(seq__isnull=False), name="message_one_per_inbound_seq"
            ),
            models.CheckConstraint(
                name="message_withheld_has_a_reason",
                condition=(Q(status="withheld") & ~Q(withheld_because=""))
                | (~Q(status="withheld") & Q(withheld_because="")),
            ),
            models.CheckConstraint(
                name="message_status_fits_its_direction",
                condition=(
                    Q(direction="inbound", status__in=("received", "handled"), origin="player")
                    | (Q(direction="outbound") & ~Q(status__in=("received", "handled")) & ~Q(origin="player"))
                ),
            ),
            models.CheckConstraint(
                name="message_outbound_is_due_sometime", condition=Q(direction="inbound") | Q(due_at__isnull=False)
            ),
            models.CheckConstraint(
                name="message_sending_was_claimed", condition=~Q(status="sending") | Q(claimed_at__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=("contact", "-created_at", "-id"), name="message_by_contact"),
            models.Index(fields=("session", "created_at"), name="message_by_session"),
            models.Index(
                fields=("due_at", "id"), name="message_to_send", condition=Q(status__in=("queued", "sending"))
            ),
            models.Index(
                fields=("contact", "id"), name="message_in_line", condition=Q(status__in=("queued", "sending"))
            ),
            models.Index(fields=("contact", "seq"), name="message_waiting", condition=Q(status="received")),
            models.Index(fields=("created_at",), name="message_has_raw", condition=Q(raw__isnull=False)),
            # What each change of a persona's text came to: the newest turns that were answered in it.
            models.Index(
                F("understanding__spoken__persona"),
                F("understanding__spoken__level"),
                F("id").desc(),
                name="message_spoken_by",
                condition=Q(direction="inbound", understanding__has_key="spoken"),
            ),
            models.Index(
                F("understanding__spoken__persona"),
                F("understanding__spoken__level"),
                F("id").desc(),
                name="message_hinted_by",
                condition=Q(direction="inbound", understanding__spoken__has_key="hint"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.pk} ({self.status})"
