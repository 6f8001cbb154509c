"""What got stuck is found and finished, or shown. Each sweep may run at any time, twice, or at once."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

import numpy as np
from django.db.models import F
from django_q.tasks import async_task

from conversations.channels.errors import DeliveryError
from conversations.channels.registry import channel_for
from conversations.models import Contact, Message
from conversations.sending import outbox, send_loop

logger = logging.getLogger(__name__)

_UNANSWERED_AFTER = timedelta(seconds=20)
_SENDING_AFTER = timedelta(seconds=60)
_BETWEEN_LOOKUPS = timedelta(seconds=60)
_LOOKUPS = 2
_AT_ONCE = 200


def bring_back_unanswered(now: datetime) -> int:
    """Queue an answer for contacts that wait although no task of theirs is left."""
    from conversations import maintenance, tasks

    if maintenance.is_on():
        return 0
    waiting = Contact.objects.filter(
        answered_seq__lt=F("inbound_seq"), parked_at=None, last_inbound_at__lt=now - _UNANSWERED_AFTER
    ).exclude(lease_until__gt=now)
    ids = list(waiting.order_by("last_inbound_at").values_list("pk", flat=True)[:_AT_ONCE])
    for contact_id in ids:
        async_task(tasks.answer, contact_id)
    return len(ids)


def look_up_sending(now: datetime, *, rng: np.random.Generator, kind: str = "") -> int:
    """Ask the provider about messages that have been on their way for too long.

    One match adopts the provider's id. None, twice, a minute apart: a reply is sent again, a campaign message
    or a template becomes UNKNOWN. Several matches: UNKNOWN, for nobody can tell which is ours. ``kind`` keeps to one
    channel.
    """
    stuck = Message.objects.filter(status=Message.Status.SENDING, claimed_at__lt=now - _SENDING_AFTER)
    stuck = stuck.filter(channel=kind) if kind else stuck
    count = 0
    for message in stuck.select_related("address").order_by("claimed_at")[:_AT_ONCE]:
        # Whoever raises the count may ask; a second sweep at the same time finds the row changed.
        due = message.claimed_at if message.lookups == 0 else message.due_at
        if message.lookups and due and due > now:
            continue
        taken = Message.objects.filter(pk=message.pk, status=Message.Status.SENDING, lookups=message.lookups).update(
            lookups=F("lookups") + 1, due_at=now + _BETWEEN_LOOKUPS
        )
        if not taken:
            continue
        count += 1
        _look_up(message, now=now, rng=rng)
    if outbox.is_anything_due(now):
        outbox.wake_sender()
    return count


def _look_up(message: Message, *, now: datetime, rng: np.random.Generator) -> None:
    assert message.claimed_at is not None  # a constraint holds this
    try:
        found = channel_for(message.channel).find_sent(send_loop.as_outbound(message), claimed_at=message.claimed_at)
    except DeliveryError as error:
        logger.warning("look-up of message %s failed: %s", message.pk, error)
        Message.objects.filter(pk=message.pk).update(lookups=message.lookups)
        return
    ours = set(
        Message.objects.filter(provider_id__in=found).exclude(pk=message.pk).values_list("provider_id", flat=True)
    )
    matches = [provider_id for provider_id in found if provider_id not in ours]
    if len(matches) == 1:
        send_loop.record_acceptances([(message, matches[0])], now=now)
    elif matches:
        _give_up(message, "several messages at the provider look like this one")
    elif message.lookups + 1 >= _LOOKUPS:
        # Nobody asked for a campaign twice; and what a template became there, its body here does not tell.
        if message.origin == Message.Origin.PROACTIVE or "template_sid" in message.content:
            _give_up(message, "the provider does not know it")
        else:
            Message.objects.filter(pk=message.pk, status=Message.Status.SENDING).update(
                status=Message.Status.QUEUED, due_at=now, lookups=0
            )


def _give_up(message: Message, reason: str) -> None:
    logger.error("message %s: %s; an operator must look", message.pk, reason)
    Message.objects.filter(pk=message.pk, status=Message.Status.SENDING).update(
        status=Message.Status.UNKNOWN, error=reason
    )
