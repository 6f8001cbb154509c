"""What a provider reports about a message of ours. A status only ever moves forward.

Reports come late, twice and out of order, and the first may be here before the answer to the
call that sent the message.
"""

from __future__ import annotations

import logging
import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, Q, QuerySet
from django.db.models.functions import Coalesce

from conversations import consent
from conversations.channels.registry import channel_for
from conversations.channels.types import StatusUpdate
from conversations.models import Contact, Message
from conversations.realtime import bell
from games import recommender

logger = logging.getLogger(__name__)

_S = Message.Status
# New status -> the statuses that it may follow. Failed and withheld are final.
_MAY_FOLLOW: dict[str, tuple[str, ...]] = {
    _S.ACCEPTED: (_S.SENDING, _S.UNKNOWN),
    _S.SENT: (_S.QUEUED, _S.SENDING, _S.UNKNOWN, _S.ACCEPTED),
    _S.DELIVERED: (_S.QUEUED, _S.SENDING, _S.UNKNOWN, _S.ACCEPTED, _S.SENT),
    _S.READ: (_S.QUEUED, _S.SENDING, _S.UNKNOWN, _S.ACCEPTED, _S.SENT, _S.DELIVERED),
    _S.FAILED: (_S.SENDING, _S.UNKNOWN, _S.ACCEPTED, _S.SENT),
}
_TIMES = {_S.SENT: "sent_at", _S.DELIVERED: "delivered_at", _S.READ: "read_at"}


@transaction.atomic
def apply(update: StatusUpdate, *, now: datetime) -> bool:
    """Move the message forward, if this is forward. Returns whether it did."""
    changes: dict[str, object] = {"status": update.status}
    if field := _TIMES.get(_S(update.status)):
        changes[field] = Coalesce(field, now)
    if update.error_code:
        verdict = channel_for(update.channel).verdict_for(update.error_code)
        changes |= {"error_code": update.error_code[:10], "error": verdict.reason[:300]}
    rows = _find(update)
    moved = rows.filter(status__in=_MAY_FOLLOW[_S(update.status)]).update(**changes)
    message = rows.only("pk", "contact_id", "slate_id", "provider_id", "sent_at", "origin").first()
    if message is None:
        logger.info("status %s of a message that we do not have", update.status)
        return False
    if message.provider_id is None and update.provider_id:
        is_taken = Message.objects.filter(channel=update.channel, provider_id=update.provider_id)
        Message.objects.filter(~Exists(is_taken), pk=message.pk, provider_id=None).update(
            provider_id=update.provider_id
        )
    if moved and message.origin == Message.Origin.OPERATOR:  # they watch whether it arrives
        bell.ring(message.contact_id)
    if moved and update.status != _S.FAILED and message.slate_id is not None:
        recommender.mark_shown(slate_ids=[message.slate_id], at=now)
    if moved and update.error_code and (verdict.withdraws_consent or verdict.contact_unreachable):
        contact = Contact.objects.get(pk=message.contact_id)
        consent.stop(contact=contact, evidence=None, source=f"provider:{update.error_code}"[:40], now=now)
    if moved and update.error_code and verdict.alert:
        logger.error("message %s failed, a person must look: %s (%s)", message.pk, verdict.reason, update.error_code)
    return bool(moved)


def _find(update: StatusUpdate) -> QuerySet[Message]:
    """By our own id, which rides in the callback's address; by the provider's where it is missing."""
    ours = Message.objects.filter(channel=update.channel, direction=Message.Direction.OUTBOUND)
    try:
        return ours.filter(public_id=uuid.UUID(update.public_id))
    except ValueError:
        return ours.filter(Q(provider_id=update.provider_id) & ~Q(provider_id=""))
