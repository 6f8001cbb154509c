"""What became of messages in the outbox, brought to the touches that they were sent for. Safe to run twice."""

from __future__ import annotations

from datetime import datetime, timedelta

import phonenumbers
from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from conversations.channels.errors import Verdict
from conversations.channels.registry import channel_for
from conversations.models import ContactAddress, Message
from engagement import attention
from engagement.models import Touch

META_LIMIT = "meta_limit"
_WINDOW_CLOSED = "window_closed"
_UNKNOWN = "unknown"
# Meta counts marketing messages a person by the day, so sooner is in vain; each further try waits longer.
META_WAIT = timedelta(hours=24)
# The provider's clock closed the window a moment before ours did.
_WINDOW_WAIT = timedelta(minutes=10)
_MOST_TRIES = 3
# No provider tells later what became of a message.
_NEWS_FOR = timedelta(days=3)
_AT_ONCE = 2_000

_ARRIVED = (Message.Status.ACCEPTED, Message.Status.SENT, Message.Status.DELIVERED, Message.Status.READ)


def note(*, now: datetime) -> int:
    """Bring touches up to date with their messages; returns how many moved."""
    queued = Touch.objects.filter(state=Touch.State.QUEUED)
    of_message = Message.objects.filter(pk=OuterRef("message_id"))
    moved = queued.filter(message__status__in=_ARRIVED).update(
        state=Touch.State.SENT,
        sent_at=Coalesce(Subquery(of_message.values("sent_at")[:1]), now),
        reason="",
    )
    # Of what nobody knew the provider may say later that it arrived.
    moved += Touch.objects.filter(
        state=Touch.State.FAILED, reason=_UNKNOWN, decided_at__gt=now - _NEWS_FOR, message__status__in=_ARRIVED
    ).update(state=Touch.State.SENT, sent_at=Coalesce(Subquery(of_message.values("sent_at")[:1]), now), reason="")
    moved += _note_withheld(queued.filter(message__status=Message.Status.WITHHELD), now=now)
    # The provider may take a message and say no later.
    lately = Q(state=Touch.State.QUEUED) | Q(state=Touch.State.SENT, sent_at__gt=now - _NEWS_FOR)
    lost = Touch.objects.filter(lately, message__status__in=(Message.Status.FAILED, Message.Status.UNKNOWN))
    return moved + sum(_note_lost(touch, now=now) for touch in list(lost.select_related("message")[:_AT_ONCE]))


@transaction.atomic
def _note_withheld(touches: QuerySet[Touch], *, now: datetime) -> int:
    """We said no in the last moment: it cost nobody's attention. What only waited too long is judged anew."""
    rows = list(touches.select_for_update(skip_locked=True, of=("self",)).select_related("message")[:_AT_ONCE])
    for touch in rows:
        assert touch.message is not None  # the filter asked for it
        attention.give_back(touch.message)
        why = touch.message.withheld_because
        again = now if touch.campaign_id and why == Message.Withheld.STALE else None
        Touch.objects.filter(pk=touch.pk, state=Touch.State.QUEUED).update(
            state=Touch.State.REFUSED, reason=why, due_at=again, decided_at=now, earliest_at=again
        )
    return len(rows)


@transaction.atomic
def _note_lost(touch: Touch, *, now: datetime) -> int:
    """Failed for good, unless Meta only said "not today", or "no free text any more": then it is tried again, a day
    later at the soonest, or as soon as a template is what is judged."""
    message = touch.message
    assert message is not None  # the filter asked for it
    mine = Touch.objects.filter(pk=touch.pk, state=touch.state, message=message)
    # Whom a cycle wrote to is decided about anew by the next one.
    may_try = bool(touch.campaign_id) and touch.tries < _MOST_TRIES
    if message.status == Message.Status.FAILED and is_meta_limit(message):
        may_try = may_try and not _is_american(touch.contact_id)
        return _undone(touch, mine, META_LIMIT, again=now + META_WAIT * touch.tries if may_try else None, now=now)
    if message.status == Message.Status.FAILED and _verdict(message).outside_window:
        return _undone(touch, mine, _WINDOW_CLOSED, again=now + _WINDOW_WAIT if may_try else None, now=now)
    reason = _UNKNOWN if message.status == Message.Status.UNKNOWN else "failed"
    return mine.update(state=Touch.State.FAILED, reason=reason, due_at=None, decided_at=now, sent_at=None)


def _undone(touch: Touch, mine: QuerySet[Touch], reason: str, *, again: datetime | None, now: datetime) -> int:
    """It reached nobody and was nobody's fault: as if it had not been handed over."""
    assert touch.message is not None  # its result is what is noted
    attention.give_back(touch.message)
    return mine.update(
        state=Touch.State.REFUSED, reason=reason, due_at=again, earliest_at=again, decided_at=now, sent_at=None
    )


def is_meta_limit(message: Message) -> bool:
    """Meta's own limit of marketing messages a person: nothing was delivered, and nothing is wrong with us or them."""
    return _verdict(message).per_person_limit


def _verdict(message: Message) -> Verdict:
    return channel_for(message.channel).verdict_for(message.error_code)


def _is_american(contact_id: int) -> bool:
    """Meta delivers no marketing messages to numbers of the United States at all; trying again is in vain."""
    numbers = ContactAddress.objects.filter(contact=contact_id, kind=ContactAddress.Kind.PHONE, value__startswith="+1")
    for number in numbers.values_list("value", flat=True):
        try:
            return phonenumbers.region_code_for_number(phonenumbers.parse(number)) == "US"
        except phonenumbers.NumberParseException:
            continue
    return False
