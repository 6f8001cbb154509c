"""Reminders: set and taken back in a turn, sent once when their time comes.

Inside the reply window as plain text; outside it only as the template that the provider has approved for it
(REMINDER_TEMPLATE_SID). Without one nothing is sent: the row says why, and the player hears of it when they
next write. Whether a message may leave at all is decided where all are: in the claim of the outbox.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np
from django.conf import settings
from django.db import transaction
from django.db.models import Q

from conversations.between_turns.unasked import voice_for
from conversations.channels.registry import channel_for
from conversations.channels.types import Button
from conversations.dialogue.choices import make_id
from conversations.dialogue.memory_changes import NewReminder
from conversations.links import store_link
from conversations.models import Contact, Message, Reminder
from conversations.sending import outbox
from conversations.sending.reply_window import ReplyWindow, find_window
from games.models import Player
from games.statements import rows_of

logger = logging.getLogger(__name__)

MOST_WAITING = 5
_AT_ONCE = 200
_STILL_WORTH_IT = timedelta(hours=12)
_NEWS_OF_A_MESSAGE = timedelta(days=3)  # no provider tells later what became of it
_OWES_ANY = (
    "SELECT EXISTS (SELECT FROM conversations_reminder WHERE contact_id = %s AND state = %s AND told_at IS NULL)"
)
_TIME_TO_LEAVE = timedelta(minutes=2)  # between here and the claim that looks at the window once more


def create(*, contact: Contact, wanted: NewReminder, now: datetime) -> Reminder:
    """In the caller's transaction. The same wish twice is one reminder."""
    reminder, _ = Reminder.objects.get_or_create(
        contact=contact,
        due_at=wanted.due_at,
        about=wanted.about,
        state=Reminder.State.WAITING,
        defaults={
            "game_id": wanted.game_id, "impression_id": wanted.impression_id, "time_zone": wanted.time_zone,
            "asked_at": now,
        },
    )  # fmt: skip
    return reminder


def to_own_up_to(contact: Contact) -> list[Reminder]:
    """Those that did not reach them and of which they have not been told, the oldest first.

    Asked in every turn and hardly ever so: whether there are any is asked in a way that costs next to nothing.
    """
    ((owes_any,),) = rows_of(_OWES_ANY, [contact.pk, Reminder.State.UNSENT])
    return list(Reminder.objects.to_own_up_to().filter(contact=contact).order_by("due_at")) if owes_any else []


def cancel(*, contact: Contact, reason: str, now: datetime, reminder_ids: Sequence[int] | None = None) -> int:
    """Take back what still waits: the given ones, or all."""
    waiting = Reminder.objects.waiting().filter(contact=contact)
    if reminder_ids is not None:
        waiting = waiting.filter(pk__in=reminder_ids)
    return waiting.update(state=Reminder.State.CANCELLED, reason=reason, ended_at=now)


def send_due(*, now: datetime, rng: np.random.Generator, contact_id: int | None = None) -> int:
    """Send what is due; returns how many left. Safe to run twice, at once, and after a crash.

    Who talks with a person, or is taken for a machine, is not disturbed; their reminders wait.
    ``contact_id`` looks at one person alone.
    """
    note_refusals(now=now, contact_id=contact_id)
    due = Reminder.objects.due(now=now).filter(contact__held_by_human_at=None, contact__looping_at=None)
    due = due if contact_id is None else due.filter(contact=contact_id)
    pairs = due.order_by("due_at", "pk").values_list("pk", "contact_id")[:_AT_ONCE]
    return sum(_try_to_send(pk, contact_id, now=now, rng=rng) for pk, contact_id in list(pairs))


def note_refusals(*, now: datetime, contact_id: int | None = None) -> int:
    """Reminders whose message did not get through are unsent after all; after STOP they are taken back."""
    sent = Reminder.objects.filter(state=Reminder.State.SENT, ended_at__gt=now - _NEWS_OF_A_MESSAGE)
    sent = sent if contact_id is None else sent.filter(contact=contact_id)
    stopped = sent.filter(message__withheld_because=Message.Withheld.STOPPED)
    closed = sent.filter(message__withheld_because=Message.Withheld.WINDOW_CLOSED)
    refused = sent.filter(Q(message__status=Message.Status.FAILED) | Q(message__status=Message.Status.WITHHELD))
    count = stopped.update(state=Reminder.State.CANCELLED, reason=Reminder.Reason.STOPPED, ended_at=now, message=None)
    count += closed.update(state=Reminder.State.UNSENT, reason=Reminder.Reason.WINDOW_CLOSED, ended_at=now)
    return count + refused.update(state=Reminder.State.UNSENT, reason=Reminder.Reason.REFUSED, ended_at=now)


def _try_to_send(pk: int, contact_id: int, *, now: datetime, rng: np.random.Generator) -> bool:
    """One that cannot be sent holds up nobody behind it; it is tried again with the next run."""
    try:
        return _send(pk, contact_id, now=now, rng=rng)
    except Exception:
        logger.exception("reminder %s of contact %s could not be sent", pk, contact_id)
        return False


@transaction.atomic
def _send(pk: int, contact_id: int, *, now: datetime, rng: np.random.Generator) -> bool:
    """Under the contact's row lock, so that STOP, a turn and another run of this stand in one line."""
    contact = Contact.objects.select_for_update(of=("self",)).select_related("player").filter(pk=contact_id).first()
    reminder = Reminder.objects.due(now=now).filter(pk=pk).select_related("game").first()
    if contact is None or reminder is None or contact.held_by_human_at or contact.looping_at:
        return False
    window = find_window(contact, now=now)
    if reason := _forbidden(contact, reminder, window, now=now):
        child_or_stopped = (Reminder.Reason.CHILD, Reminder.Reason.STOPPED)
        state = Reminder.State.CANCELLED if reason in child_or_stopped else Reminder.State.UNSENT
        Reminder.objects.filter(pk=pk).update(state=state, reason=reason, ended_at=now)
        return False
    if window is None or not channel_for(window.last_inbound.channel).is_connected():
        return False
    message = _enqueue(contact, reminder, window, now=now, rng=rng)
    Reminder.objects.filter(pk=pk).update(state=Reminder.State.SENT, ended_at=now, message=message)
    return True


def _forbidden(contact: Contact, reminder: Reminder, window: ReplyWindow | None, *, now: datetime) -> str:
    reasons = Reminder.Reason
    if contact.player.age_band == Player.AgeBand.UNDER_13:
        return reasons.CHILD
    if not contact.replies_allowed:
        return reasons.STOPPED
    if window is None or not channel_for(window.last_inbound.channel).is_pushed:
        return reasons.NOT_PUSHED
    if now - reminder.due_at > _STILL_WORTH_IT:
        return reasons.TOO_LATE
    return "" if _is_open(window, now) or settings.REMINDER_TEMPLATE_SID else reasons.WINDOW_CLOSED


def _is_open(window: ReplyWindow, now: datetime) -> bool:
    return window.is_open and (window.closes_at is None or now + _TIME_TO_LEAVE < window.closes_at)


def _enqueue(
    contact: Contact, reminder: Reminder, window: ReplyWindow, *, now: datetime, rng: np.random.Generator
) -> Message:
    link = store_link(reminder.impression_id) if reminder.impression_id else ""
    words = voice_for(contact, now=now, rng=rng).say("remind.now", about=reminder.about)
    template, buttons = None, _buttons(reminder)
    if not _is_open(window, now):
        template = outbox.Template(
            settings.REMINDER_TEMPLATE_SID, {"1": reminder.about, "2": link or f"{settings.PUBLIC_BASE_URL}/"}
        )
        buttons = ()
    last = window.last_inbound
    return outbox.enqueue(
        contact=contact,
        origin=Message.Origin.REMINDER,
        body="\n\n".join(filter(None, (words, link))),
        now=now,
        session=last.session,
        address=last.address,
        channel=last.channel,
        sender=last.sender,
        buttons=buttons,
        template=template,
    )


def _buttons(reminder: Reminder) -> tuple[Button, ...]:
    snooze = Button(make_id("snooze", reminder.pk), "in an hour")
    more = Button(make_id("more", reminder.impression_id), "more like this")
    return (snooze, more) if reminder.impression_id else (snooze,)
