"""A talk passes to a person and back to the bot; both edges are said aloud.

While it is held the bot is silent: STOP, erasing and a word of care for somebody in danger excepted.
What is written meanwhile is the operator's to answer and is never answered later by the bot. Every change
takes the contact's row first, so turns, operators and the sweep stand in one line.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

import numpy as np
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from conversations.between_turns.unasked import voice_for
from conversations.channels.registry import channel_for
from conversations.models import Contact, HandOver, InboxThread, Message, OperatorAct
from conversations.operators.audit import record
from conversations.operators.templates import OfferedTemplate
from conversations.sending import outbox
from conversations.sending.reply_window import ReplyWindow, find_window

logger = logging.getLogger(__name__)

_AT_ONCE = 100
_ATTEMPTS = uuid.UUID("6f0f3c1e-9a54-4b7e-8c55-3d1a7d0b9e21")  # ours alone; the names in it are attempts to answer


class HandOverRefusal(Exception):
    """Why an operator's act was not done, in words for them."""


@transaction.atomic
def begin(*, contact_id: int, because: str, now: datetime) -> HandOver:
    """The bot steps back. The words for it are the caller's; a talk that is held already stays as it is."""
    lock(contact_id)
    return _open(contact_id, because=because, now=now)


@transaction.atomic
def claim(
    *,
    contact: Contact,
    by: AbstractBaseUser,
    now: datetime,
    rng: np.random.Generator,
    from_user_id: int | None = None,
) -> HandOver:
    """``by`` has the talk from now on. Raises HandOverRefusal when a colleague has it.

    ``from_user_id`` names the colleague to take it from: whoever was shown another name is refused.
    A talk that the bot was leading is told that a person has come.
    """
    held = lock(contact.pk).held_by_human_at is not None
    row = _open(contact.pk, because=HandOver.Because.TAKEN, now=now)
    if row.claimed_by_id not in (None, by.pk, from_user_id):
        raise HandOverRefusal(f"{row.claimed_by} has this talk. Take it from them if they agree.")
    row.claimed_by_id, row.claimed_at, row.last_activity_at = by.pk, now, now
    row.save(update_fields=["claimed_by", "claimed_at", "last_activity_at"])
    InboxThread.objects.update_or_create(contact=contact, defaults={"assigned_to_id": by.pk})
    record(contact_id=contact.pk, by=by, what=OperatorAct.What.TOOK, now=now)
    if not held:
        _say(contact, "handover.person", origin=Message.Origin.SYSTEM, now=now, rng=rng)
    return row


@transaction.atomic
def reply(*, contact: Contact, by: AbstractBaseUser, body: str, seen: int, now: datetime, key: str = "") -> Message:
    """Send an operator's words to whom they hold.

    ``seen`` is the newest message that the operator had before them: whoever has not seen a colleague's
    answer is stopped before a second one leaves. ``key`` names the attempt: sent again, it is the message
    that is there already. Raises HandOverRefusal.
    """
    fresh = lock(contact.pk)
    if sent := _sent_before(contact, by, key):
        return sent
    row = _held_by(contact, by, seen=seen)
    window = _way_to(fresh, now=now)
    if not window.is_open:
        raise HandOverRefusal("The reply window is closed: only an approved template may go.")
    message = _send(fresh, by, window=window, body=body.replace("\0", "").strip(), template=None, key=key, now=now)
    _answered(row, now=now)
    record(contact_id=contact.pk, by=by, what=OperatorAct.What.ANSWERED, now=now)
    return message


@transaction.atomic
def send_template(
    *, contact: Contact, by: AbstractBaseUser, template: OfferedTemplate, values: Mapping[str, str], seen: int,
    now: datetime, key: str = "",
) -> Message:  # fmt: skip
    """An approved template, filled: it may leave where the window is closed. Otherwise as ``reply``."""
    fresh = lock(contact.pk)
    if sent := _sent_before(contact, by, key):
        return sent
    row = _held_by(contact, by, seen=seen)
    window = _way_to(fresh, now=now)
    if not channel_for(window.last_inbound.channel).is_pushed:
        raise HandOverRefusal("They wrote in the web chat last, where templates do not go.")
    if problems := template.problems_with(values):
        raise HandOverRefusal(" ".join(problems))
    message = _send(
        fresh, by, window=window, body=template.filled_with(values), template=outbox.Template(template.sid, values),
        key=key, now=now,
    )  # fmt: skip
    _answered(row, now=now)
    record(contact_id=contact.pk, by=by, what=OperatorAct.What.TEMPLATE, detail=template.name, now=now)
    return message


def _token(contact: Contact, by: AbstractBaseUser, key: str) -> uuid.UUID | None:
    """The same attempt of the same operator at the same person is the same message."""
    return uuid.uuid5(_ATTEMPTS, f"{contact.pk}:{by.pk}:{key}") if key else None


def _sent_before(contact: Contact, by: AbstractBaseUser, key: str) -> Message | None:
    token = _token(contact, by, key)
    return Message.objects.filter(contact=contact, public_id=token).first() if token else None


def _held_by(contact: Contact, by: AbstractBaseUser, *, seen: int) -> HandOver:
    row = HandOver.objects.still_open().filter(contact=contact).select_related("claimed_by").first()
    if row is None or row.claimed_by_id != by.pk:
        holder = row.claimed_by if row else None
        raise HandOverRefusal(f"{holder} has this talk." if holder else "Take over first.")
    if Message.objects.filter(contact=contact, origin=Message.Origin.OPERATOR, pk__gt=seen).exists():
        raise HandOverRefusal("That was answered meanwhile: look at the newest messages first.")
    return row


def _way_to(contact: Contact, *, now: datetime) -> ReplyWindow:
    if not contact.replies_allowed:
        raise HandOverRefusal("They said STOP. They may be written to once they write again.")
    window = find_window(contact, now=now)
    if window is None:
        raise HandOverRefusal("They have never written, so nobody knows by which way to answer.")
    return window


def _send(
    contact: Contact, by: AbstractBaseUser, *, window: ReplyWindow, body: str, template: outbox.Template | None,
    key: str, now: datetime,
) -> Message:  # fmt: skip
    last = window.last_inbound
    try:
        return outbox.enqueue(
            contact=contact, origin=Message.Origin.OPERATOR, body=body, now=now, session=last.session,
            address=last.address, channel=last.channel, sender=last.sender, template=template,
            public_id=_token(contact, by, key),
        )  # fmt: skip
    except outbox.UnsendableMessage as error:
        raise HandOverRefusal(f"That cannot be sent: {error}.") from error


def _answered(row: HandOver, *, now: datetime) -> None:
    HandOver.objects.filter(pk=row.pk).update(
        first_answer_at=row.first_answer_at or now, last_answer_at=now, last_activity_at=now
    )


@transaction.atomic
def hand_back(*, contact: Contact, now: datetime, rng: np.random.Generator, by: AbstractBaseUser | None = None) -> None:
    """The bot answers again, and says so. What it had given up on or taken for a machine is tried anew."""
    lock(contact.pk)
    row = HandOver.objects.still_open().filter(contact=contact).first()
    Contact.objects.filter(pk=contact.pk).update(
        held_by_human_at=None, parked_at=None, looping_at=None, handed_back_at=now, attempts=0
    )
    InboxThread.objects.update_or_create(contact=contact, defaults={"assigned_to": None, "settled_at": now})
    record(contact_id=contact.pk, by=by, what=OperatorAct.What.HANDED_BACK, now=now)
    if row is not None:
        _close(row, ending=HandOver.Ending.HANDED_BACK, now=now)
        _say(contact, "handover.back", origin=Message.Origin.REPLY, now=now, rng=rng)


def return_overdue(*, now: datetime, rng: np.random.Generator, contact_id: int | None = None) -> int:
    """Give talks back to the bot in which no operator did anything for too long. Safe to run twice, or at once.

    ``contact_id`` looks at one person alone.
    """
    since = now - timedelta(minutes=settings.HANDOVER_TIMEOUT_MINUTES)
    rows = HandOver.objects.overdue(since=since)
    rows = rows if contact_id is None else rows.filter(contact=contact_id)
    overdue = rows.order_by("last_activity_at").values_list("pk", "contact_id")
    returned = 0
    for pk, whom in list(overdue[:_AT_ONCE]):
        try:
            returned += _return(pk, whom, since=since, now=now, rng=rng)
        except Exception:  # one that cannot be given back holds up nobody behind it
            logger.exception("hand-over %s of contact %s could not be given back", pk, whom)
    return returned


@transaction.atomic
def _return(pk: int, contact_id: int, *, since: datetime, now: datetime, rng: np.random.Generator) -> bool:
    contact = Contact.objects.select_for_update().filter(pk=contact_id).first()
    # Looked at again under the lock: an operator may have answered in this very second.
    row = HandOver.objects.overdue(since=since).filter(pk=pk).first()
    if contact is None or row is None:
        return False
    _close(row, ending=HandOver.Ending.TIMED_OUT, now=now)
    Contact.objects.filter(pk=contact_id).update(held_by_human_at=None, handed_back_at=now)
    was_answered = row.first_answer_at is not None or row.because == HandOver.Because.TAKEN
    key = "handover.back" if was_answered else "handover.nobody"
    _say(contact, key, origin=Message.Origin.REPLY, now=now, rng=rng)
    return True


def was_held(*, contact: Contact, at: datetime) -> bool:
    """Whether a message of that time was an operator's to answer. A query only for the rare late one."""
    if contact.held_by_human_at is not None:
        return True
    if contact.handed_back_at is None or at >= contact.handed_back_at:
        return False
    return HandOver.objects.answering_for(contact_id=contact.pk, at=at).exists()


def lock(contact_id: int) -> Contact:
    """The person's row, for this transaction. Raises HandOverRefusal for somebody who was erased meanwhile."""
    contact = Contact.objects.select_for_update().filter(pk=contact_id).first()
    if contact is None:
        raise HandOverRefusal("This person is not here any more: their data was deleted.")
    return contact


def _open(contact_id: int, *, because: str, now: datetime) -> HandOver:
    Contact.objects.filter(pk=contact_id, held_by_human_at=None).update(held_by_human_at=now)
    row, _ = HandOver.objects.still_open().get_or_create(
        contact_id=contact_id, defaults={"because": because, "opened_at": now, "last_activity_at": now}
    )
    return row


def _close(row: HandOver, *, ending: str, now: datetime) -> None:
    HandOver.objects.still_open().filter(pk=row.pk).update(closed_at=now, ending=ending)


def _say(contact: Contact, key: str, *, origin: str, now: datetime, rng: np.random.Generator) -> None:
    """A word on the edge, where one may be said at all: not after STOP, not outside the window."""
    fresh = Contact.objects.get(pk=contact.pk)
    window = find_window(fresh, now=now)
    if not fresh.replies_allowed or window is None or not window.is_open:
        return
    last = window.last_inbound
    voice = voice_for(fresh, now=now, rng=rng)
    outbox.enqueue(
        contact=fresh, origin=origin, body=voice.say(key), now=now, session=last.session, address=last.address,
        channel=last.channel, sender=last.sender,
    )  # fmt: skip
