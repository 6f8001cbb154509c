"""The one budget: whoever wants somebody's attention unasked takes it here, and gets it or hears when to come again.

Counting and taking happen under the lock of the contact's row, so no number of workers takes more than there is.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import connection, transaction

from conversations.between_turns.unasked import Spent
from conversations.models import Contact, Message
from engagement import policy, standing_rules
from engagement.facts import PersonFacts, Rules
from engagement.models import Attention
from engagement.time_zones import zones_of

logger = logging.getLogger(__name__)

_KEPT = timedelta(days=90)


@dataclass(frozen=True)
class Refused:
    """``earliest`` is when the caps leave room again, if nothing else takes it."""

    earliest: datetime


@transaction.atomic
def take(
    *,
    contact_id: int,
    kind: str,
    topic: str,
    now: datetime,
    rules: Rules | None = None,
    message: Message | None = None,
    critical_because: str = "",
    critical_by: User | None = None,
) -> Attention | Refused:
    """Take one piece, in the caller's transaction: rolled back with it. A critical one is let through and noted."""
    contact = Contact.objects.select_for_update(no_key=True).get(pk=contact_id)
    if critical_because:
        logger.warning("contact %s is written to over the caps, kind %s", contact_id, kind)
    else:
        asked = rules or standing_rules.caps_alone()
        until = _capped_until(contact, asked, now)
        if until is not None and give_back_unsent(now=now, contact_id=contact_id):
            until = _capped_until(contact, asked, now)
        if until is not None:
            return Refused(until)
    return Attention.objects.create(
        contact=contact, kind=kind, topic=topic, at=now, message=message, critical_because=critical_because[:200],
        critical_by=critical_by if critical_because else None,
    )  # fmt: skip


def _capped_until(contact: Contact, rules: Rules, now: datetime) -> datetime | None:
    spent = Attention.objects.filter(contact=contact, at__gt=now - policy.ATTENTION_SPAN).values_list("at", flat=True)
    facts = PersonFacts(
        contact_id=contact.pk, created_at=contact.created_at, zones=zones_of(contact), spent_at=tuple(spent)
    )
    return policy.capped(facts, rules, now)


def budget(*, contact: Contact, kind: str, topic: str, now: datetime) -> Spent | None:
    """As `conversations.between_turns.unasked` asks for it: what it sends keeps to the standing rules, too."""
    rules = standing_rules.rules(now=now, topic=topic)
    facts = PersonFacts(contact_id=contact.pk, created_at=contact.created_at, zones=zones_of(contact))
    if policy.is_left_alone(facts, rules, now):
        return None
    taken = take(contact_id=contact.pk, kind=kind, topic=topic, now=now, rules=rules)
    if isinstance(taken, Refused):
        return None
    return lambda message: _note(taken, message)


def _note(taken: Attention, message: Message) -> None:
    Attention.objects.filter(pk=taken.pk).update(message=message)


def forget_old(*, now: datetime) -> int:
    """No cap looks back further than a week; a quarter of a year is kept for those who ask what happened."""
    count, _ = Attention.objects.filter(at__lt=now - _KEPT).delete()
    return count


def take_along(*, keep_id: int, gone_id: int) -> None:
    """Two contacts turn out to be one person: what was taken of either was taken of them."""
    Attention.objects.filter(contact=gone_id).update(contact=keep_id)


def give_back(message: Message) -> None:
    """It did not reach them."""
    Attention.objects.filter(message=message).delete()


_UNSENT = """
DELETE FROM engagement_attention a USING conversations_message m
 WHERE m.id = a.message_id AND m.status = 'withheld' AND (%(contact)s::bigint IS NULL OR a.contact_id = %(contact)s)
   AND a.at > %(since)s
"""


def give_back_unsent(*, now: datetime, contact_id: int | None = None) -> int:
    """What we withheld in the last moment has cost nobody anything. Of one person, or of all."""
    with connection.cursor() as cursor:
        cursor.execute(_UNSENT, {"contact": contact_id, "since": now - policy.ATTENTION_SPAN})
        return int(cursor.rowcount)
