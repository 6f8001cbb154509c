"""While the bot is away: what comes in is stored, each person hears of it once, and all is answered afterwards."""

from __future__ import annotations

import logging
from datetime import datetime

import numpy as np
from django.db import transaction
from django.db.models import F

from conversations import consent
from conversations.between_turns.unasked import voice_for
from conversations.dialogue.care import distress
from conversations.dialogue.care.help_lines import help_for
from conversations.models import Contact, MaintenanceNotice, Message, Switch, SwitchChange
from conversations.sending import outbox
from conversations.understanding.certain_words import STOP_WORDS
from conversations.understanding.normalise import fold

logger = logging.getLogger(__name__)

_ASKED_AT_ONCE = 500


def is_on() -> bool:
    return Switch.objects.filter(key=Switch.Key.MAINTENANCE, is_on=True).exists()


@transaction.atomic
def receive(contact_id: int, *, now: datetime, rng: np.random.Generator) -> None:
    """Instead of an answer. Two things do not wait: a STOP takes effect, and somebody in danger hears where to turn."""
    contact = Contact.objects.select_for_update().filter(pk=contact_id, parked_at=None).first()
    waiting = Message.objects.filter(contact=contact_id, status=Message.Status.RECEIVED).select_related("address")
    unread = list(waiting.order_by("seq"))
    if contact is None or not unread:
        return
    stopped = next((message for message in unread if _is_stop(message)), None)
    if stopped is not None:
        if contact.replies_allowed:
            consent.stop(contact=contact, evidence=stopped, source=stopped.channel, now=now)
        return
    if contact.held_by_human_at is not None:
        return
    in_danger = next((message for message in unread if distress.is_serious(message.body)), None)
    if in_danger is not None:
        if contact.distress_at and contact.distress_at >= in_danger.created_at:
            return  # said already
        logger.warning("contact %s may be in danger: an operator should look", contact.pk)
        Contact.objects.filter(pk=contact.pk).update(distress_at=now, distress_seen_at=None)
        phone = in_danger.address.value if in_danger.address and in_danger.address.kind == "phone" else ""
        _say(contact, in_danger, "crisis.care", now=now, rng=rng, help=help_for(phone))
    elif _is_news(contact, now=now):
        _say(contact, unread[-1], "maintenance.notice", now=now, rng=rng)


def queue_all_waiting() -> int:
    """An answer for everybody who wrote meanwhile, oldest first."""
    from django_q.tasks import async_task

    from conversations import tasks

    waiting = Contact.objects.filter(answered_seq__lt=F("inbound_seq"), parked_at=None).order_by("last_inbound_at")
    ids = list(waiting.values_list("pk", flat=True))
    for start in range(0, len(ids), _ASKED_AT_ONCE):
        with transaction.atomic():
            for contact_id in ids[start : start + _ASKED_AT_ONCE]:
                async_task(tasks.answer, contact_id)
    return len(ids)


def _is_stop(message: Message) -> bool:
    if str(message.content.get("opt_out", "")).upper() == "STOP":
        return True
    return not message.choice and fold(message.body).strip(" .!") in STOP_WORDS


def _is_news(contact: Contact, *, now: datetime) -> bool:
    began = SwitchChange.objects.filter(key=Switch.Key.MAINTENANCE, is_on=True).order_by("-at", "-pk").first()
    if began is None:
        return False
    _, is_new = MaintenanceNotice.objects.get_or_create(change=began, contact=contact, defaults={"at": now})
    return is_new


def _say(contact: Contact, to: Message, key: str, *, now: datetime, rng: np.random.Generator, **values: object) -> None:
    outbox.enqueue(
        contact=contact, origin=Message.Origin.SYSTEM, body=voice_for(contact, now=now, rng=rng).say(key, **values),
        now=now, address=to.address, channel=to.channel, sender=to.sender, session=to.session,
    )  # fmt: skip
