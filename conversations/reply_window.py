"""Until when we may write freely to somebody, and on which way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

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
    hours = channel_for(last.channel).free_form_hours
    if hours is None:
        return ReplyWindow(last, is_open=True, closes_at=None)
    opened = SenderWindow.objects.filter(contact=contact, sender=last.sender).values_list("last_inbound_at", flat=True)
    since = opened.first()
    if since is None:
        return ReplyWindow(last, is_open=False, closes_at=None)
    closes_at = since + timedelta(hours=hours)
    return ReplyWindow(last, is_open=now < closes_at, closes_at=closes_at)
