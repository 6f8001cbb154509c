"""Who answers a contact: one worker at a time, without a row lock over slow work.

    free -> leased -> released        (nothing waits any more)
               |-> expired -> leased  (the worker died or is too slow; another takes over)

A lease is a token and an end. Whoever holds it proves that in the very transaction that writes
the answer; a worker that lost it writes nothing.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db.models import Exists, F, Q

from conversations.models import Contact, Message, Switch
from conversations.realtime import bell

DURATION = timedelta(seconds=25)  # longer than the talk cluster lets a task live
MAX_ATTEMPTS = 3


class LeaseLostError(Exception):
    """Somebody else answers this contact now; what was being written must be rolled back."""


def acquire(contact_id: int, *, now: datetime) -> uuid.UUID | None:
    """A token, or None when somebody else holds the contact, it was given up, or nobody is answered at present."""
    token = uuid.uuid4()
    is_free = Q(lease_until=None) | Q(lease_until__lt=now)
    in_maintenance = Switch.objects.filter(key=Switch.Key.MAINTENANCE, is_on=True)
    taken = Contact.objects.filter(is_free, ~Exists(in_maintenance), pk=contact_id, parked_at=None).update(
        lease_token=token, lease_until=now + DURATION
    )
    return token if taken else None


def prove(contact_id: int, token: uuid.UUID, *, is_led_by_a_person: bool, now: datetime) -> bool:
    """Hold the contact's row for the rest of this transaction, its tries forgotten should that be committed.

    False when a person took over, or left, since ``is_led_by_a_person`` was read. Raises LeaseLostError.
    """
    mine = Contact.objects.filter(pk=contact_id, lease_token=token)
    is_as_read = Q(held_by_human_at__isnull=not is_led_by_a_person)
    if mine.filter(is_as_read).update(lease_until=now + DURATION, attempts=0):
        return True
    if not mine.exists():
        raise LeaseLostError(f"contact {contact_id}")
    return False


def release(contact_id: int, token: uuid.UUID, *, seen_seq: int) -> bool:
    """Let go, unless a message came since ``seen_seq`` or still waits: then False, and the holder looks again."""
    waits = Message.objects.filter(contact_id=contact_id, status=Message.Status.RECEIVED)
    return bool(
        Contact.objects.filter(~Exists(waits), pk=contact_id, lease_token=token, inbound_seq=seen_seq).update(
            lease_token=None, lease_until=None, answered_seq=F("inbound_seq"), attempts=0
        )
    )


def drop(contact_id: int, token: uuid.UUID) -> None:
    """Let go although something waits; the sweep brings somebody back."""
    Contact.objects.filter(pk=contact_id, lease_token=token).update(lease_token=None, lease_until=None)


def count_attempt(contact_id: int, token: uuid.UUID, *, now: datetime) -> bool:
    """Count a try before the work begins, so that a task which kills its worker is counted too.

    False when the tries are used up: the contact is parked and an operator must look.
    """
    mine = Contact.objects.filter(pk=contact_id, lease_token=token)
    if mine.filter(attempts__lt=MAX_ATTEMPTS).update(attempts=F("attempts") + 1):
        return True
    if mine.update(parked_at=now, lease_token=None, lease_until=None):
        bell.ring(contact_id)
    return False


def next_waiting(contact_id: int) -> tuple[int, Message | None]:
    """The contact's inbound number as it is now, and the first message that waits.

    Raises Contact.DoesNotExist when they were merged or erased meanwhile.
    """
    message = (
        Message.objects.filter(contact_id=contact_id, status=Message.Status.RECEIVED)
        .select_related("contact__player", "address")
        .defer("raw")
        .order_by("seq")
        .first()
    )
    if message is not None:
        return message.contact.inbound_seq, message
    return Contact.objects.values_list("inbound_seq", flat=True).get(pk=contact_id), None
