"""Who comes by the REST API or signs in on the web: people with an e-mail, and partners who act for their users."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from conversations.models.identity import Contact
from games.models import Player


class Account(models.Model):
    """An e-mail and a password, and whose taste and conversation they open.

    The contact comes when the person proves, by a code sent in chat, that both are theirs.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="account")
    player = models.OneToOneField(Player, on_delete=models.CASCADE, related_name="account")
    contact = models.OneToOneField(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="account")
    linked_at = models.DateTimeField(null=True, blank=True, help_text="When the conversation was proven to be theirs.")
    email_verified_at = models.DateTimeField(
        null=True, blank=True, help_text="When they first showed that the mailbox is theirs."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"account {self.pk}"


class SignInCode(models.Model):
    """The one code that a contact was told in chat; a new one takes its place. We keep its digest only."""

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, related_name="sign_in_code")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"code for contact {self.contact_id}"


class Partner(models.Model):
    """Another company's app. Its servers act for its users, whom they name by ids of their own."""

    name = models.CharField(max_length=80, unique=True)
    is_active = models.BooleanField(default=True, help_text="Off: none of its tokens is good.")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class ServiceToken(models.Model):
    """What a partner's server shows. We keep its digest only; who loses it makes a new one."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="tokens")
    label = models.CharField(max_length=80, blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(max_length=8, editable=False, help_text="How it begins, to tell it from others.")
    scopes = ArrayField(models.CharField(max_length=20), default=list)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.hint}… of {self.partner}"


class PartnerUser(models.Model):
    """A partner's user: its own id for them, opaque to us, and the player whom it means."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="users")
    user_id = models.CharField(max_length=128)
    player = models.OneToOneField(Player, on_delete=models.CASCADE, related_name="partner_user")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("partner", "user_id"), name="partner_user_once"),
            models.CheckConstraint(name="partner_user_has_an_id", condition=~Q(user_id="")),
        ]

    def __str__(self) -> str:
        return f"user of {self.partner_id}"
