"""Sending: claim what is due, hand it over on a small pool of threads, write down what came of it.

One run at a time per database (an advisory lock): the provider's own limit is per sender, and a
second drainer would only compete for it. A run that ends looks once more after it has let go of the
lock, so a wake-up that found the lock taken is not lost.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta

import numpy as np
from django.conf import settings
from django.db import connection
from django.utils import timezone

from conversations import consent
from conversations.channels.errors import DeliveryError
from conversations.channels.registry import channel_for, pushed_kinds
from conversations.channels.types import Address, Button, OutboundMessage
from conversations.models import Contact, Message
from conversations.realtime import bell
from conversations.sending import outbox
from games import recommender
from games.one_at_a_time import only_one

logger = logging.getLogger(__name__)

_LOCK = 7_265_001  # any number, the same in every process
_RUN_SECONDS = 10.0  # well below the talk cluster's time limit
# A claim, and writing down what was accepted, cost as much for one message as for ten.
_BEAT_SECONDS = 0.02
MAX_ATTEMPTS = 6
_FIRST_WAIT = timedelta(seconds=5)


def send_due(
    *,
    clock: Callable[[], datetime] = timezone.now,
    rng: np.random.Generator | None = None,
    run_seconds: float = _RUN_SECONDS,
) -> int:
    """Send what is due until nothing is, or the run's time is up. Returns how many were handed over."""
    chance = rng if rng is not None else np.random.default_rng()
    total = 0
    until = time.monotonic() + run_seconds
    while True:
        with only_one(_LOCK) as is_mine:
            if not is_mine:
                return total
            total += _drain(until=until, clock=clock, rng=chance)
        if not outbox.is_anything_due(clock()):
            return total
        if time.monotonic() >= until:
            outbox.wake_sender()
            return total


def _drain(*, until: float, clock: Callable[[], datetime], rng: np.random.Generator) -> int:
    """Keep the pool full: at every beat record what came back and claim as many as threads are free."""
    count = 0
    for kind in pushed_kinds():
        channel_for(kind).prepare()
    in_flight: dict[Future[str], Message] = {}
    with ThreadPoolExecutor(settings.SEND_THREADS, thread_name_prefix="send") as pool:
        while True:
            free = settings.SEND_THREADS - len(in_flight)
            if free and time.monotonic() < until:
                for message in outbox.claim_due(now=clock(), limit=free):
                    channel = channel_for(message.channel)
                    in_flight[pool.submit(channel.send, as_outbound(message))] = message
            if not in_flight:
                return count
            done, _ = wait(in_flight, timeout=_BEAT_SECONDS)
            _record({future: in_flight.pop(future) for future in done}, now=clock(), rng=rng)
            count += len(done)


def as_outbound(message: Message) -> OutboundMessage:
    """The row as the channel wants it; threads get this and touch no ORM."""
    content = message.content
    address = message.address
    return OutboundMessage(
        public_id=str(message.public_id),
        to=Address(address.kind, address.value) if address else Address("", ""),
        sender=message.sender,
        body=message.body,
        buttons=tuple(Button(**button) for button in content.get("buttons", ())),
        image_url=content.get("image_url", ""),
        template_sid=content.get("template_sid", ""),
        template_variables=content.get("template_variables", {}),
    )


def _record(done: Mapping[Future[str], Message], *, now: datetime, rng: np.random.Generator) -> None:
    accepted: list[tuple[Message, str]] = []
    for future, message in done.items():
        try:
            accepted.append((message, future.result()))
        except DeliveryError as error:
            record_refusal(message, error, now=now, rng=rng)
        except Exception:
            # A fault of ours in the channel's code: nobody knows whether it left. The look-up will tell.
            logger.exception("sending message %s broke", message.pk)
    if accepted:
        record_acceptances(accepted, now=now)


_ACCEPT = """
UPDATE conversations_message AS m
   SET provider_id = COALESCE(m.provider_id, taken.provider_id),
       status = CASE m.status WHEN 'sending' THEN 'accepted' ELSE m.status END,
       sent_at = CASE m.status WHEN 'sending' THEN %(now)s ELSE m.sent_at END,
       error = CASE m.status WHEN 'sending' THEN '' ELSE m.error END,
       error_code = CASE m.status WHEN 'sending' THEN '' ELSE m.error_code END
  FROM unnest(%(ids)s::bigint[], %(provider_ids)s::text[]) AS taken (id, provider_id)
 WHERE m.id = taken.id
"""


def record_acceptances(accepted: Sequence[tuple[Message, str]], *, now: datetime) -> None:
    """The provider took these, under these ids of its own. A callback may have been faster and is never set back."""
    with connection.cursor() as cursor:
        cursor.execute(
            _ACCEPT,
            {
                "now": now,
                "ids": [message.pk for message, _ in accepted],
                "provider_ids": [provider_id for _, provider_id in accepted],
            },
        )
    for message, _ in accepted:
        if message.origin == Message.Origin.OPERATOR:  # they watch whether it arrives
            bell.ring(message.contact_id)
    if slate_ids := [message.slate_id for message, _ in accepted if message.slate_id is not None]:
        recommender.mark_shown(slate_ids=slate_ids, at=now)


def record_refusal(message: Message, error: DeliveryError, *, now: datetime, rng: np.random.Generator) -> None:
    """The provider said no, or nothing: try later, give up, or leave it to the look-up."""
    verdict, code = error.verdict, error.provider_code
    if error.is_ambiguous:
        logger.warning("message %s: nobody knows whether it was sent (%s)", message.pk, verdict.reason)
        return
    if verdict.alert:
        logger.error("message %s refused, a person must look: %s (%s)", message.pk, verdict.reason, code)
    if not verdict.permanent and message.attempts < MAX_ATTEMPTS:
        backoff = _FIRST_WAIT * 2 ** max(message.attempts - 1, 0) * (1 + 0.3 * float(rng.random()))
        wait_for = max(backoff, verdict.retry_after or timedelta())
        outbox.retry_later(message, now=now, wait=wait_for, error=verdict.reason, error_code=code)
        return
    record_failure(message, reason=verdict.reason, code=code)
    if verdict.withdraws_consent or verdict.contact_unreachable:
        consent.stop(
            contact=Contact.objects.get(pk=message.contact_id), evidence=None, source=f"provider:{code}"[:40], now=now
        )


def record_failure(message: Message, *, reason: str, code: str) -> None:
    Message.objects.filter(pk=message.pk).exclude(
        status__in=(Message.Status.DELIVERED, Message.Status.READ, Message.Status.WITHHELD)
    ).update(status=Message.Status.FAILED, error=reason[:300], error_code=code[:10])
