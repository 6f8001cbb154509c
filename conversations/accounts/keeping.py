"""Accounts: an e-mail and a password that open a taste, and the conversation that was proven to be theirs."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from rest_framework_simplejwt.token_blacklist.models import OutstandingToken

from conversations.accounts import sign_in_codes
from conversations.models import Account, Contact, Partner, PartnerUser
from games.models import Player
from games.players.merging import merge_players

logger = logging.getLogger(__name__)

# An account's e-mail is its name, which the table of users keeps this long.
LONGEST_EMAIL = 150
_LONGEST_NUMBER = 9


class EmailTaken(Exception):
    """Somebody has an account with it."""


class NotLinked(Exception):
    """The code is none, or is over, or its conversation belongs to another account."""


def name_of(email: str) -> str:
    """E-mails that differ in capitals reach one mailbox."""
    return email.strip().lower()


def sign_up(*, email: str, password: str | None, now: datetime, is_verified: bool = False) -> Account:
    """A new account with a new taste. Without a password only others (OAuth) open it. Raises EmailTaken."""
    user = User(username=name_of(email), email=email.strip())
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
            return Account.objects.create(
                user=user, player=Player.objects.create(origin="api"), email_verified_at=now if is_verified else None
            )
    except IntegrityError as error:
        raise EmailTaken from error


@transaction.atomic
def by_provider(*, provider: str, uid: str, email: str, now: datetime) -> Account:
    """Whoever another service says this is, by an e-mail that it has verified; made where they are new.

    Raises EmailTaken where an account has that e-mail and nobody has shown that the mailbox is theirs: whoever made
    it could then read what its true owner does. Resetting the password by mail shows it.
    """
    known = SocialAccount.objects.filter(provider=provider, uid=uid).first()
    if known is not None:
        return Account.objects.select_related("player").get(user_id=known.user_id)
    account = Account.objects.select_related("player").filter(user__username=name_of(email)).first()
    if account is None:
        account = sign_up(email=email, password=None, now=now, is_verified=True)
    elif account.email_verified_at is None:
        raise EmailTaken
    SocialAccount.objects.create(user_id=account.user_id, provider=provider, uid=uid)
    return account


def reset_code(account: Account) -> str:
    """Goes by mail. Over as soon as the password changes, and after PASSWORD_RESET_TIMEOUT."""
    return f"{account.user_id}-{default_token_generator.make_token(account.user)}"


@transaction.atomic
def reset_password(*, code: str, password: str, now: datetime) -> Account | None:
    """Who has the code has the mailbox. Whoever was signed in is signed out; None where the code is not good.

    Raises ValidationError where the password is no secret, such as their address; the code stays good.
    """
    number, _, token = code.strip().partition("-")
    if not number.isdecimal() or len(number) > _LONGEST_NUMBER:
        return None
    user = User.objects.select_for_update().filter(pk=int(number), is_active=True, account__isnull=False).first()
    if user is None or not default_token_generator.check_token(user, token):
        return None
    validate_password(password, User(email=user.email))
    user.set_password(password)
    user.save(update_fields=["password"])
    Account.objects.filter(user=user, email_verified_at=None).update(email_verified_at=now)
    account = Account.objects.select_related("player").get(user=user)
    sign_out_everywhere(player_id=account.player_id)
    account.player.refresh_from_db(fields=["token_generation"])
    return account


@transaction.atomic
def sign_out_everywhere(*, player_id: int) -> None:
    """No token that was made until now opens anything any more, at once."""
    # The account's row first: a refresh that is under way ends before, or finds its token gone.
    for account in Account.objects.select_for_update().filter(player_id=player_id):
        OutstandingToken.objects.filter(user_id=account.user_id).delete()
    Player.objects.filter(pk=player_id).update(token_generation=F("token_generation") + 1)


@transaction.atomic
def link(*, account: Account, code: str, now: datetime) -> Account:
    """The conversation whose code this is, and its taste, become the account's. Once, however often it is sent at once.

    The taste that was talked about stays and takes in that of the account. Raises NotLinked.
    """
    contact = sign_in_codes.redeem(code, now=now)
    if contact is None:
        raise NotLinked("This code is none of ours, was used, or is over. Ask for a new one in chat.")
    account = Account.objects.select_for_update(of=("self",)).select_related("player").get(pk=account.pk)
    if account.contact_id == contact.pk:
        return account
    if account.contact_id is not None:
        raise NotLinked("Another conversation is linked with this account.")
    if Account.objects.filter(contact=contact).exists():
        raise NotLinked("This conversation is linked with another account.")
    before = account.player
    if contact.player_id == before.pk:
        raise NotLinked("This is what you say in the app itself. Ask for a code where you talk with Thrum otherwise.")
    account.player, account.contact, account.linked_at = contact.player, contact, now
    account.save(update_fields=["player", "contact", "linked_at"])
    _make_one(contact, before, now=now)
    logger.info("account %s is linked with contact %s", account.pk, contact.pk)
    return account


def _make_one(contact: Contact, before: Player, *, now: datetime) -> None:
    """The account's taste goes into that of the contact, and with it what was said through an app, and its STOP."""
    from conversations.receiving import identity  # it moves accounts along, so it knows this module

    said_by_app = Contact.objects.filter(player=before).first()
    if said_by_app is None:
        merge_players(keep=contact.player, gone=before)
    else:
        identity.merge(keep_id=contact.pk, gone_id=said_by_app.pk, now=now)


def move(*, keep: Contact, gone: Contact) -> None:
    """Two contacts are one: the account of the one that goes comes along, before that one is deleted.

    Where both have one, that of ``gone`` starts anew: who signs in there is not told what the other one knows.
    """
    of_gone = Account.objects.filter(player_id=gone.player_id)
    if Account.objects.filter(player_id=keep.player_id).exists():
        for account in of_gone:
            account.player, account.contact = Player.objects.create(origin="api"), None
            account.save(update_fields=["player", "contact"])
    else:
        of_gone.update(player_id=keep.player_id, contact=keep)
    if not PartnerUser.objects.filter(player_id=keep.player_id).exists():
        PartnerUser.objects.filter(player_id=gone.player_id).update(player_id=keep.player_id)


def close(*, player_id: int) -> None:
    """The account goes, and all that signs in with it. Staff keep their own access."""
    users = User.objects.filter(account__player_id=player_id)
    OutstandingToken.objects.filter(user__in=users).delete()
    users.filter(is_staff=False).delete()


def export(*, player_id: int) -> dict[str, Any] | None:
    account = Account.objects.select_related("user").filter(player_id=player_id).first()
    if account is None:
        return None
    return {
        "email": account.user.email,
        "created_at": account.created_at,
        "email_verified_at": account.email_verified_at,
        "linked_at": account.linked_at,
    }


def partner_user(*, partner_id: int, user_id: str) -> Player:
    """The player whom a partner means; made when first named. Two requests at once make one.

    Raises ValidationError where this is no id.
    """
    if not 0 < len(user_id) <= _LONGEST_ID or not user_id.isprintable():
        raise ValidationError(f"A user's id has 1 to {_LONGEST_ID} printable characters.")
    users = PartnerUser.objects.select_related("player").filter(partner_id=partner_id, user_id=user_id)
    if found := users.first():
        return found.player
    try:
        with transaction.atomic():
            player = Player.objects.create(origin="api")
            PartnerUser.objects.create(partner_id=partner_id, user_id=user_id, player=player)
            return player
    except IntegrityError:
        return users.get().player


_LONGEST_ID = 128
OUR_OWN = "this machine"


def own_user(user_id: str) -> Player:
    """A user of nobody's app: for trying things out on this machine."""
    partner, _ = Partner.objects.get_or_create(name=OUR_OWN)
    return partner_user(partner_id=partner.pk, user_id=user_id)
