"""Until when we may write freely to somebody, and on which way."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import connection

from conversations.channels.registry import channel_for, pushed_kinds
from conversations.models import Contact, Message, SenderWindow


@dataclass(frozen=True)
class ReplyWindow:
    """The way by which a person wrote last. ``closes_at`` is None where the provider sets no limit."""

    last_inbound: Message
    is_open: bool
    closes_at: datetime | None


def find_window(contact: Contact, *, now: datetime, is_pushed: bool = False) -> ReplyWindow | None:
    """None when they have never written. The claim of the outbox asks the same question again, with its own clock.

    What nobody asked for goes by a way that reaches them: ``is_pushed`` leaves out those that wait to be fetched.
    """
    inbound = Message.objects.filter(contact=contact, direction=Message.Direction.INBOUND)
    last = (
        (inbound.filter(channel__in=pushed_kinds()) if is_pushed else inbound)
        .select_related("address", "session")
        .defer("raw", "understanding", "body")
        .order_by("-seq")
        .first()
    )
    if last is None:
        return None
    opened = SenderWindow.objects.filter(contact=contact, sender=last.sender).values_list("last_inbound_at", flat=True)
    return _window(last, opened.first, now)


_LAST_PUSHED = """
SELECT last.id FROM unnest(%(contacts)s::bigint[]) AS w (id) CROSS JOIN LATERAL (
    SELECT m.id FROM conversations_message m
     WHERE m.contact_id = w.id AND m.seq IS NOT NULL AND m.direction = 'inbound' AND m.channel = ANY (%(channels)s)
     ORDER BY m.seq DESC LIMIT 1) last
"""


def find_windows(contact_ids: Collection[int], *, now: datetime) -> Mapping[int, ReplyWindow]:
    """The same of many, by contact, by ways that reach people: three statements, however many are asked about."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST_PUSHED, {"contacts": list(contact_ids), "channels": list(pushed_kinds())})
        found = [pk for (pk,) in cursor.fetchall()]
    lasts = Message.objects.filter(pk__in=found).select_related("address").defer("raw", "understanding", "body")
    windows = SenderWindow.objects.filter(contact__in=contact_ids)
    opened = {(row.contact_id, row.sender): row.last_inbound_at for row in windows}
    return {last.contact_id: _window(last, partial(opened.get, (last.contact_id, last.sender)), now) for last in lasts}


def _window(last: Message, opened: Callable[[], datetime | None], now: datetime) -> ReplyWindow:
    hours = channel_for(last.channel).free_form_hours
    if hours is None:
        return ReplyWindow(last, is_open=True, closes_at=None)
    since = opened()
    if since is None:
        return ReplyWindow(last, is_open=False, closes_at=None)
    closes_at = since + timedelta(hours=hours)
    return ReplyWindow(last, is_open=now < closes_at, closes_at=closes_at)
