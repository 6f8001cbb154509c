"""What a visitor's page is told, however it asks: over HTTP, or over its socket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from conversations.channels.web import visitors
from conversations.channels.web.serializers import as_bubbles
from conversations.models import Contact, Message

_PAGE = 60


@dataclass(frozen=True)
class Heard:
    """``contact_id`` is None before the first message and after "delete my data"."""

    contact_id: int | None
    messages: list[dict[str, Any]]
    is_waiting: bool = False
    is_held: bool = False

    def as_json(self) -> dict[str, Any]:
        return {"messages": self.messages, "waiting": self.is_waiting, "held": self.is_held}


def read_on(token: str, *, after: int) -> Heard:
    """The newest messages behind ``after``, as the page draws them."""
    contact = visitors.contact_of(token)
    return heard_by(contact, after=after) if contact else Heard(None, [])


def heard_by(contact: Contact, *, after: int) -> Heard:
    visible = Message.objects.filter(contact=contact, pk__gt=after).exclude(status=Message.Status.WITHHELD)
    newest = list(visible.order_by("-pk")[:_PAGE])
    return Heard(
        contact.pk,
        as_bubbles(newest[::-1]),
        is_waiting=contact.answered_seq < contact.inbound_seq and contact.parked_at is None,
        is_held=contact.held_by_human_at is not None,
    )
