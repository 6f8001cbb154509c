"""What an operator does beside the words: who looks after somebody, notes, what needs nobody any more.

Every act takes the contact's row first, as hand-overs do, and leaves its line in the audit.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, transaction

from conversations.models import Contact, HandOver, InboxNote, InboxThread, InboxVisit, OperatorAct
from conversations.operators.audit import record
from conversations.operators.handover import HandOverRefusal, lock
from games.models import Player

_MOST_CHARS = 2_000
_What = OperatorAct.What


@transaction.atomic
def assign(
    *, contact: Contact, to: AbstractBaseUser | None, by: AbstractBaseUser, expected_id: int | None, now: datetime
) -> None:
    """``to`` looks after them from now on; None: nobody in particular.

    ``expected_id`` is who had them when ``by`` chose: if somebody else has them by now, HandOverRefusal is raised.
    """
    lock(contact.pk)
    held = HandOver.objects.still_open().filter(contact=contact).select_related("claimed_by").first()
    thread = InboxThread.objects.filter(contact=contact).select_related("assigned_to").first()
    holder = held.claimed_by if held else thread.assigned_to if thread else None
    if (holder.pk if holder else None) != expected_id:
        raise HandOverRefusal(f"{holder or 'Nobody'} has them by now. Look again before you change it.")
    if held:
        held.claimed_by_id, held.last_activity_at = (to.pk if to else None), now
        held.claimed_at = now if to else held.claimed_at
        held.save(update_fields=["claimed_by", "claimed_at", "last_activity_at"])
    InboxThread.objects.update_or_create(contact=contact, defaults={"assigned_to_id": to.pk if to else None})
    record(contact_id=contact.pk, by=by, what=_What.ASSIGNED, detail=f"to {to}" if to else "to nobody", now=now)


@transaction.atomic
def settle(*, contact: Contact, by: AbstractBaseUser, now: datetime) -> None:
    """What they said so far needs nobody any more; what they say next may."""
    lock(contact.pk)
    InboxThread.objects.update_or_create(contact=contact, defaults={"settled_at": now})
    record(contact_id=contact.pk, by=by, what=_What.SETTLED, now=now)


@transaction.atomic
def look_at_distress(*, contact: Contact, by: AbstractBaseUser, now: datetime) -> None:
    lock(contact.pk)
    if Contact.objects.filter(pk=contact.pk, distress_at__lte=now).update(distress_seen_at=now):
        record(contact_id=contact.pk, by=by, what=_What.LOOKED, now=now)


@transaction.atomic
def note(*, contact: Contact, by: AbstractBaseUser, body: str, now: datetime) -> InboxNote:
    """Raises HandOverRefusal for nothing, for more than fits, and for a child: of them no more is kept than must be."""
    words = body.replace("\0", "").strip()
    if not words:
        raise HandOverRefusal("A note needs words.")
    if len(words) > _MOST_CHARS:
        raise HandOverRefusal(f"A note takes {_MOST_CHARS} characters; this has {len(words)}.")
    if lock(contact.pk).player.age_band == Player.AgeBand.UNDER_13:
        raise HandOverRefusal("Nothing is noted about players under 13.")
    row = InboxNote.objects.create(contact=contact, by_id=by.pk, body=words, at=now)
    record(contact_id=contact.pk, by=by, what=_What.NOTED, now=now)
    return row


@transaction.atomic
def remove_note(*, contact: Contact, note_id: int, by: AbstractBaseUser, now: datetime) -> None:
    """One's own only. Raises HandOverRefusal."""
    gone, _ = InboxNote.objects.filter(contact=contact, pk=note_id, by_id=by.pk).delete()
    if not gone:
        raise HandOverRefusal("Only who wrote a note removes it.")
    record(contact_id=contact.pk, by=by, what=_What.NOTE_REMOVED, now=now)


def mark_read(*, contact: Contact, by: AbstractBaseUser, seen: int) -> None:
    """``by`` had everything up to the message ``seen`` before them. It never moves back, also when two tabs tell it."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {InboxVisit._meta.db_table} AS v (contact_id, by_id, seen) VALUES (%s, %s, %s)"  # noqa: S608 - ours
            " ON CONFLICT (contact_id, by_id) DO UPDATE SET seen = GREATEST(v.seen, EXCLUDED.seen)",
            [contact.pk, by.pk, seen],
        )
