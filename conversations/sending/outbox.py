"""What we say, on its way out: shaped, stored, claimed under the law of consent and window.

The law stands in the statement that claims a row for sending, not where it is planned: a STOP
that commits before the claim always wins.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_q.tasks import async_task

from conversations.channels.registry import channel_for, connected_kinds, pushed_kinds
from conversations.channels.types import Button, GameCard
from conversations.models import PROACTIVE_TOPICS, Contact, ContactAddress, Message, Session, Switch
from conversations.moderation import looking
from conversations.realtime import bell
from games import recommender
from games.models import Slate

_BUTTON_CHARS = 20
_VARIABLE_CHARS = 300
# Typed by an operator, or about what a player asked to be reminded of; replies are looked at as a whole, where made.
_IN_WORDS_OF_PEOPLE = frozenset((Message.Origin.OPERATOR, Message.Origin.REMINDER))
# What we start leaves while what it was judged by still holds; later it may be night, or another message may have come.
_PROACTIVE_KEEPS = timedelta(minutes=30)


@dataclass(frozen=True)
class Template:
    """A template that the provider has approved, and what it is filled with: it may leave outside the reply window.

    The message's body is what transcripts show for it.
    """

    sid: str
    variables: Mapping[str, str]


class UnsendableMessage(ValueError):
    """The message breaks its channel's shape; a fault of ours, found before anything is stored."""


@transaction.atomic
def enqueue(
    *,
    contact: Contact,
    origin: str,
    body: str,
    now: datetime,
    in_reply_to: Message | None = None,
    part: int = 0,
    session: Session | None = None,
    address: ContactAddress | None = None,
    channel: str | None = None,
    sender: str = "",
    buttons: Sequence[Button] = (),
    cards: Sequence[GameCard] = (),
    image_url: str = "",
    slate: Slate | None = None,
    template: Template | None = None,
    due_at: datetime | None = None,
    topic: str = "",
    message_type: str = "",
    wakes: bool = True,
    public_id: uuid.UUID | None = None,
) -> Message:
    """Store a message to be sent, and wake the sender, in the caller's transaction.

    A reply leaves by the address that it answers. ``topic`` is what a proactive message is about; without a yes
    to it nothing leaves. ``message_type`` names what kind of message it is in reports. Who stores many wakes the
    sender once, afterwards. Raises UnsendableMessage for a wrong shape and IntegrityError when this part of this
    reply is there already.
    """
    if origin == Message.Origin.PROACTIVE and topic not in PROACTIVE_TOPICS:
        raise UnsendableMessage(f"nobody can have said yes to the topic {topic!r}")
    kind = channel or (in_reply_to.channel if in_reply_to else "")
    way = channel_for(kind)
    check_shape(body, buttons, max_chars=way.max_body_chars, max_buttons=way.max_buttons)
    is_fetched = not way.is_pushed
    message = Message.objects.create(
        public_id=public_id or uuid.uuid4(),
        contact=contact,
        session=session,
        address=address or (in_reply_to.address if in_reply_to else None),
        channel=kind,
        sender=sender or (in_reply_to.sender if in_reply_to else ""),
        direction=Message.Direction.OUTBOUND,
        origin=origin,
        status=Message.Status.DELIVERED if is_fetched else Message.Status.QUEUED,
        body=body,
        content=content_of(buttons, cards, image_url, template, topic, message_type),
        in_reply_to=in_reply_to,
        part=part,
        slate=slate,
        created_at=now,
        due_at=due_at or now,
        sent_at=now if is_fetched else None,
        delivered_at=now if is_fetched else None,
    )
    if origin in _IN_WORDS_OF_PEOPLE:
        looking.look_at(message, text=body, now=now)
    if is_fetched:
        if slate is not None:
            recommender.mark_shown(slate_ids=[slate.pk], at=now)
    elif wakes:
        wake_sender()
    bell.ring(contact.pk)
    return message


def as_values(variables: Mapping[str, str]) -> dict[str, str]:
    """As a template takes them: one line each, without runs of spaces, never empty."""
    return {name: " ".join(value.split())[:_VARIABLE_CHARS] or "-" for name, value in variables.items()}


def wake_sender() -> None:
    """Queue one run of the send loop, in the caller's transaction."""
    from conversations import tasks

    async_task(tasks.send_due)


def check_shape(body: str, buttons: Sequence[Button], *, max_chars: int, max_buttons: int) -> None:
    if not body.strip():
        raise UnsendableMessage("an empty message")
    if len(body) > max_chars:
        raise UnsendableMessage(f"{len(body)} characters, {max_chars} fit")
    if len(buttons) > max_buttons:
        raise UnsendableMessage(f"{len(buttons)} buttons, {max_buttons} fit")
    for button in buttons:
        if not 0 < len(button.title) <= _BUTTON_CHARS:
            raise UnsendableMessage(f"button title {button.title!r} has not 1 to {_BUTTON_CHARS} characters")


def content_of(
    buttons: Sequence[Button], cards: Sequence[GameCard], image_url: str, template: Template | None,
    topic: str, message_type: str,
) -> dict[str, object]:  # fmt: skip
    content: dict[str, object] = {}
    if topic:
        content["topic"] = topic
    if message_type:
        content["type"] = message_type
    if template:
        content["template_sid"] = template.sid
        content["template_variables"] = as_values(template.variables)
    if buttons:
        content["buttons"] = [asdict(button) for button in buttons]
    if cards:
        content["cards"] = [asdict(card) for card in cards]
    if image_url:
        content["image_url"] = image_url
    return content


# `line` holds, for each contact, the first message that has not left yet: only that one may go, so parts
# and replies keep their order. One statement claims; `verdict` in it is the law: consent, hand-over, age, window.
# What we start by ourselves waits while a switch says so, and behind whatever that person has just written:
# it may be a STOP that nobody has read yet.
_LINE = """
WITH line AS (
    SELECT DISTINCT ON (m.contact_id) m.id
      FROM conversations_message m
     WHERE m.direction = 'outbound' AND m.status IN ('queued', 'sending')
     ORDER BY m.contact_id, (m.status = 'sending') DESC, (m.origin IN ('proactive', 'follow_up')), m.id
)"""
_MAY_LEAVE = f"""
    m.status = 'queued' AND m.due_at <= %(now)s AND NOT (
        m.origin IN ('proactive', 'follow_up') AND (
            c.answered_seq < c.inbound_seq
            OR EXISTS (SELECT 1 FROM conversations_switch s
                        WHERE s.key IN ('{Switch.Key.SILENCE}', '{Switch.Key.MAINTENANCE}') AND s.is_on)
        )
    )
"""
_CLAIM = f"""
, due AS (
    SELECT m.id,
           CASE
             WHEN p.origin = 'demo' OR EXISTS (
                    SELECT 1 FROM conversations_contactaddress a WHERE a.id = m.address_id AND a.kind = 'demo'
                  ) THEN 'not_connected'
             WHEN m.origin IN ('reply', 'operator', 'reminder', 'follow_up') AND NOT c.replies_allowed THEN 'stopped'
             WHEN m.origin = 'proactive' AND NOT (
                    c.proactive_allowed AND c.replies_allowed AND m.content->>'topic' = ANY (c.topics)
                  ) IS TRUE THEN 'no_consent'
             WHEN m.origin IN ('proactive', 'follow_up') AND p.age_band = 'under_13' THEN 'child'
             WHEN m.origin NOT IN ('system', 'operator') AND c.held_by_human_at IS NOT NULL THEN 'held_by_human'
             WHEN m.origin IN ('proactive', 'follow_up')
                  AND c.distress_at > %(now)s - make_interval(days => %(quiet_days)s) THEN 'in_distress'
             WHEN m.origin = 'proactive' AND m.created_at <= %(stale_before)s THEN 'stale'
             WHEN NOT (m.content ? 'template_sid') AND NOT EXISTS (
                    SELECT 1 FROM conversations_senderwindow w
                     WHERE w.contact_id = m.contact_id AND w.sender = m.sender
                       AND w.last_inbound_at > %(now)s - make_interval(hours => %(window_hours)s)
                  ) THEN 'window_closed'
             ELSE ''
           END AS verdict
      FROM conversations_message m
      JOIN conversations_contact c ON c.id = m.contact_id
      JOIN games_player p ON p.id = c.player_id
      JOIN line ON line.id = m.id
     WHERE {_MAY_LEAVE} AND m.channel = %(channel)s
     ORDER BY (m.origin = 'proactive'), m.due_at, m.id
     LIMIT %(limit)s
       FOR UPDATE OF m SKIP LOCKED
)
UPDATE conversations_message m
   SET status = CASE WHEN due.verdict = '' THEN 'sending' ELSE 'withheld' END,
       withheld_because = due.verdict,
       claimed_at = CASE WHEN due.verdict = '' THEN %(now)s ELSE m.claimed_at END,
       attempts = m.attempts + CASE WHEN due.verdict = '' THEN 1 ELSE 0 END
  FROM due
 WHERE m.id = due.id AND m.status = 'queued'
RETURNING m.id, due.verdict
"""


def claim_due(*, now: datetime, limit: int, kinds: Collection[str] | None = None) -> list[Message]:
    """Claim messages that may leave now: replies before campaigns, one per contact, in order.

    What the law forbids becomes WITHHELD with its reason in the same statement. Only channels
    that are connected are asked, or just those of ``kinds``; the rest waits until they are.
    """
    claimed: list[int] = []
    for kind in set(pushed_kinds()) & set(connected_kinds()) if kinds is None else kinds:
        window_hours = channel_for(kind).free_form_hours
        with connection.cursor() as cursor:
            cursor.execute(
                _LINE + _CLAIM,
                {
                    "now": now,
                    "limit": limit,
                    "channel": kind,
                    "window_hours": window_hours or 24 * 365 * 100,
                    "quiet_days": settings.DISTRESS_QUIET_DAYS,
                    "stale_before": now - _PROACTIVE_KEEPS,
                },
            )
            claimed += [pk for pk, verdict in cursor.fetchall() if not verdict]
    rows = Message.objects.filter(pk__in=claimed).select_related("address").defer("raw", "understanding")
    return sorted(rows, key=lambda message: (message.origin == Message.Origin.PROACTIVE, message.due_at, message.pk))


_IS_DUE = f"""
SELECT EXISTS (
    SELECT 1 FROM conversations_message m
      JOIN line ON line.id = m.id
      JOIN conversations_contact c ON c.id = m.contact_id
     WHERE {_MAY_LEAVE} AND m.channel = ANY(%(channels)s)
)
"""


def is_anything_due(now: datetime) -> bool:
    """Whether a claim would find something. What waits behind a message that is not due yet does not count."""
    kinds = sorted(set(pushed_kinds()) & set(connected_kinds()))
    with connection.cursor() as cursor:
        cursor.execute(_LINE + _IS_DUE, {"now": now, "channels": kinds})
        (is_due,) = cursor.fetchone()
    return bool(is_due)


def requeue(messages: QuerySet[Message]) -> int:
    """Try failed or unknown messages again, because an operator says so.

    Not what we started: its campaign may have planned another, and it was judged by what held then.
    """
    now = timezone.now()
    with transaction.atomic():
        count = (
            messages.exclude(origin=Message.Origin.PROACTIVE)
            .filter(direction=Message.Direction.OUTBOUND, status__in=(Message.Status.FAILED, Message.Status.UNKNOWN))
            .update(status=Message.Status.QUEUED, due_at=now, attempts=0, lookups=0, error="", error_code="")
        )
        if count:
            wake_sender()
    return count


def retry_later(message: Message, *, now: datetime, wait: timedelta, error: str, error_code: str) -> None:
    Message.objects.filter(pk=message.pk, status=Message.Status.SENDING).update(
        status=Message.Status.QUEUED, due_at=now + wait, error=error[:300], error_code=error_code[:10]
    )
