"""Many messages that we start by ourselves, stored in one statement: for whoever writes to thousands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from conversations.channels.registry import channel_for
from conversations.channels.types import Button
from conversations.models import PROACTIVE_TOPICS, Message
from conversations.sending.outbox import Template, UnsendableMessage, check_shape, content_of, wake_sender
from games.models import Slate


@dataclass(frozen=True)
class Proposed:
    contact_id: int
    body: str
    channel: str
    sender: str
    address_id: int | None
    buttons: Sequence[Button] = ()
    template: Template | None = None
    slate: Slate | None = None


@transaction.atomic
def enqueue_all(proposed: Sequence[Proposed], *, topic: str, message_type: str, now: datetime) -> Sequence[Message]:
    """Store them and wake the sender once; returned in the same order. Only for channels that are pushed.

    Raises UnsendableMessage for the first of a wrong shape; nothing is stored then.
    """
    if topic not in PROACTIVE_TOPICS:
        raise UnsendableMessage(f"nobody can have said yes to the topic {topic!r}")
    for one in proposed:
        check(one)
    stored = Message.objects.bulk_create(
        Message(
            contact_id=one.contact_id,
            address_id=one.address_id,
            channel=one.channel,
            sender=one.sender,
            direction=Message.Direction.OUTBOUND,
            origin=Message.Origin.PROACTIVE,
            status=Message.Status.QUEUED,
            body=one.body,
            slate=one.slate,
            content=content_of(one.buttons, (), "", one.template, topic, message_type),
            created_at=now,
            due_at=now,
        )
        for one in proposed
    )
    if stored:
        wake_sender()
    return stored


def check(one: Proposed) -> None:
    """Raises UnsendableMessage for a wrong shape, or a channel on which nobody is written to first."""
    way = channel_for(one.channel)
    if not way.is_pushed:
        raise UnsendableMessage(f"nobody is written to first on {one.channel}")
    check_shape(one.body, one.buttons, max_chars=way.max_body_chars, max_buttons=way.max_buttons)
