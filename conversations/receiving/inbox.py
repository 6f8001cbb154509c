"""Messages come in: stored once, counted once, their handling queued once, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django_q.tasks import async_task

from conversations.channels.registry import channel_for
from conversations.channels.types import InboundMessage
from conversations.models import Message
from conversations.realtime import bell
from conversations.receiving import identity

_TRIES = 3  # a new person's first two messages may race for the same address


@dataclass(frozen=True)
class Receipt:
    message_id: int
    contact_id: int
    is_new: bool


def receive(inbound: InboundMessage, *, now: datetime) -> Receipt:
    """Store a message and queue its answer; a message seen before changes nothing.

    The unique (channel, provider id) decides: whoever inserts second is rolled back whole. The queue
    is a table of this database, so message and task commit together (docs/decisions/0003).
    Raises the database's own error when nothing could be stored: then a redelivery helps.
    """
    for attempt in range(_TRIES):
        try:
            return _store(inbound, now=now)
        except IntegrityError:
            seen = Message.objects.filter(channel=inbound.channel, provider_id=inbound.provider_id).first()
            if seen is not None:
                return Receipt(seen.pk, seen.contact_id, is_new=False)
            if attempt == _TRIES - 1:
                raise
    raise AssertionError("unreachable")


@transaction.atomic
def _store(inbound: InboundMessage, *, now: datetime) -> Receipt:
    known = identity.find_or_create(
        inbound.addresses, origin=inbound.channel, profile_name=without_nul(inbound.profile_name), now=now
    )
    contact = known.contact
    # Raising the number first takes the contact's row lock: copies of one message queue up here.
    sender = str(without_nul(inbound.sender))[:60]
    seq = _raise_inbound_seq(contact.pk, sender=sender, now=now)
    message = Message.objects.create(
        contact=contact,
        address=known.address,
        channel=inbound.channel,
        sender=sender,
        direction=Message.Direction.INBOUND,
        origin=Message.Origin.PLAYER,
        status=Message.Status.RECEIVED,
        provider_id=inbound.provider_id,
        seq=seq,
        kind=inbound.kind,
        body=without_nul(inbound.body),
        choice=without_nul(inbound.choice)[:200],
        content=_content(inbound),
        raw=without_nul(inbound.raw) or None,
        quoted_provider_id=without_nul(inbound.quoted_provider_id)[:64],
        created_at=now,
    )
    if channel_for(inbound.channel).is_pushed:
        from conversations import tasks

        async_task(tasks.answer, contact.pk)
    return Receipt(message.pk, contact.pk, is_new=True)


def _raise_inbound_seq(contact_id: int, *, sender: str, now: datetime) -> int:
    """Count the message, open the reply window and ring for open pages, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH raised AS (
                UPDATE conversations_contact
                   SET inbound_seq = inbound_seq + 1,
                       goes_at = NULL,
                       last_inbound_at = GREATEST(last_inbound_at, %(now)s)
                 WHERE id = %(contact)s
             RETURNING id, inbound_seq
            ), opened AS (
                INSERT INTO conversations_senderwindow (contact_id, sender, last_inbound_at)
                SELECT id, %(sender)s, %(now)s FROM raised
                ON CONFLICT (contact_id, sender) DO UPDATE
                   SET last_inbound_at = GREATEST(conversations_senderwindow.last_inbound_at, EXCLUDED.last_inbound_at)
            )
            SELECT inbound_seq, pg_notify(%(bell)s, id::text) FROM raised
            """,
            {"contact": contact_id, "sender": sender, "now": now, "bell": bell.CHANNEL},
        )
        row = cursor.fetchone()
    if row is None:  # merged or erased between the look-up and now
        raise IntegrityError("the contact is gone")
    bell.ring_redis(contact_id)
    return int(row[0])


def _content(inbound: InboundMessage) -> dict[str, Any]:
    content: dict[str, Any] = {}
    if inbound.media:
        content["media"] = [
            {"url": media.url, "content_type": media.content_type, "refused": media.refused} for media in inbound.media
        ]
    if inbound.location:
        content["location"] = list(inbound.location)
    for name, value in (
        ("file_name", inbound.file_name), ("opt_out", inbound.opt_out), ("referral", inbound.referral)
    ):  # fmt: skip
        if value:
            content[name] = value
    cleaned: dict[str, Any] = without_nul(content)
    return cleaned


def without_nul(value: Any) -> Any:
    """PostgreSQL stores no NUL, neither in text nor in JSON; nothing a person meant is lost."""
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, dict):
        return {without_nul(key): without_nul(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [without_nul(item) for item in value]
    return value
