"""Hands the check-ins that cycles have planned to the outbox, a batch at a time, and only to whom it is still allowed.

A batch is one transaction: its people are locked first, as a STOP locks them, then judged anew by the pure function,
and what may go is stored in one statement. A process that dies in the middle leaves everything planned; two that run
at once skip what the other holds. What is refused here stays a row with its reason; the next cycle decides afresh.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import QuerySet

from conversations import switches
from conversations.channels.types import Button
from conversations.dialogue.choices import make_id
from conversations.models import Contact, Message, Switch
from conversations.sending.in_bulk import Proposed, enqueue_all
from engagement import (
    campaign_texts,
    check_in_stops,
    check_in_texts,
    contests,
    experiment_copy,
    facts_sql,
    rules_in_use,
)
from engagement.check_in_texts import Wordings
from engagement.decision import Verdict, judge
from engagement.facts import NEVER, PersonFacts, Rules
from engagement.messages import MESSAGE_TYPE
from engagement.models import Attention, Touch
from engagement.touch_writing import TIME_TO_LEAVE

logger = logging.getLogger(__name__)

BATCH = 100
_CHANNEL = "whatsapp"
_MOST_TRIES = 3
_SAID_CHARS = 80
_TRY_AGAIN = timedelta(minutes=10)


@dataclass(frozen=True)
class _Way:
    """By which address they wrote last, and to which of our senders."""

    address_id: int | None
    sender: str


@dataclass(frozen=True)
class _Refused:
    reason: str
    earliest: datetime


def release(*, now: datetime, limit: int) -> int:
    """Look at up to so many; returns how many were handed over. Nothing while a switch, or their own
    circuit breaker, holds them."""
    if switches.is_on(Switch.Key.SILENCE) or switches.is_on(Switch.Key.MAINTENANCE):
        return 0
    if limit <= 0 or check_in_stops.hold_back(now=now):
        return 0
    rules, words, tried = rules_in_use.rules(now=now), check_in_texts.wordings(), experiment_copy.InForce()
    looked_at, handed_over, size = 0, 0, BATCH
    while looked_at < limit:
        try:
            looked, released = _release_batch(rules, words, tried, now=now, limit=min(size, limit - looked_at))
        except (OperationalError, InterfaceError):
            raise  # it is not about one of them
        except Exception:
            logger.exception("a batch of check-ins could not be written")
            looked, released = int(size == 1 and _put_off(now=now)), 0
            if size > 1:
                size = 1  # so that one that breaks holds up nobody behind it
                continue
        if not looked:
            break
        looked_at, handed_over = looked_at + looked, handed_over + released
    return handed_over


def room(*, within: timedelta) -> int:
    """How many more may be planned so that all that wait can leave within this time."""
    if check_in_stops.are_stopped():
        return 0
    planned = Touch.objects.filter(kind=Touch.Kind.CYCLE, state=Touch.State.PLANNED)
    return max(0, int(settings.CAMPAIGN_MESSAGES_PER_SECOND * within.total_seconds()) - planned.count())


def is_anything_waiting(*, now: datetime) -> bool:
    return not check_in_stops.are_stopped() and _waiting(now).exists()


def _waiting(now: datetime) -> QuerySet[Touch]:
    return Touch.objects.filter(campaign=None, kind=Touch.Kind.CYCLE, state=Touch.State.PLANNED, due_at__lte=now)


def _put_off(*, now: datetime) -> bool:
    """The first in line broke: it is tried again a few times and then shown as failed."""
    with transaction.atomic():
        touch = _waiting(now).select_for_update(skip_locked=True).order_by("due_at", "pk").first()
        if touch is None:
            return False
        touch.tries += 1
        if touch.tries < _MOST_TRIES:
            touch.due_at = now + _TRY_AGAIN
        else:
            touch.state, touch.reason, touch.due_at, touch.decided_at = Touch.State.FAILED, "broken", None, now
        touch.save(update_fields=("tries", "state", "reason", "due_at", "decided_at"))
    return True


@transaction.atomic
def _release_batch(
    rules: Rules, words: Wordings, tried: experiment_copy.InForce, *, now: datetime, limit: int
) -> tuple[int, int]:
    """How many were looked at, and how many of them were handed over."""
    touches = _claim(now=now, limit=limit)
    if not touches:
        return 0, 0
    people = [touch.contact_id for touch in touches]
    outweighed, looked_at = contests.settle(people, now=now), len(touches)
    touches = [touch for touch in touches if touch.pk not in outweighed]
    facts, ways = facts_sql.facts_of(people, now=now), _ways(people)
    going: list[tuple[Touch, Verdict]] = []
    for touch in touches:
        answer = _judge(touch, facts.get(touch.contact_id), ways, rules, now=now)
        if isinstance(answer, _Refused):
            _refuse(touch, answer, now=now)
        else:
            going.append((touch, answer))
    _hand_over(going, ways, facts, words, tried, now=now)
    return looked_at, len(going)


def _claim(*, now: datetime, limit: int) -> Sequence[Touch]:
    """The next that wait, with their people locked before them: in this order, whoever else holds one of them."""
    waiting = _waiting(now)
    people = list(waiting.order_by("due_at", "pk").values_list("contact_id", flat=True)[:limit])
    held = Contact.objects.filter(pk__in=people).select_for_update(no_key=True, skip_locked=True).order_by("pk")
    mine = waiting.filter(contact__in=list(held.values_list("pk", flat=True)))
    return list(mine.select_for_update(skip_locked=True, of=("self",)).select_related("contact__player").order_by("pk"))


def _judge(
    touch: Touch, person: PersonFacts | None, ways: Mapping[int, _Way], rules: Rules, *, now: datetime
) -> Verdict | _Refused:
    if person is None or touch.contact_id not in ways:
        return _Refused("no_pushed_address", NEVER)
    # The message at hand is not one that they have got.
    verdict = judge(replace(person, last_written_at=max(person.spent_at, default=None)), rules, now)
    if verdict.stops:
        return _Refused(verdict.reason, verdict.earliest or NEVER)
    return verdict


def _refuse(touch: Touch, refused: _Refused, *, now: datetime) -> None:
    Touch.objects.filter(pk=touch.pk).update(
        state=Touch.State.REFUSED, reason=refused.reason, due_at=None, decided_at=now,
        earliest_at=None if refused.earliest >= NEVER else refused.earliest,
    )  # fmt: skip
    logger.debug("contact %s is not written to: %s", touch.contact_id, refused.reason)


def _hand_over(
    going: Collection[tuple[Touch, Verdict]],
    ways: Mapping[int, _Way],
    facts: Mapping[int, PersonFacts],
    words: Wordings,
    tried: experiment_copy.InForce,
    *,
    now: datetime,
) -> None:
    proposed = [
        _proposed(touch, verdict, ways[touch.contact_id], facts[touch.contact_id], words, tried, now=now)
        for touch, verdict in going
    ]
    stored = enqueue_all(proposed, topic=rules_in_use.TOPIC, message_type=MESSAGE_TYPE, now=now)
    for (touch, verdict), message in zip(going, stored, strict=True):
        touch.state, touch.due_at, touch.decided_at, touch.message = Touch.State.QUEUED, None, now, message
        touch.tries += 1
        logger.info(
            "contact %s is written to: %s, %s, type %s", touch.contact_id, verdict.segment, verdict.tone, MESSAGE_TYPE
        )
    # Their rows are locked since before their facts were read, so the caps that were asked hold still.
    Attention.objects.bulk_create(
        Attention(contact_id=touch.contact_id, kind=touch.kind, topic=touch.topic, at=now, message=touch.message)
        for touch, _ in going
    )
    Touch.objects.bulk_update(
        [touch for touch, _ in going], ("state", "due_at", "decided_at", "message", "tries", "variant", "said")
    )


def _proposed(
    touch: Touch,
    verdict: Verdict,
    way: _Way,
    person: PersonFacts,
    words: Wordings,
    tried: experiment_copy.InForce,
    *,
    now: datetime,
) -> Proposed:
    context = {campaign_texts.NAME: touch.contact.display_name.split(" ")[0]}
    is_open = person.window_closes_at is not None and now + TIME_TO_LEAVE < person.window_closes_at
    side = tried.on_check_in(touch.contact.player, tone=verdict.tone, by_template=not is_open)
    if side:
        touch.variant = side.label
        words = check_in_texts.saying_otherwise(
            words,
            verdict.tone,
            text=side.config.get("texts", {}).get(verdict.tone, ""),
            template=tried.template_of(side, tone=verdict.tone),
        )
    template = None if is_open else words.template(verdict.tone, context)
    touch.said = words.wording(verdict.tone, by_template=template is not None)[:_SAID_CHARS]
    return Proposed(
        contact_id=touch.contact_id,
        body=template.body if template else words.body(verdict.tone, context),
        channel=_CHANNEL,
        sender=way.sender,
        address_id=way.address_id,
        buttons=() if template else (Button(make_id("surprise"), "surprise me"),),
        template=template.template if template else None,
    )


def _ways(contact_ids: Collection[int]) -> Mapping[int, _Way]:
    """Who has never written on a channel that is pushed is not there: nobody knows which sender they know."""
    last = (
        Message.objects.filter(contact__in=contact_ids, direction=Message.Direction.INBOUND, channel=_CHANNEL)
        .exclude(address=None)
        .order_by("contact_id", "-seq")
        .distinct("contact_id")
    )
    return {
        contact_id: _Way(address_id, sender)
        for contact_id, address_id, sender in last.values_list("contact_id", "address_id", "sender")
    }
