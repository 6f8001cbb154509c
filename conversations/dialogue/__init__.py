"""Answering a person: all that waits, in order, each message once."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_q.tasks import async_task

from conversations.dialogue import lease
from conversations.models import Contact, Message
from conversations.realtime import bell

if TYPE_CHECKING:
    from conversations.dialogue.writing import TurnPlan
    from conversations.understanding.types import Knowledge

__all__ = ["answer"]

logger = logging.getLogger(__name__)
_POLL_SECONDS = 0.05


def answer(
    contact_id: int,
    *,
    wait_seconds: float = 0.0,
    listens: bool = True,
    clock: Callable[[], datetime] = timezone.now,
    rng: np.random.Generator | None = None,
    known: Knowledge | None = None,
    watch: Callable[[TurnPlan], None] | None = None,
) -> bool:
    """Answer everything that waits; True when nothing does any more.

    Safe to call from several places at once: whoever gets the contact's lease does the work, the
    others wait up to ``wait_seconds`` for it and then leave. An error of one turn is raised after
    the lease was given back; the message still waits and the sweep tries again, three times in all.
    In maintenance nothing is answered, and everything waits. Voice notes are listened to where a model is set up;
    who has somebody's request to answer ``listens`` to none, for that takes seconds, and leaves them to a worker.
    ``known`` is what to understand with, if not the newest; ``watch`` is shown each plan before it is written.
    """
    from conversations import hearing, tasks

    deadline = time.monotonic() + wait_seconds
    chance = rng if rng is not None else np.random.default_rng()
    while (mine := lease.acquire(contact_id, now=clock())) is None:
        if not _is_waiting(contact_id):
            return True
        if _is_in_maintenance(contact_id, now=clock(), rng=chance) or time.monotonic() >= deadline:
            return False
        time.sleep(_POLL_SECONDS)
    token, is_counted, has_heard = mine.token, mine.is_counted, False
    try:
        while True:
            seen_seq, message = lease.next_waiting(contact_id)
            if message is None:
                if lease.release(contact_id, token, seen_seq=seen_seq):
                    return True
                continue
            if must_hear := hearing.must_hear(message):
                if has_heard or not listens:  # a worker has time to listen once; the rest is for the next
                    lease.drop(contact_id, token)
                    async_task(tasks.answer, contact_id)
                    return False
                has_heard = True
            if not is_counted and not lease.count_attempt(contact_id, token, now=clock()):
                logger.error("contact %s is parked: its message %s could not be answered", contact_id, message.pk)
                return False
            is_counted = False
            if must_hear:
                hearing.hear(message, now=clock())
            if _take_turn(
                contact_id, token, message, seen_seq=seen_seq, clock=clock, rng=chance, known=known, watch=watch
            ):
                return True
    except (lease.LeaseLostError, Contact.DoesNotExist):
        # Another worker has the contact, or they were merged or erased in this very turn.
        return not _is_waiting(contact_id)
    except BaseException:
        lease.drop(contact_id, token)
        raise


def _take_turn(
    contact_id: int, token: UUID, message: Message, *, seen_seq: int, clock: Callable[[], datetime],
    rng: np.random.Generator, known: Knowledge | None, watch: Callable[[TurnPlan], None] | None,
) -> bool:  # fmt: skip
    """True when that was all and the contact was let go, in the transaction that wrote the answer."""
    from conversations.dialogue.turn import commit_turn, plan_turn
    from conversations.knowledge import in_use as knowledge

    now = clock()
    known = known or knowledge.current()
    plan = plan_turn(contact=message.contact, message=message, now=now, rng=rng, knowledge=known)
    if watch:
        watch(plan)
    with transaction.atomic():
        if not lease.prove(contact_id, token, is_led_by_a_person=plan.was_led_by_a_person, now=clock()):
            return False  # a person took over, or left, while this was being thought of: it is thought of anew
        changes = commit_turn(plan, now=now)
        # Mostly that was all; if it was not, letting go fails and we look again.
        has_said = plan.outcome.draft is not None
        if message.seq == seen_seq and lease.release(
            contact_id, token, seen_seq=seen_seq, changes=changes, rings=has_said
        ):
            return True
        if changes:
            Contact.objects.filter(pk=contact_id).update(**changes)
        if has_said:
            bell.ring(contact_id)
        return False


def _is_in_maintenance(contact_id: int, *, now: datetime, rng: np.random.Generator) -> bool:
    from conversations import maintenance

    if not maintenance.is_on():
        return False
    maintenance.receive(contact_id, now=now, rng=rng)
    return True


def _is_waiting(contact_id: int) -> bool:
    return Contact.objects.filter(pk=contact_id, answered_seq__lt=F("inbound_seq"), parked_at=None).exists()
