"""The penpal's post: a letter is kept in the turn that brings it, and answered once, hours later, at a waking hour.

Written from our own paragraphs, or by a language model where one is set up and what it wrote holds (its quotes are
theirs, the game is the pick, no figures, moderation silent). The law of the outbox holds for it as for every answer.
"""

from __future__ import annotations

import functools
import logging
import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
from django.db import transaction

from conversations import clocks, knowledge, llm, outbox
from conversations.channels.registry import channel_for
from conversations.companions import letter_text
from conversations.companions.letter_text import Sheet
from conversations.dialogue import distress, grief
from conversations.dialogue.splitting import split
from conversations.links import store_link
from conversations.models import Contact, ContactAddress, Letter, Message, Session
from conversations.moderation import stage_one
from conversations.reply_window import ReplyWindow, find_window
from games import recommender
from games.models import Game, Player
from games.recommender.types import Context, Slate

logger = logging.getLogger(__name__)

_FILE = Path(__file__).resolve().parent / "penpal" / "letter.txt"
SURFACE = "letter"
_CALM = "chill"
_AT_ONCE = 50
_FIRST = timedelta(hours=3)
_SPREAD = 7  # so many different times, twenty minutes apart
_STEP = timedelta(minutes=20)
# Where nobody knows their clock: a little earlier on the next day, when they were awake today.
_ALMOST_A_DAY = timedelta(hours=22)
_TIME_TO_LEAVE = timedelta(minutes=2)
_SECONDS_TO_WRITE = 8.0
_BUSY_SECONDS = 8.0  # a task of the talk cluster lives for twenty
_SHAPE: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {"letter": {"type": "string", "minLength": 600, "maxLength": 2400}},
    "required": ["letter"],
    "additionalProperties": False,
}


@dataclass(frozen=True)
class Received:
    """A letter that came in with a turn; the mood is what was read in it."""

    mood: str

    def write(self, *, contact: Contact, message: Message, session: Session, now: datetime) -> None:
        due_at = waking_hour(_zones(contact, message), now=now, after=_FIRST + (message.pk % _SPREAD) * _STEP)
        Letter.objects.get_or_create(
            contact=contact, state=Letter.State.RECEIVED,
            defaults={"message_id": message.pk, "mood": self.mood, "received_at": now, "due_at": due_at},
        )  # fmt: skip


@functools.cache
def sheet() -> Sheet:
    return letter_text.read_sheet(_FILE.read_text(encoding="utf-8"))


def is_one_waiting(contact: Contact) -> bool:
    return Letter.objects.waiting().filter(contact=contact).exists()


def waking_hour(zones: tuple[str, ...], *, now: datetime, after: timedelta) -> datetime:
    """So long after ``now``, and later where it may be night for them then; within the reply window in any case."""
    if not zones:
        return now + _ALMOST_A_DAY
    at = now + after
    while clocks.is_night(zones, at) and at < now + _ALMOST_A_DAY:
        at += _STEP
    return at


def drop(*, contact: Contact, reason: str, now: datetime) -> int:
    return Letter.objects.waiting().filter(contact=contact).update(
        state=Letter.State.DROPPED, reason=reason, ended_at=now
    )  # fmt: skip


def answer_due(*, now: datetime, rng: np.random.Generator, contact_id: int | None = None) -> int:
    """Answer what is due; returns how many were. Safe to run twice, at once, and after a crash."""
    due = Letter.objects.due(now=now).filter(contact__held_by_human_at=None, contact__looping_at=None)
    due = due if contact_id is None else due.filter(contact=contact_id)
    began, count = time.monotonic(), 0
    for pk in list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:_AT_ONCE]):
        if time.monotonic() - began > _BUSY_SECONDS:
            break  # the next run goes on
        count += _try_to_answer(pk, now=now, rng=rng)
    return count


def _try_to_answer(pk: int, *, now: datetime, rng: np.random.Generator) -> bool:
    """One that cannot be answered holds up nobody behind it; it is tried again with the next run."""
    try:
        return _answer(pk, now=now, rng=rng)
    except Exception:
        logger.exception("letter %s could not be answered", pk)
        return False


def _answer(pk: int, *, now: datetime, rng: np.random.Generator) -> bool:
    """What takes long is done before the row is locked, and what was found then is looked at again under the lock."""
    letter = Letter.objects.select_related("contact__player", "message").filter(pk=pk).first()
    if letter is None or _forbidden(letter, find_window(letter.contact, now=now), now=now):
        return _close(pk, now=now)
    assert letter.message is not None
    if _is_night(letter, now):
        return False
    slate = _pick(letter, letter.message.body, now=now, rng=rng)
    words, writer = _write(letter, letter.message, slate, now=now)
    return _send(pk, words, writer, slate, now=now)


@transaction.atomic
def _close(pk: int, *, now: datetime) -> bool:
    letter = _locked(pk)
    if letter is not None and (reason := _forbidden(letter, find_window(letter.contact, now=now), now=now)):
        Letter.objects.filter(pk=pk).update(state=Letter.State.DROPPED, reason=reason, ended_at=now)
    return False


@transaction.atomic
def _send(pk: int, words: str, writer: str, slate: Slate, *, now: datetime) -> bool:
    """Under the contact's row lock, so that STOP, a turn and another run of this stand in one line."""
    letter = _locked(pk)
    if letter is None or letter.contact.held_by_human_at or letter.contact.looping_at:
        return False
    contact = letter.contact
    window = find_window(contact, now=now)
    if reason := _forbidden(letter, window, now=now):
        Letter.objects.filter(pk=pk).update(state=Letter.State.DROPPED, reason=reason, ended_at=now)
        return False
    if window is None or not channel_for(window.last_inbound.channel).is_connected():
        return False
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
        state=Letter.State.ANSWERED, ended_at=now, written_by=writer, answer=sent[0],
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
    if letter.message is None or not letter.message.body.strip():
        return reasons.FORGOTTEN
    if window is None:
        return reasons.NOT_CONNECTED
    closes = window.closes_at
    is_open = window.is_open and (closes is None or now + _TIME_TO_LEAVE < closes)
    return "" if is_open else reasons.WINDOW_CLOSED


def _is_night(letter: Letter, now: datetime) -> bool:
    """Also after an outage nobody is woken, where we know their clock and something would ring."""
    message = letter.message
    if message is None or not channel_for(message.channel).is_pushed:
        return False
    zones = _zones(letter.contact, message)
    return bool(zones) and clocks.is_night(zones, now)


def _zones(contact: Contact, message: Message) -> tuple[str, ...]:
    """Every zone that they may live in; none where nobody can tell."""
    if clocks.is_zone(contact.time_zone):
        return (contact.time_zone,)
    phone = contact.addresses.filter(kind=ContactAddress.Kind.PHONE).order_by("pk").first()
    return clocks.zones_of_phone(phone.value) if phone else ()


def _pick(letter: Letter, text: str, *, now: datetime, rng: np.random.Generator) -> Slate:
    """One game in the mood of the letter, else a calm one; none about loss for who lost somebody."""
    player = letter.contact.player
    of_loss: frozenset[str] = frozenset()
    if any(one.theme == "loss" for one in letter_text.hear(text, sheet())):
        sad = Game.objects.published().filter(tags__overlap=list(grief.TAGS_OF_LOSS))
        of_loss = frozenset(sad.values_list("slug", flat=True))
    context = Context(
        mood=letter.mood, text=text[:300], vector=knowledge.current().embed(text[:1_000]),
        platforms=tuple(player.platforms), exclude_slugs=of_loss, needs_care=True,
    )  # fmt: skip
    slate = recommender.recommend(player=player, context=context, limit=1, rng=rng, now=now, explore=False)
    if slate.picks:
        return slate
    calm = replace(context, mood=_CALM, text="", vector=None)
    return recommender.recommend(player=player, context=calm, limit=1, rng=rng, now=now, explore=False)


def _write(letter: Letter, message: Message, slate: Slate, *, now: datetime) -> tuple[str, str]:
    title = slate.picks[0].facts.title if slate.picks else ""
    reason = slate.picks[0].reason if slate.picks else ""
    text = message.body
    freer = _freer(message, title=title, reason=reason, now=now)
    if freer and not letter_text.problem_with(freer, letter=text, title=title, reason=reason):
        return freer, Letter.Writer.MODEL
    mood = _mood_of(letter.mood)
    words = letter_text.compose(
        text, sheet(), mood=mood, title=title, reason=reason, seed=letter.pk, may_quote=_is_clean
    )
    return words, Letter.Writer.SHEET


def _freer(message: Message, *, title: str, reason: str, now: datetime) -> str:
    if not llm.is_configured():
        return ""
    told = llm.ask(
        purpose="letters",
        instructions=(
            "You are Marlow, a bot who sorts the late post and answers letters. Answer this letter in 170 to 260 words:"
            " warm, plain, unhurried, in the first person, no advice, no diagnosis, no promises, no digits. Quote two"
            " or three short pieces of the letter word for word in double quotes, and quote nothing else."
            + (f" Mention one game for the weekend, {title}, and of it nothing but this: {reason}." if title else "")
            + " Say that you are a bot, and sign as Marlow."
        ),
        player_text=message.body,
        shape=_SHAPE,
        session_id=message.session_id,
        seconds=_SECONDS_TO_WRITE,
        now=now,
    )
    return str(told.value["letter"]).strip() if isinstance(told, llm.Answer) else ""


def _mood_of(mood: str) -> str:
    if mood in ("sad", "lonely", "tired", "stressed", "angry"):
        return "sad"
    return "nostalgic" if mood == "nostalgic" else "other"


def _is_clean(quote: str) -> bool:
    return not stage_one.look(quote) and not distress.is_serious(quote)
