"""Templates at the provider and here: read back with category and approval, made there, submitted to Meta."""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from conversations.channels.errors import DeliveryError
from conversations.channels.registry import connected_kinds, template_desk
from conversations.channels.types import Button, ProviderTemplate
from engagement import template_lint
from engagement.models import MessageTemplate

logger = logging.getLogger(__name__)

_S = MessageTemplate.Status
WHATSAPP = "whatsapp"


class TemplateRefusedError(Exception):
    """It cannot be submitted; the message says why, for the person who tried."""


@dataclass(frozen=True)
class Synced:
    """What a sync came to; ``changed`` names templates whose status or category is another than before."""

    seen: int
    new: int
    changed: tuple[str, ...]
    gone: int


def sync(*, now: datetime) -> Synced:
    """Read all templates back. Raises DeliveryError; then nothing is changed."""
    theirs = list(template_desk().fetch())
    with transaction.atomic():
        known = {row.content_sid: row for row in MessageTemplate.objects.select_for_update().exclude(content_sid="")}
        new, changed = 0, []
        for one in theirs:
            row = known.get(one.sid)
            if row is None:
                new += 1
                row = MessageTemplate(content_sid=one.sid)
            elif (row.status, row.category) != (_status(one), one.category or row.category):
                changed.append(f"{row.name}: {row.status} → {_status(one)}")
                logger.warning("template %s: %s -> %s", row.pk, row.status, _status(one))
            _take_over(row, one, now=now)
        missing = MessageTemplate.objects.filter(is_gone=False).exclude(content_sid="")
        gone = missing.exclude(content_sid__in=[one.sid for one in theirs]).update(is_gone=True, synced_at=now)
    return Synced(len(theirs), new, tuple(changed), gone)


def sync_if_connected(*, now: datetime) -> Synced | None:
    """By the clock: what the provider does not answer now it answers the next time."""
    if WHATSAPP not in connected_kinds():
        return None
    try:
        return sync(now=now)
    except DeliveryError as error:
        logger.warning("templates could not be read back: %s", error.verdict.reason)
        return None


def submit(*, template: MessageTemplate, now: datetime) -> str:
    """Make it at the provider, if it is not there yet, and have it judged; returns its status from now on.

    Made but not submitted, because something went wrong in between, it stays unsubmitted and can be tried again.
    """
    if template.status not in (_S.DRAFT, _S.UNSUBMITTED):
        raise TemplateRefusedError("It was submitted already. A copy under another name can be changed and submitted.")
    if problems := template_lint.problems_of(template.definition):
        raise TemplateRefusedError(" ".join(problems))
    desk = template_desk()
    try:
        if not template.content_sid:
            sid = desk.create(
                name=template.name, language=template.language, body=template.body, samples=dict(template.samples),
                buttons=[Button(**one) for one in template.buttons],
            )  # fmt: skip
            mine = MessageTemplate.objects.filter(pk=template.pk, status=_S.DRAFT)
            mine.update(content_sid=sid, status=_S.UNSUBMITTED, synced_at=now)
            template.refresh_from_db()
        status = desk.submit(template.content_sid, name=template.name, category=template.category)
    except DeliveryError as error:
        raise TemplateRefusedError(f"It could not be submitted: {error.verdict.reason}.") from error
    MessageTemplate.objects.filter(pk=template.pk).update(
        status=status if status in _S.values else _S.PENDING, submitted_at=now, synced_at=now
    )
    return status


def _take_over(row: MessageTemplate, one: ProviderTemplate, *, now: datetime) -> None:
    row.name, row.language, row.kind = one.name[:64], one.language[:10], one.kind[:40]
    row.body, row.samples, row.buttons = one.body, one.samples, [asdict(button) for button in one.buttons]
    row.category = one.category if one.category in MessageTemplate.Category.values else row.category
    row.status = _status(one)
    row.rejection_reason = one.rejection_reason[:500]
    row.is_gone, row.synced_at = False, now
    row.save()


def _status(one: ProviderTemplate) -> str:
    """A word that we do not know is no approval."""
    return one.status if one.status in _S.values else str(_S.PENDING)
