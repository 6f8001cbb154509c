"""What may be done to many people at once. Only what takes a liberty from us, never one from them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from conversations import consent
from conversations.models import PROACTIVE_TOPICS, ConsentChange, Contact
from games.by_hand import bulk
from games.by_hand.bulk import Ask, BulkAct


def declare() -> None:
    bulk.declare(_TOPICS_OFF)


def _turn_off(contact: Contact, argument: Mapping[str, Any]) -> None:
    contact.topics = [topic for topic in contact.topics if topic not in argument["topics"]]
    contact.proactive_allowed = contact.proactive_allowed and bool(contact.topics)


def _refuse(contacts: list[Contact], fields: tuple[str, ...], now: datetime) -> None:
    """Through the ledger: what is queued or planned about the topics goes as well."""
    stored = dict(Contact.objects.filter(pk__in=[one.pk for one in contacts]).values_list("pk", "topics"))
    for contact in contacts:
        gone = [topic for topic in stored[contact.pk] if topic not in contact.topics]
        consent.refuse_topics(contact=contact, topics=gone, evidence=None, source="operator", now=now)


def _topics() -> list[tuple[str, str]]:
    return [(topic, str(ConsentChange.Topic(topic).label)) for topic in PROACTIVE_TOPICS]


_TOPICS_OFF = BulkAct(
    "topics_off", "Turn topics off", Contact, "conversations.take_over_conversations",
    ("topics", "proactive_allowed"), _turn_off, _refuse, Ask("topics", "Which topics", _topics),
    consequence="It counts as their own no: what waits about these topics is dropped. Only they can say yes again.",
    can_be_undone=False,
)  # fmt: skip
