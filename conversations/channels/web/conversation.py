"""What a visitor's page is told, however it asks: over HTTP, or over its socket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from conversations.channels.web.serializers import as_bubbles
from conversations.models import Message

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


# Pages ask far more often than anything is new, so finding that out is one statement and no row of a message.
_GLANCE = """
SELECT c.id, c.answered_seq < c.inbound_seq AND c.parked_at IS NULL, c.held_by_human_at IS NOT NULL,
       EXISTS (SELECT 1 FROM conversations_message m
                WHERE m.contact_id = c.id AND m.id > %(after)s AND m.status <> 'withheld')
  FROM conversations_contactaddress a JOIN conversations_contact c ON c.id = a.contact_id
 WHERE a.kind = 'web' AND a.value = %(token)s
"""


def read_on(token: str, *, after: int) -> Heard:
    """The newest messages behind ``after``, as the page draws them."""
    with connection.cursor() as cursor:
        cursor.execute(_GLANCE, {"token": token, "after": after})
        row = cursor.fetchone()
    if row is None:
        return Heard(None, [])
    contact_id, is_waiting, is_held, has_news = row
    return Heard(contact_id, _messages_of(contact_id, after=after) if has_news else [], is_waiting, is_held)


def _messages_of(contact_id: int, *, after: int) -> list[dict[str, Any]]:
    visible = Message.objects.filter(contact_id=contact_id, pk__gt=after).exclude(status=Message.Status.WITHHELD)
    newest = visible.defer("raw", "understanding").order_by("-pk")[:_PAGE]
    return as_bubbles(list(newest)[::-1])
