"""Yes and no: a ledger with the words that prove it, and what follows at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Protocol

from django.db import connection, transaction

from conversations.models import PROACTIVE_TOPICS, ConsentChange, Contact, Letter, Message, Reminder


class Drop(Protocol):
    """Drops what is planned for somebody about some topics. In the transaction that takes the consent back."""

    def __call__(self, *, contact_id: int, topics: Collection[str], now: datetime) -> None: ...


# Apps above put in what they plan (in AppConfig.ready), so that a no reaches it in the same moment.
planned: list[Drop] = []

_ALL = (ConsentChange.Topic.REPLIES, ConsentChange.Topic.PROACTIVE)


@transaction.atomic
def stop(*, contact: Contact, evidence: Message | None, source: str, now: datetime) -> None:
    """They asked us to stop: nothing that is queued leaves any more, no reminder waits, nothing stays planned."""
    Contact.objects.filter(pk=contact.pk).update(replies_allowed=False, proactive_allowed=False, topics=[])
    # Before the messages: a reminder that is being sent at this moment has its message stored when this returns.
    Reminder.objects.waiting().filter(contact=contact).update(
        state=Reminder.State.CANCELLED, reason=Reminder.Reason.STOPPED, ended_at=now
    )
    Letter.objects.waiting().filter(contact=contact).drop(reason=Letter.Reason.STOPPED, now=now)
    _write(contact, _ALL, granted=False, evidence=evidence, source=source, now=now)
    # What is planned goes first, for whoever drops many messages takes what they were planned as before them.
    _drop_planned(contact, PROACTIVE_TOPICS, now)
    Message.objects.filter(contact=contact, status=Message.Status.QUEUED).update(
        status=Message.Status.WITHHELD, withheld_because=Message.Withheld.STOPPED
    )


@transaction.atomic
def start(*, contact: Contact, evidence: Message | None, source: str, now: datetime) -> None:
    """They asked for it: we may answer, and write first about everything."""
    Contact.objects.filter(pk=contact.pk).update(
        replies_allowed=True, proactive_allowed=True, topics=list(PROACTIVE_TOPICS)
    )
    _write(contact, _ALL, granted=True, evidence=evidence, source=source, now=now)


@transaction.atomic
def wrote_again(*, contact: Contact, evidence: Message, now: datetime) -> None:
    """A message after STOP may be answered; writing first still needs START."""
    if Contact.objects.filter(pk=contact.pk, replies_allowed=False).update(replies_allowed=True):
        _write(contact, (ConsentChange.Topic.REPLIES,), granted=True, evidence=evidence, source="wrote again", now=now)


@transaction.atomic
def allow_topics(
    *, contact: Contact, topics: Collection[str], evidence: Message | None, source: str, now: datetime
) -> None:
    """A yes to these alone; it also ends an earlier no to being written to at all."""
    known = _known(topics)
    _change_topics(contact, "ARRAY(SELECT DISTINCT unnest(topics || %(topics)s::varchar[]) ORDER BY 1)", known)
    _write(contact, known, granted=True, evidence=evidence, source=source, now=now)


@transaction.atomic
def refuse_topics(
    *, contact: Contact, topics: Collection[str], evidence: Message | None, source: str, now: datetime
) -> None:
    """A no to these: what is queued or planned about them goes, the rest may still come."""
    known = _known(topics)
    _change_topics(
        contact, "ARRAY(SELECT unnest(topics) EXCEPT SELECT unnest(%(topics)s::varchar[]) ORDER BY 1)", known
    )
    _write(contact, known, granted=False, evidence=evidence, source=source, now=now)
    if ConsentChange.Topic.LETTERS in known:
        Letter.objects.unread().filter(contact=contact).drop(reason=Letter.Reason.NO_CONSENT, now=now)
    _drop_planned(contact, known, now)
    waiting = Message.objects.filter(contact=contact, status=Message.Status.QUEUED, content__topic__in=known)
    waiting.filter(origin__in=(Message.Origin.PROACTIVE, Message.Origin.FOLLOW_UP)).update(
        status=Message.Status.WITHHELD, withheld_because=Message.Withheld.NO_CONSENT
    )


def has_refused(*, contact: Contact, topic: str) -> bool:
    """Whether their last word about this topic, or about being written to at all, was a no. Silence is no refusal."""
    about = ConsentChange.objects.filter(contact=contact, topic__in=(topic, ConsentChange.Topic.PROACTIVE))
    last = about.order_by("-at", "-pk").values_list("granted", flat=True).first()
    return last is False


def _known(topics: Iterable[str]) -> tuple[ConsentChange.Topic, ...]:
    """Raises ValueError for what is no topic to be written to about."""
    wanted = tuple(ConsentChange.Topic(topic) for topic in dict.fromkeys(topics))
    if not set(wanted) <= set(PROACTIVE_TOPICS):
        raise ValueError(f"not all of {wanted} are topics that we write about first")
    return wanted


def _change_topics(contact: Contact, new: str, topics: Collection[str]) -> None:
    """In one statement, so that two changes at once both count. Without a topic left there is no writing first."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH wanted AS (SELECT id, {new} AS topics FROM conversations_contact"  # noqa: S608 - ours
            " WHERE id = %(contact)s FOR NO KEY UPDATE)"
            " UPDATE conversations_contact c SET topics = w.topics, proactive_allowed = cardinality(w.topics) > 0"
            " FROM wanted w WHERE c.id = w.id",
            {"contact": contact.pk, "topics": [str(topic) for topic in topics]},
        )


def _drop_planned(contact: Contact, topics: Collection[str], now: datetime) -> None:
    for drop in planned:
        drop(contact_id=contact.pk, topics=tuple(str(topic) for topic in topics), now=now)


def _write(
    contact: Contact,
    topics: Collection[ConsentChange.Topic],
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
