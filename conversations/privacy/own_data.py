"""Requests about one's own data: everything we know as one document, and everything gone.

Erasing deletes the contact, the player and all that hangs on them. What stays is a keyed hash of each
address, so that nobody writes to it unasked, and a list of the provider's message ids until
the provider has deleted its copies too.
"""

from __future__ import annotations

import logging
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import F, Model, QuerySet
from django.utils.crypto import salted_hmac

from conversations.accounts import keeping as accounts
from conversations.channels.registry import channel_for, connected_kinds, pushed_kinds
from conversations.models import (
    Account,
    Contact,
    ContactAddress,
    ErasureReceipt,
    Message,
    ModelCall,
    ProviderDeletion,
    SuppressedAddress,
)
from conversations.realtime import bell
from conversations.sending import outbox
from games.models import Player, PlayerClusterMembership
from games.players.saved import saved_games

logger = logging.getLogger(__name__)

_MOST_ATTEMPTS = 12
_FIRST_WAIT = timedelta(minutes=2)  # the provider deletes nothing that is still on its way
_AT_ONCE = 100


def find_contact(address: str) -> Contact | None:
    """By phone, business-scoped id, web token, demo name or the player's public id."""
    text = address.strip().removeprefix("whatsapp:")
    if "\0" in text:  # which the database refuses to look for
        return None
    values = {text, f"+{text.lstrip('+')}"}
    row = ContactAddress.objects.filter(value__in=values).select_related("contact").first()
    if row is not None:
        return row.contact
    try:
        return Contact.objects.filter(player__public_id=uuid.UUID(text)).first()
    except ValueError:
        return None


def find_player(address: str) -> Player | None:
    """As ``find_contact``, and by the e-mail of an account, or the public id of somebody who never talked with us."""
    contact = find_contact(address)
    if contact is not None:
        return contact.player
    text = address.strip()
    account = Account.objects.select_related("player").filter(user__username=accounts.name_of(text)).first()
    if account is not None:
        return account.player
    try:
        return Player.objects.filter(public_id=uuid.UUID(text)).first()
    except ValueError:
        return None


@transaction.atomic
def erase(
    *, contact: Contact, now: datetime, farewell: str = "", answering: Message | None = None, asked: str = "",
    by: AbstractBaseUser | None = None,
) -> ErasureReceipt | None:  # fmt: skip
    """Delete a person. ``farewell`` is the one message that still goes, to the address of ``answering``.

    On a channel that we must push to, an empty shell without any history carries the farewell and
    goes as soon as it has left. Where somebody ``asked`` for it (one of ErasureReceipt.Asked) a receipt stays that
    tells how much went, and of whom nothing; None for somebody who is gone already.
    """
    # The lock waits for a turn that is being written and makes a second erasure find nothing.
    if not Contact.objects.select_for_update(no_key=True).filter(pk=contact.pk).exists():
        return None
    addresses = list(contact.addresses.all())
    for address in addresses:
        SuppressedAddress.objects.update_or_create(digest=digest_of(address), defaults={"at": now})
    planned: Counter[str] = sum((let_go(contact.pk) for let_go in first_to_go), Counter())
    copies = Message.objects.filter(contact=contact, channel__in=pushed_kinds(), provider_id__isnull=False)
    asked_of_provider = ProviderDeletion.objects.bulk_create(
        ProviderDeletion(channel=channel, provider_id=provider_id or "", due_at=now + _FIRST_WAIT)
        for channel, provider_id in copies.values_list("channel", "provider_id")
    )
    last = next((address for address in addresses if answering and address.pk == answering.address_id), None)
    _, messages = Message.objects.filter(contact=contact).delete()
    accounts.close(player_id=contact.player_id)
    _, rest = Player.objects.filter(pk=contact.player_id).delete()  # the contact goes with it, by cascade
    bell.ring(contact.pk)
    if farewell and answering is not None and last is not None and channel_for(answering.channel).is_pushed:
        _send_farewell(farewell, to=last, answering=answering, now=now)
    if not asked:
        return None
    return ErasureReceipt.objects.create(
        at=now, asked=asked, by_id=by.pk if by else None, addresses=len(addresses),
        removed={table: rows for table, rows in sorted((planned + Counter(messages) + Counter(rest)).items()) if rows},
        provider_copies=len(asked_of_provider),
    )  # fmt: skip


def _send_farewell(text: str, *, to: ContactAddress, answering: Message, now: datetime) -> None:
    shell = Contact.objects.create(
        player=Player.objects.create(origin=answering.channel), goes_at=now, last_inbound_at=now
    )
    shell.windows.create(sender=answering.sender, last_inbound_at=now)
    address = ContactAddress.objects.create(contact=shell, kind=to.kind, value=to.value)
    outbox.enqueue(
        contact=shell,
        origin=Message.Origin.SYSTEM,
        body=text,
        now=now,
        channel=answering.channel,
        sender=answering.sender,
        address=address,
    )


def finish_erasures(*, now: datetime) -> int:
    """Delete the shells whose farewell has left, or could not leave for a day."""
    count = 0
    for shell in Contact.objects.filter(goes_at__lte=now)[:_AT_ONCE]:
        under_way = shell.messages.filter(status__in=(Message.Status.QUEUED, Message.Status.SENDING)).exists()
        if shell.goes_at and (not under_way or shell.goes_at < now - timedelta(days=1)):
            erase(contact=shell, now=now)
            count += 1
    return count


def digest_of(address: ContactAddress) -> str:
    """A keyed hash: who has the table but not the key cannot try out numbers."""
    return salted_hmac("conversations.privacy", f"{address.kind}:{address.value}", algorithm="sha256").hexdigest()


def delete_at_providers(*, now: datetime) -> int:
    """Ask the provider to delete what was queued; returns how many are gone. Safe to run twice."""
    done = 0
    waiting = ProviderDeletion.objects.filter(
        state=ProviderDeletion.State.WAITING, due_at__lte=now, channel__in=connected_kinds()
    )
    for row in waiting.order_by("due_at")[:_AT_ONCE]:
        mine = ProviderDeletion.objects.filter(pk=row.pk, attempts=row.attempts, state=ProviderDeletion.State.WAITING)
        if not mine.update(attempts=F("attempts") + 1, due_at=now + _FIRST_WAIT * 2**row.attempts):
            continue  # another worker has it
        problem = channel_for(row.channel).delete_sent(row.provider_id)
        rows = ProviderDeletion.objects.filter(pk=row.pk)
        if not problem:
            done += rows.update(state=ProviderDeletion.State.DONE, provider_id="", error="", finished_at=now)
        elif row.attempts + 1 >= _MOST_ATTEMPTS:
            logger.error("deletion %s at the provider failed: %s", row.pk, problem)
            rows.update(state=ProviderDeletion.State.FAILED, error=problem[:100], finished_at=now)
        else:
            rows.update(error=problem[:100])
    return done


# What apps above hold about a person, by the name that it has in an export: rows of theirs (put in in AppConfig.ready).
held_above: dict[str, Callable[[Contact], QuerySet[Any]]] = {}

# What apps above delete before the contact goes, by its number, with its row locked: rows that others lock in an order
# of their own, which a cascade does not know. Each tells how many of which table went.
first_to_go: list[Callable[[int], Counter[str]]] = []


def export(contact: Contact) -> dict[str, Any]:
    """Everything that we hold about a person, ready for JSON."""
    player = contact.player
    return {
        "contact": _plain(contact, leave_out=("lease_token", "lease_until", "attempts")),
        "addresses": _rows(contact.addresses.all()),
        "consent": _rows(contact.consent_changes.all()),
        "sessions": _rows(contact.sessions.all()),
        "talks_with_a_person": [_plain(row, leave_out=("claimed_by",)) for row in contact.hand_overs.all()],
        "notes_of_operators": [_plain(row, leave_out=("by",)) for row in contact.inbox_notes.all()],
        "acts_of_operators": [
            _plain(row, leave_out=("by", "detail")) for row in contact.operator_acts.order_by("at", "pk")
        ],
        "messages": _rows(contact.messages.order_by("created_at", "pk")),
        "moods": _rows(contact.mood_readings.all()),
        "questions_to_a_language_model": [
            _plain(row, leave_out=("session",)) for row in ModelCall.objects.filter(session__contact=contact)
        ],
        "found_in_messages": _rows(contact.moderation_flags.all()),
        "reminders": _rows(contact.reminders.order_by("asked_at", "pk")),
        "letters": _rows(contact.letters.order_by("received_at", "pk")),
        "journeys": [
            {**_plain(run), "answers": [_plain(answer, leave_out=("run", "message")) for answer in run.answers.all()]}
            for run in contact.journeys.order_by("pk")
        ],
        **export_taste(player),
        **{name: _rows(read(contact)) for name, read in held_above.items()},
    }


def export_player(player: Player) -> dict[str, Any]:
    contact = Contact.objects.filter(player=player).first()
    return export(contact) if contact else export_taste(player)


def export_taste(player: Player) -> dict[str, Any]:
    """What we hold about somebody whom we may never have talked with."""
    return {
        "account": accounts.export(player_id=player.pk),
        "list": [{"game": one.game.title, "saved_at": one.saved_at} for one in saved_games(player)],
        "player": _plain(player),
        "group_by_taste": _group_of(player),
        "interactions": _rows(player.interactions.all()),
        "offered": _rows(player.impressions.all()),
    }


@transaction.atomic
def erase_player(*, player: Player, now: datetime, asked: str = "api") -> ErasureReceipt | None:
    """Delete a person, who may never have talked with us: the account, the conversation and the taste."""
    contact = Contact.objects.filter(player=player).first()
    if contact is not None:
        return erase(contact=contact, now=now, asked=asked)
    accounts.close(player_id=player.pk)
    _, gone = Player.objects.filter(pk=player.pk).delete()
    return ErasureReceipt.objects.create(
        at=now,
        asked=asked,
        addresses=0,
        provider_copies=0,
        removed={table: rows for table, rows in sorted(gone.items()) if rows},
    )


def _group_of(player: Player) -> dict[str, Any] | None:
    member = PlayerClusterMembership.objects.select_related("cluster").filter(player=player).first()
    return {"group": member.cluster.label, "since": member.since} if member else None


def as_json_default(value: object) -> Any:
    return DjangoJSONEncoder().default(value)


def _rows(rows: Any) -> list[dict[str, Any]]:
    return [_plain(row) for row in rows]


def _plain(row: Model, *, leave_out: Sequence[str] = ()) -> dict[str, Any]:
    return {
        field.name: field.value_from_object(row)
        for field in row._meta.concrete_fields
        if field.name not in leave_out and field.name not in ("id", "contact", "player")
    }
