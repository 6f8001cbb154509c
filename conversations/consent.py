"""Yes and no: a ledger with the words that prove it, and what follows at once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from conversations.models import ConsentChange, Contact, Message, Reminder

_TOPICS = (ConsentChange.Topic.REPLIES, ConsentChange.Topic.PROACTIVE)


@transaction.atomic
def stop(*, contact: Contact, evidence: Message | None, source: str, now: datetime) -> None:
    """They asked us to stop: nothing that is queued leaves any more, no reminder waits."""
    Contact.objects.filter(pk=contact.pk).update(replies_allowed=False, proactive_allowed=False)
    # Before the messages: a reminder that is being sent at this moment has its message stored when this returns.
    Reminder.objects.waiting().filter(contact=contact).update(
        state=Reminder.State.CANCELLED, reason=Reminder.Reason.STOPPED, ended_at=now
    )
    _write(contact, _TOPICS, granted=False, evidence=evidence, source=source, now=now)
    Message.objects.filter(contact=contact, status=Message.Status.QUEUED).update(
        status=Message.Status.WITHHELD, withheld_because=Message.Withheld.STOPPED
    )


@transaction.atomic
def start(*, contact: Contact, evidence: Message | None, source: str, now: datetime) -> None:
    """They asked for it: we may answer and write first."""
    Contact.objects.filter(pk=contact.pk).update(replies_allowed=True, proactive_allowed=True)
    _write(contact, _TOPICS, granted=True, evidence=evidence, source=source, now=now)


@transaction.atomic
def wrote_again(*, contact: Contact, evidence: Message, now: datetime) -> None:
    """A message after STOP may be answered; writing first still needs START."""
    if Contact.objects.filter(pk=contact.pk, replies_allowed=False).update(replies_allowed=True):
        _write(contact, (ConsentChange.Topic.REPLIES,), granted=True, evidence=evidence, source="wrote again", now=now)


def _write(
    contact: Contact,
    topics: tuple[ConsentChange.Topic, ...],
    *,
    granted: bool,
    evidence: Message | None,
    source: str,
    now: datetime,
) -> None:
    ConsentChange.objects.bulk_create(
        [
            ConsentChange(contact=contact, topic=topic, granted=granted, evidence=evidence, source=source, at=now)
            for topic in topics
        ]
    )
