"""Who a player is and where they can be reached. Addresses live in this app only."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Right, Upper

from games.models import Player

# What keeps somebody at the head of the operators' inbox until a person has done something about it.
NEEDS_A_PERSON = (
    Q(held_by_human_at__isnull=False)
    | Q(parked_at__isnull=False)
    | Q(looping_at__isnull=False)
    | Q(distress_at__isnull=False, distress_seen_at=None)
)


class Contact(models.Model):
    """A person we talk with.

    ``inbound_seq`` counts messages received; ``answered_seq`` is the last one that was
    answered. Whoever answers holds the lease: ``lease_token`` until ``lease_until``.
    """

    class EnglishLevel(models.TextChoices):
        EASY = "easy"
        NORMAL = "normal"
        RICH = "rich"

    class LevelBy(models.TextChoices):
        GUESS = "guess"
        PLAYER = "player"
        OPERATOR = "operator"

    player = models.OneToOneField(Player, on_delete=models.CASCADE, related_name="contact")
    display_name = models.CharField(max_length=80, blank=True)
    locale = models.CharField(max_length=10, blank=True)
    time_zone = models.CharField(max_length=40, blank=True)
    zones_of_number = models.TextField(
        null=True, blank=True,
        help_text="Where the owner of their number may live, zones with | between; unset until it was guessed.",
    )  # fmt: skip
    persona = models.CharField(max_length=20, blank=True, help_text="Who speaks with them; empty: the default.")
    english_level = models.CharField("English", max_length=6, choices=EnglishLevel, default=EnglishLevel.NORMAL)
    english_level_by = models.CharField(
        "English set by", max_length=8, choices=LevelBy, default=LevelBy.GUESS,
        help_text="A guess changes with what they write; what a person has set stays.",
    )  # fmt: skip
    replies_allowed = models.BooleanField(default=True, help_text="False after STOP, until they write again.")
    proactive_allowed = models.BooleanField(default=False, help_text="May we write first? Only after a clear yes.")
    topics = ArrayField(
        models.CharField(max_length=20), default=list, blank=True,
        help_text="What we may write about first: each a yes of its own, or all of them with START.",
    )  # fmt: skip
    english_help = models.BooleanField(
        "help with English", default=False, help_text="They asked for corrections of what they write."
    )
    introduced_at = models.DateTimeField(
        null=True, blank=True, help_text="When we said that we are a bot and what we keep."
    )
    held_by_human_at = models.DateTimeField(null=True, blank=True, help_text="The bot is silent while a person talks.")
    last_inbound_at = models.DateTimeField(null=True, blank=True)
    inbound_seq = models.PositiveBigIntegerField(default=0)
    answered_seq = models.PositiveBigIntegerField(default=0)
    lease_token = models.UUIDField(null=True, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="Tries at the message that waits.")
    parked_at = models.DateTimeField(null=True, blank=True, help_text="Given up after three tries; a person must look.")
    looping_at = models.DateTimeField(
        null=True, blank=True, help_text="They write like a machine; the bot is silent until a person hands back."
    )
    handed_back_at = models.DateTimeField(null=True, blank=True, help_text="What came before counts for no new loop.")
    distress_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="They last said that they want to die or hurt themselves; we do not write first.",
    )
    distress_seen_at = models.DateTimeField(null=True, blank=True, help_text="An operator has looked at it.")
    goes_at = models.DateTimeField(
        null=True, blank=True, help_text="An erased person's last message still has to leave; then this row goes too."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        permissions = [
            ("see_full_addresses", "Can see phone numbers and other addresses in full"),
            ("take_over_conversations", "Can take over a conversation, hand it back and stop it"),
            ("erase_people", "Can erase a person for good"),
            ("export_people", "Can download everything that is kept about a person"),
        ]
        constraints = [
            models.CheckConstraint(
                name="contact_known_english_level", condition=Q(english_level__in=("easy", "normal", "rich"))
            ),
            models.CheckConstraint(
                name="contact_answers_only_what_came", condition=Q(answered_seq__lte=models.F("inbound_seq"))
            ),
            models.CheckConstraint(
                name="contact_lease_has_an_end",
                condition=Q(lease_token=None, lease_until=None)
                | Q(lease_token__isnull=False, lease_until__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=("last_inbound_at",),
                name="contact_unanswered",
                condition=Q(answered_seq__lt=models.F("inbound_seq"), parked_at=None),
            ),
            models.Index(fields=("distress_at",), name="contact_in_distress", condition=Q(distress_at__isnull=False)),
            # Who may be written to first, by how long they have been silent.
            models.Index(
                fields=("last_inbound_at",),
                name="contact_silent",
                condition=Q(proactive_allowed=True, replies_allowed=True, goes_at=None),
            ),
            models.Index(OpClass(Upper("display_name"), name="text_pattern_ops"), name="contact_by_name"),
            models.Index(fields=("id",), name="contact_needs_a_person", condition=NEEDS_A_PERSON),
        ]

    def __str__(self) -> str:
        return self.display_name or f"contact {self.pk}"

    @property
    def topics_in_words(self) -> str:
        labels = dict(ConsentChange.Topic.choices)
        return ", ".join(str(labels.get(topic, topic)) for topic in self.topics)


class ContactAddress(models.Model):
    """One way to reach a contact. The phone may be unknown: WhatsApp users can hide it."""

    class Kind(models.TextChoices):
        PHONE = "phone"
        WHATSAPP_ID = "whatsapp_id", "WhatsApp business-scoped id"
        WEB = "web", "web token"
        API = "api", "partner app"
        DEMO = "demo"

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="addresses")
    kind = models.CharField(max_length=12, choices=Kind)
    # A business-scoped id has up to 128 characters after its country code and prefix.
    value = models.CharField(max_length=180)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("kind", "value"), name="address_belongs_to_one_contact")]
        indexes = [models.Index(Right("value", 4), name="address_by_last_digits", condition=Q(kind="phone"))]

    def __str__(self) -> str:
        return f"{self.kind} of contact {self.contact_id}"


class SenderWindow(models.Model):
    """When a contact last wrote to one of our senders: free text is allowed for 24 h after that."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="windows")
    sender = models.CharField(max_length=60)
    last_inbound_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("contact", "sender"), name="window_once_per_sender")]


class ConsentChange(models.Model):
    """The ledger of yes and no, with the words that prove it."""

    class Topic(models.TextChoices):
        REPLIES = "replies"
        PROACTIVE = "proactive", "writing first, whatever about"
        NEW_GAMES = "new_games", "new games"
        DEALS = "deals", "deals"
        CHECK_INS = "check_ins", "check-ins"
        LETTERS = "letters", "letters"

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="consent_changes")
    topic = models.CharField(max_length=20, choices=Topic)
    granted = models.BooleanField()
    evidence = models.ForeignKey("conversations.Message", on_delete=models.SET_NULL, null=True, blank=True)
    source = models.CharField(max_length=40, help_text="chat, twilio:21610, operator, …")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.Topic(self.topic).label.lower()}: {'yes' if self.granted else 'no'} ({self.source})"


# What we may write about first. `Contact.topics` holds those that somebody said yes to.
PROACTIVE_TOPICS: tuple[str, ...] = (
    ConsentChange.Topic.NEW_GAMES, ConsentChange.Topic.DEALS, ConsentChange.Topic.CHECK_INS,
    ConsentChange.Topic.LETTERS,
)  # fmt: skip


class SuppressedAddress(models.Model):
    """What stays of an erased person: a keyed hash, so that nobody writes to them again."""

    digest = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField()
