"""Who answers a contact: one worker at a time, without a row lock over slow work.

    free -> leased -> released        (nothing waits any more)
               |-> expired -> leased  (the worker died or is too slow; another takes over)

A lease is a token and an end. Whoever holds it proves that in the very transaction that writes
the answer; a worker that lost it writes nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import F

from conversations.models import Contact, Message, Switch
from conversations.realtime import bell

DURATION = timedelta(seconds=25)  # longer than the talk cluster lets a task live
MAX_ATTEMPTS = 3

# Every turn goes through these, so they are written out: Django takes longer to write them than PostgreSQL to answer.
_WAITS = "EXISTS (SELECT FROM conversations_message AS m WHERE m.contact_id = c.id AND m.status = 'received')"
_ACQUIRE = """
WITH free AS (
    SELECT c.id, c.attempts < %(most)s AND <waits> AS is_try
      FROM conversations_contact AS c
     WHERE c.id = %(contact)s AND c.parked_at IS NULL AND (c.lease_until IS NULL OR c.lease_until < %(now)s)
       AND NOT EXISTS (SELECT FROM conversations_switch AS s WHERE s.key = %(off)s AND s.is_on)
       FOR NO KEY UPDATE
)
UPDATE conversations_contact AS c
   SET lease_token = %(token)s, lease_until = %(until)s, attempts = c.attempts + free.is_try::int
  FROM free WHERE c.id = free.id
RETURNING free.is_try
""".replace("<waits>", _WAITS)
_PROVE = """
UPDATE conversations_contact SET lease_until = %s, attempts = 0
 WHERE id = %s AND lease_token = %s AND (held_by_human_at IS NOT NULL) = %s
"""
_RELEASE = """
UPDATE conversations_contact AS c
   SET lease_token = NULL, lease_until = NULL, answered_seq = c.inbound_seq, attempts = 0<changes>
 WHERE c.id = %(contact)s AND c.lease_token = %(token)s AND c.inbound_seq = %(seen)s AND NOT <waits>
RETURNING CASE WHEN %(rings)s THEN pg_notify(%(bell)s, c.id::text) END
""".replace("<waits>", _WAITS)


class LeaseLostError(Exception):
    """Somebody else answers this contact now; what was being written must be rolled back."""


@dataclass(frozen=True)
class Lease:
    """``is_counted``: a try at the message that waits was counted with it."""

    token: uuid.UUID
    is_counted: bool


def acquire(contact_id: int, *, now: datetime) -> Lease | None:
    """None when somebody else holds the contact, it was given up, or nobody is answered at present.

    If a message waits, the first try at it is counted in the same statement, unless all are used up.
    """
    token = uuid.uuid4()
    with connection.cursor() as cursor:
        cursor.execute(
            _ACQUIRE,
            {
                "contact": contact_id, "token": token, "now": now, "until": now + DURATION,
                "most": MAX_ATTEMPTS, "off": Switch.Key.MAINTENANCE,
            },
        )  # fmt: skip
        row = cursor.fetchone()
    return None if row is None else Lease(token, row[0])


def prove(contact_id: int, token: uuid.UUID, *, is_led_by_a_person: bool, now: datetime) -> bool:
    """Hold the contact's row for the rest of this transaction, its tries forgotten should that be committed.

    False when a person took over, or left, since ``is_led_by_a_person`` was read. Raises LeaseLostError.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PROVE, [now + DURATION, contact_id, token, is_led_by_a_person])
        if cursor.rowcount:
            return True
    if not Contact.objects.filter(pk=contact_id, lease_token=token).exists():
        raise LeaseLostError(f"contact {contact_id}")
    return False


def release(
    contact_id: int, token: uuid.UUID, *, seen_seq: int, changes: Mapping[str, Any] | None = None, rings: bool = False
) -> bool:
    """Let go, unless a message came since ``seen_seq`` or still waits: then False, and the holder looks again.

    ``changes`` are columns of the contact, and ``rings`` is for open pages: done with the letting go or not at all.
    """
    told = dict(changes or {})
    text = _RELEASE.replace("<changes>", "".join(f", {name} = %({name})s" for name in told))
    with connection.cursor() as cursor:
        asked: dict[str, Any] = {
            "contact": contact_id,
            "token": token,
            "seen": seen_seq,
            "rings": rings,
            "bell": bell.CHANNEL,
        }
        cursor.execute(text, {**told, **asked})
        has_gone = cursor.fetchone() is not None
    if has_gone and rings:
        bell.ring_redis(contact_id)
    return has_gone


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
