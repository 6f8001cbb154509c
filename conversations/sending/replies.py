"""What a turn says, all of its parts stored in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from conversations.channels.registry import channel_for
from conversations.channels.types import Button, GameCard
from conversations.models import Contact, Message, Session
from conversations.sending.outbox import check_shape, content_of, wake_sender
from games.models import Slate


@dataclass(frozen=True)
class Part:
    body: str
    buttons: Sequence[Button] = ()
    cards: Sequence[GameCard] = ()
    image_url: str = ""


def enqueue_reply(
    parts: Sequence[Part],
    *,
    contact: Contact,
    origin: str,
    to: Message,
    session: Session,
    slate: Slate | None,
    now: datetime,
) -> Sequence[Message]:
    """Store the parts and wake the sender once, in the caller's transaction. They leave by the address they answer.

    The caller rings for open pages, and says of ``slate`` when it was shown where the channel is fetched.
    Raises UnsendableMessage for a wrong shape, before anything is stored, and IntegrityError when this was answered
    already; the caller's transaction is lost then.
    """
    way = channel_for(to.channel)
    for part in parts:
        check_shape(part.body, part.buttons, max_chars=way.max_body_chars, max_buttons=way.max_buttons)
    fetched_at = None if way.is_pushed else now
    stored = Message.objects.bulk_create(
        Message(
            contact=contact,
            session=session,
            address=to.address,
            channel=to.channel,
            sender=to.sender,
            direction=Message.Direction.OUTBOUND,
            origin=origin,
            status=Message.Status.QUEUED if way.is_pushed else Message.Status.DELIVERED,
            body=part.body,
            content=content_of(part.buttons, part.cards, part.image_url, None, "", ""),
            in_reply_to=to,
            part=number,
            slate=slate,
            created_at=now,
            due_at=now,
            sent_at=fetched_at,
            delivered_at=fetched_at,
        )
        for number, part in enumerate(parts)
    )
    if stored and way.is_pushed:
        wake_sender()
    return stored
