"""The penpal's post: a letter is kept in the turn that brings it, and answered once, hours later, at a waking hour.

Where the reply window closed before that, only word that it waits may go (`notices`), and the letter itself
follows once they answer. The law of the outbox holds for both as for all that we send.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from django.db import transaction
from django.db.models import F
from django_q.tasks import async_task

from conversations import clocks
from conversations.channels.registry import channel_for
from conversations.dialogue.care import distress
from conversations.dialogue.wording.splitting import split
from conversations.letters import notices, writing
from conversations.letters.writing import Written
from conversations.links import store_link
from conversations.models import Contact, ContactAddress, Letter, Message, Session
from conversations.sending import outbox
from conversations.sending.reply_window import ReplyWindow, find_window
from games import recommender
from games.models import Player

logger = logging.getLogger(__name__)

SURFACE = "letter"
_AT_ONCE = 50
_FIRST = timedelta(hours=3)
_SPREAD = 7  # so many different times, twenty minutes apart
_STEP = timedelta(minutes=20)
# Where nobody knows their clock: a little earlier on the next day, when they were awake today.
_ALMOST_A_DAY = timedelta(hours=22)
_TIME_TO_LEAVE = timedelta(minutes=2)
# So near to the end of the window an answer may well come too late: an outage, a night, a person who leads the talk.
_TIGHT = timedelta(hours=3)
# Word that it waits is tried for so long; by then they will have forgotten what they wrote.
_TOLD_WITHIN = timedelta(days=4)
_ASK_AGAIN = timedelta(minutes=20)
_BUSY_SECONDS = 8.0  # a task of the talk cluster lives for twenty


@dataclass(frozen=True)
class Received:
    """A letter that came in with a turn; the mood is what was read in it."""

    text: str
    mood: str
    due_at: datetime

    def write(self, *, contact: Contact, message: Message, session: Session, now: datetime) -> None:
        # Another may have come since this turn was planned, with a contact that turned out to be theirs.
        Letter.objects.create(
            contact=contact, message_id=self._written_in(message), mood=self.mood, received_at=now, due_at=self.due_at,
            joined=is_one_waiting(contact),
        )  # fmt: skip

    def _written_in(self, message: Message) -> int:
        """A voice note that was hardly heard is said yes to in another message: the letter is in the note."""
        theirs = Message.objects.filter(contact=message.contact_id, direction=Message.Direction.INBOUND, body=self.text)
        return theirs.order_by("-pk").values_list("pk", flat=True).first() or message.pk


@dataclass(frozen=True)
class CalledOff:
    """None of the letters that wait for them goes out any more."""

    def write(self, *, contact: Contact, message: Message, session: Session, now: datetime) -> None:
        Letter.objects.waiting().filter(contact=contact).drop(reason=Letter.Reason.CALLED_OFF, now=now)


def due_for(contact: Contact, message: Message, *, now: datetime) -> datetime:
    """When a letter that comes with this message is answered."""
    return waking_hour(_zones(contact), now=now, after=_FIRST + (message.pk % _SPREAD) * _STEP)


def is_tight(due_at: datetime, message: Message, *, now: datetime) -> bool:
    """Whether the reply window may close before that."""
    hours = channel_for(message.channel).free_form_hours
    return hours is not None and due_at > now + timedelta(hours=hours) - _TIGHT


def is_one_waiting(contact: Contact) -> bool:
    return Letter.objects.filter(contact=contact, state=Letter.State.RECEIVED).exists()


def is_any_waiting(contact: Contact) -> bool:
    """Whether one is to be answered, or lies ready to be read."""
    return Letter.objects.waiting().filter(contact=contact).exists()


def was_there_one(contact: Contact) -> bool:
    """Whether any letter waits, or did, whatever became of it."""
    return Letter.objects.filter(contact=contact).exists()


def next_due(contact: Contact) -> datetime | None:
    """When the next answer to a letter of theirs is due; None where none waits."""
    waiting = Letter.objects.filter(contact=contact, state=Letter.State.RECEIVED).order_by("due_at")
    return waiting.values_list("due_at", flat=True).first()


def was_last_said(contact: Contact) -> bool:
    """Whether the last that they heard from us is a letter."""
    said = Message.objects.filter(contact=contact, direction=Message.Direction.OUTBOUND).order_by("-pk").first()
    return said is not None and said.content.get("type") == "letter"


def waking_hour(zones: tuple[str, ...], *, now: datetime, after: timedelta) -> datetime:
    """So long after ``now``, and later where it may be night for them then; within the reply window in any case."""
    if not zones:
        return now + _ALMOST_A_DAY
    at = now + after
    while clocks.is_night(zones, at) and at < now + _ALMOST_A_DAY:
        at += _STEP
    return at


def answer_due(*, now: datetime, rng: np.random.Generator, contact_id: int | None = None) -> int:
    """Answer what is due; returns how many were. Safe to run twice, at once, and after a crash."""
    notices.take_back_unsent(now=now)
    due = Letter.objects.due(now=now).filter(contact__held_by_human_at=None, contact__looping_at=None)
    due = due if contact_id is None else due.filter(contact=contact_id)
    began, count = time.monotonic(), 0
    # Who has just asked for theirs is looking at the chat.
    in_turn = due.order_by(F("asked_at").asc(nulls_last=True), "due_at", "pk")
    for pk in list(in_turn.values_list("pk", flat=True)[:_AT_ONCE]):
        if time.monotonic() - began > _BUSY_SECONDS:
            _go_on_in_another_task()
            break
        count += _try_to_answer(pk, now=now, rng=rng)
    return count


def _go_on_in_another_task() -> None:
    from conversations import tasks

    async_task(tasks.answer_letters)


def _try_to_answer(pk: int, *, now: datetime, rng: np.random.Generator) -> bool:
    """One that cannot be answered holds up nobody behind it; it is tried again later."""
    try:
        return _answer(pk, now=now, rng=rng)
    except Exception:
        logger.exception("letter %s could not be answered", pk)
        return _put_off(pk, now=now)


def _answer(pk: int, *, now: datetime, rng: np.random.Generator) -> bool:
    """What takes long is done before the row is locked, and what was found then is looked at again under the lock."""
    letter = Letter.objects.select_related("contact__player", "message").filter(pk=pk).first()
    window = find_window(letter.contact, now=now) if letter else None
    if letter is None or window is None or _forbidden(letter, window, now=now):
        return _tell_or_drop(pk, now=now)
    if not channel_for(window.last_inbound.channel).is_connected():
        return _put_off(pk, now=now)
    # Whoever has just written for it is awake.
    if letter.state == Letter.State.RECEIVED and _is_night(letter, now):
        return _put_off(pk, now=now)
    return _send(pk, writing.write(letter, now=now, rng=rng), now=now)


@transaction.atomic
def _tell_or_drop(pk: int, *, now: datetime) -> bool:
    """It cannot be sent: word that it waits goes where that may help, else it is dropped with its reason."""
    letter = _locked(pk)
    window = find_window(letter.contact, now=now) if letter else None
    if letter is None or letter.contact.held_by_human_at or letter.contact.looping_at:
        return False
    if not (reason := _forbidden(letter, window, now=now)):
        return False
    may_tell = letter.state == Letter.State.RECEIVED and now - letter.received_at < _TOLD_WITHIN
    template = notices.template_for(letter.contact) if may_tell else None
    if reason == Letter.Reason.WINDOW_CLOSED and template and window:
        way = channel_for(window.last_inbound.channel)
        if _is_night(letter, now) or not way.is_connected():
            return _put_off(pk, now=now)
        is_told = notices.tell(letter, template=template, last_inbound=window.last_inbound, now=now)
        return False if is_told else _put_off(pk, now=now)
    Letter.objects.filter(pk=pk).drop(reason=reason, now=now)
    return False


def _put_off(pk: int, *, now: datetime) -> bool:
    """Not now; meanwhile it stands in nobody's way."""
    Letter.objects.filter(pk=pk, state=Letter.State.RECEIVED).update(due_at=now + _ASK_AGAIN)
    return False


@transaction.atomic
def _send(pk: int, written: Written, *, now: datetime) -> bool:
    """Under the contact's row lock, so that STOP, a turn and another run of this stand in one line."""
    letter = _locked(pk)
    if letter is None or letter.contact.held_by_human_at or letter.contact.looping_at:
        return False
    contact = letter.contact
    window = find_window(contact, now=now)
    if reason := _forbidden(letter, window, now=now):
        Letter.objects.filter(pk=pk).drop(reason=reason, now=now)
        return False
    if window is None or not channel_for(window.last_inbound.channel).is_connected():
        return False
    words, slate = written.words, written.slate
    row, last = None, window.last_inbound
    if slate.picks:
        row = recommender.record(slate, player=contact.player, surface=SURFACE, now=now)
        shown = row.impressions.first()
        words = f"{words}\n\n{store_link(shown.pk)}" if shown else words
    parts = split(words, channel_for(last.channel).max_body_chars)
    sent = [
        outbox.enqueue(
            contact=contact, origin=Message.Origin.REPLY, body=body, now=now, session=last.session,
            address=last.address, channel=last.channel, sender=last.sender, part=number,
            slate=row if number == len(parts) - 1 else None, message_type="letter",
        )
        for number, body in enumerate(parts)
    ]  # fmt: skip
    Letter.objects.filter(pk=pk).update(
        state=Letter.State.ANSWERED, ended_at=now, written_by=written.writer, answer=sent[0],
        game_id=slate.picks[0].facts.game_id if slate.picks else None,
    )  # fmt: skip
    return True


def _locked(pk: int) -> Letter | None:
    """The letter while it still waits, with its contact's row held for the rest of the transaction."""
    letter = Letter.objects.filter(pk=pk).values_list("contact_id", flat=True).first()
    if letter is None or not Contact.objects.select_for_update().filter(pk=letter).exists():
        return None
    return Letter.objects.waiting().select_related("contact__player", "message").filter(pk=pk).first()


def _forbidden(letter: Letter, window: ReplyWindow | None, *, now: datetime) -> str:
    contact, reasons = letter.contact, Letter.Reason
    if contact.player.age_band == Player.AgeBand.UNDER_13:
        return reasons.CHILD
    if not contact.replies_allowed:
        return reasons.STOPPED
    if distress.is_recent(contact.distress_at, now=now):
        return reasons.IN_DISTRESS
    is_answer = letter.kind == Letter.Kind.ANSWER
    if is_answer and (letter.message is None or not letter.message.body.strip()):
        return reasons.FORGOTTEN
    if letter.state == Letter.State.TOLD and not _is_wanted(letter):
        return reasons.UNREAD
    if window is None:
        return reasons.NOT_CONNECTED
    closes = window.closes_at
    is_open = window.is_open and (closes is None or now + _TIME_TO_LEAVE < closes)
    return "" if is_open else reasons.WINDOW_CLOSED


def _is_wanted(letter: Letter) -> bool:
    """They asked to read it; what answers theirs was asked for when they wrote it."""
    told, last = letter.told_at, letter.contact.last_inbound_at
    wrote_since = told is not None and last is not None and last > told
    return letter.asked_at is not None or (letter.kind == Letter.Kind.ANSWER and wrote_since)


def _is_night(letter: Letter, now: datetime) -> bool:
    """Also after an outage nobody is woken, where we know their clock and something would ring."""
    message = letter.message
    if message is None or not channel_for(message.channel).is_pushed:
        return False
    zones = _zones(letter.contact)
    return bool(zones) and clocks.is_night(zones, now)


def _zones(contact: Contact) -> tuple[str, ...]:
    """Every zone that they may live in; none where nobody can tell."""
    if clocks.is_zone(contact.time_zone):
        return (contact.time_zone,)
    phone = contact.addresses.filter(kind=ContactAddress.Kind.PHONE).order_by("pk").first()
    return clocks.zones_of_phone(phone.value) if phone else ()
