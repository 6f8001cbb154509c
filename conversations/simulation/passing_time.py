"""Time passes in a simulated chat: what the sweeps would do meanwhile, for this one person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import numpy as np

from conversations.between_turns import fit_questions, reminders
from conversations.letters import post
from conversations.models import Contact, Letter, Message, Reminder
from conversations.operators import handover

_HOPS = (
    (timedelta(minutes=30), timedelta(minutes=1)),
    (timedelta(hours=24), timedelta(minutes=15)),
    (timedelta(days=6), timedelta(hours=1)),
    (timedelta(days=3650), timedelta(hours=12)),
)


def hops(start: datetime, end: datetime) -> Iterator[datetime]:
    """The moments at which something may happen on the way, on the hour's quarters, and the end itself.

    The longer the wait the longer the hops, so that a month is no more work than a day.
    """
    hop = next(hop for longest, hop in _HOPS if end - start <= longest)
    epoch = datetime(2020, 1, 1, tzinfo=UTC)
    moment = start + hop - (start - epoch) % hop
    while moment < end:
        yield moment
        moment += hop
    yield end


def is_anything_ahead(contact: Contact) -> bool:
    """Whether time may bring this person anything: what waits to be sent, was asked for, or can be asked about."""
    on_its_way = (Message.Status.QUEUED, Message.Status.SENDING)
    return (
        contact.held_by_human_at is not None
        or contact.messages.filter(status__in=on_its_way).exists()
        or Reminder.objects.waiting().filter(contact=contact).exists()
        or Letter.objects.waiting().filter(contact=contact).exists()
        or contact.player.interactions.exists()
    )


def sweep(*, contact_id: int, now: datetime, rng: np.random.Generator) -> None:
    """What the schedules would have done for this person by now; for anybody else it does nothing."""
    handover.return_overdue(now=now, rng=rng, contact_id=contact_id)
    reminders.send_due(now=now, rng=rng, contact_id=contact_id)
    post.answer_due(now=now, rng=rng, contact_id=contact_id)
    fit_questions.ask_due(now=now, rng=rng, contact_id=contact_id)
