"""Who wrote: from the addresses that a message proves to one contact.

Addresses decide. Unknown ones make a new contact; those of one contact find it; those of
two show that both are the same person, and the younger is merged into the older.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db import transaction
from django.db.models import F, Q

from conversations import clocks
from conversations.accounts import keeping as accounts
from conversations.channels.types import Address
from conversations.models import (
    ConsentChange,
    Contact,
    ContactAddress,
    HandOver,
    InboxNote,
    InboxThread,
    JourneyRun,
    Letter,
    Message,
    ModerationFlag,
    MoodReading,
    OperatorAct,
    Reminder,
    SenderWindow,
    Session,
)
from conversations.realtime import bell
from conversations.receiving.phones import lookup_aliases
from games.models import Player
from games.players.merging import merge_players


class TakeAlong(Protocol):
    """Moves what an app above keeps about a contact that goes to the one that stays. In the merge's transaction."""

    def __call__(self, *, keep_id: int, gone_id: int) -> None: ...


# Apps above put theirs in (in AppConfig.ready); whatever nobody moves goes with the contact.
merging: list[TakeAlong] = []


@dataclass(frozen=True)
class Known:
    """A contact and the address of the message, as rows."""

    contact: Contact
    address: ContactAddress


def find_or_create(addresses: Sequence[Address], *, origin: str, profile_name: str, now: datetime) -> Known:
    """The contact behind these addresses; the first address is the one that was written from.

    One query for a known contact. Runs in the caller's transaction; an IntegrityError means that
    somebody else has just stored one of the addresses, and the caller tries again.
    """
    found = _look_up(addresses)
    if not found:
        return _create(addresses, origin=origin, profile_name=profile_name)
    contacts = sorted({row.contact_id: row.contact for row in found}.values(), key=lambda contact: contact.pk)
    contact = contacts[0]
    for other in contacts[1:]:
        contact = merge(keep_id=contact.pk, gone_id=other.pk, now=now)
        found = _look_up(addresses)
    exact = {(row.kind, row.value): row for row in found}
    missing = [address for address in addresses if (address.kind, address.value) not in exact]
    for row in _store(contact, missing):
        exact[row.kind, row.value] = row
    if not contact.zones_of_number and (zones := _zones_of(missing)):
        contact.zones_of_number = zones
        Contact.objects.filter(pk=contact.pk).update(zones_of_number=zones)
    return Known(contact, exact[addresses[0].kind, addresses[0].value])


def _look_up(addresses: Sequence[Address]) -> list[ContactAddress]:
    wanted = Q(pk=None)
    for address in addresses:
        values = [address.value]
        if address.kind == ContactAddress.Kind.PHONE:
            values += lookup_aliases(address.value)
        wanted |= Q(kind=address.kind, value__in=values)
    return list(ContactAddress.objects.filter(wanted).select_related("contact").order_by("contact_id", "pk"))


def _create(addresses: Sequence[Address], *, origin: str, profile_name: str) -> Known:
    player = Player.objects.create(origin=origin)
    contact = Contact.objects.create(
        player=player, display_name=profile_name[:80], zones_of_number=_zones_of(addresses)
    )
    rows = _store(contact, addresses)
    return Known(contact, rows[0])


def _zones_of(addresses: Sequence[Address]) -> str:
    phone = next((address.value for address in addresses if address.kind == ContactAddress.Kind.PHONE), "")
    return "|".join(clocks.zones_of_phone(phone)) if phone else ""


def _store(contact: Contact, addresses: Sequence[Address]) -> list[ContactAddress]:
    if not addresses:
        return []
    return ContactAddress.objects.bulk_create(
        [ContactAddress(contact=contact, kind=address.kind, value=address.value) for address in addresses]
    )


@transaction.atomic
def merge(*, keep_id: int, gone_id: int, now: datetime) -> Contact:
    """Two contacts turn out to be one person: everything moves to the older one, STOP survives.

    Both rows are locked in the order of their ids, so two merges at once cannot deadlock; the
    second finds nothing left to do. A turn that is being written for the contact that goes
    loses its lease with it and is answered again under the one that stays.
    """
    both = Contact.objects.filter(pk__in=(keep_id, gone_id)).select_for_update(no_key=True).order_by("pk")
    rows = {row.pk: row for row in both}
    keep, gone = rows[keep_id], rows.get(gone_id)
    if gone is None:
        return keep
    Session.objects.filter(contact=gone, closed_at=None).update(closed_at=now, last_message_at=F("last_message_at"))
    Session.objects.filter(contact=gone).update(contact=keep)
    # Numbers of what came in continue after those of the contact that stays. In one statement with the move,
    # for a number raised beforehand could be that of their own next message.
    Message.objects.filter(contact=gone, seq__isnull=False).update(contact=keep, seq=F("seq") + keep.inbound_seq)
    Message.objects.filter(contact=gone).update(contact=keep)
    for model in (ContactAddress, ConsentChange, MoodReading, InboxNote, OperatorAct, ModerationFlag):
        model._default_manager.filter(contact=gone).update(contact=keep)
    _merge_hand_overs(keep, gone, now=now)
    if not InboxThread.objects.filter(contact=keep).exists():
        InboxThread.objects.filter(contact=gone).update(contact=keep)
    _merge_reminders(keep, gone, now=now)
    walked = JourneyRun.objects.filter(contact=keep).values("name")
    JourneyRun.objects.filter(contact=gone).exclude(name__in=walked).update(contact=keep)
    if not (keep.replies_allowed and gone.replies_allowed):
        waiting = Letter.objects.waiting().filter(contact__in=(keep, gone))
        waiting.drop(reason=Letter.Reason.STOPPED, now=now)
    # Both are answered. One that was told of may wait to be told of once more, beside one that nobody was told of yet.
    kinds = list(Letter.objects.waiting().filter(contact=keep).values_list("kind", flat=True))
    Letter.objects.waiting().filter(contact=gone, kind__in=kinds).update(joined=True)
    Letter.objects.filter(contact=gone).update(contact=keep)
    _merge_windows(keep, gone)
    is_waiting = Message.objects.filter(contact=keep, status=Message.Status.RECEIVED).exists()
    keep.inbound_seq += gone.inbound_seq
    keep.answered_seq = max(keep.inbound_seq - 1, 0) if is_waiting else keep.inbound_seq
    keep.replies_allowed = keep.replies_allowed and gone.replies_allowed
    keep.proactive_allowed = keep.proactive_allowed and gone.proactive_allowed
    keep.display_name = keep.display_name or gone.display_name
    keep.topics = sorted(set(keep.topics) & set(gone.topics)) if keep.proactive_allowed else []
    keep.proactive_allowed = bool(keep.topics)
    keep.time_zone = keep.time_zone or gone.time_zone
    keep.zones_of_number = keep.zones_of_number or gone.zones_of_number
    keep.persona = keep.persona or gone.persona
    if keep.english_level_by == Contact.LevelBy.GUESS != gone.english_level_by:
        keep.english_level, keep.english_level_by = gone.english_level, gone.english_level_by
    keep.english_help = keep.english_help or gone.english_help
    keep.introduced_at = keep.introduced_at or gone.introduced_at
    keep.held_by_human_at = keep.held_by_human_at or gone.held_by_human_at
    keep.looping_at = keep.looping_at or gone.looping_at
    keep.handed_back_at = max(filter(None, (keep.handed_back_at, gone.handed_back_at)), default=None)
    _keep_later_distress(keep, gone)
    keep.last_inbound_at = max(filter(None, (keep.last_inbound_at, gone.last_inbound_at)), default=None)
    for take_along in merging:
        take_along(keep_id=keep.pk, gone_id=gone.pk)
    gone_player = gone.player
    accounts.move(keep=keep, gone=gone)
    gone.delete()
    bell.ring(gone_id)  # whose page is open finds itself under the contact that stays
    merge_players(keep=keep.player, gone=gone_player)
    keep.save()
    return keep


def _merge_hand_overs(keep: Contact, gone: Contact, *, now: datetime) -> None:
    """One talk with a person stays open at most: that of the contact that stays."""
    if HandOver.objects.still_open().filter(contact=keep).exists():
        HandOver.objects.still_open().filter(contact=gone).update(closed_at=now, ending=HandOver.Ending.HANDED_BACK)
    HandOver.objects.filter(contact=gone).update(contact=keep)


def _merge_reminders(keep: Contact, gone: Contact, *, now: datetime) -> None:
    """After a STOP by either nothing waits any more; the same reminder of both is one."""
    if not (keep.replies_allowed and gone.replies_allowed):
        Reminder.objects.waiting().filter(contact__in=(keep, gone)).update(
            state=Reminder.State.CANCELLED, reason=Reminder.Reason.STOPPED, ended_at=now
        )
    theirs = Reminder.objects.waiting().filter(contact=keep)
    for twin in Reminder.objects.waiting().filter(contact=gone):
        if theirs.filter(due_at=twin.due_at, about=twin.about).exists():
            twin.delete()
    Reminder.objects.filter(contact=gone).update(contact=keep)


def _keep_later_distress(keep: Contact, gone: Contact) -> None:
    if gone.distress_at and (keep.distress_at is None or gone.distress_at > keep.distress_at):
        keep.distress_at, keep.distress_seen_at = gone.distress_at, gone.distress_seen_at


def _merge_windows(keep: Contact, gone: Contact) -> None:
    kept = {window.sender: window for window in SenderWindow.objects.filter(contact=keep)}
    for window in SenderWindow.objects.filter(contact=gone):
        mine = kept.get(window.sender)
        if mine is None:
            SenderWindow.objects.filter(pk=window.pk).update(contact=keep)
        elif window.last_inbound_at > mine.last_inbound_at:
            SenderWindow.objects.filter(pk=mine.pk).update(last_inbound_at=window.last_inbound_at)
