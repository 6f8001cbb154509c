"""When somebody's English is looked over, and how it is told: beside the answer, after it, in a bubble of its own.

The turn only leaves a task, in its own transaction; a worker looks and stores the bubble as one more part of the same
reply. It leaves by the outbox, under the same law as every reply, and a worker that is killed loses nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np
from django.db import transaction
from django.db.models import Max, QuerySet
from django_q.tasks import async_task

from conversations.between_turns import unasked
from conversations.dialogue.care import distress, grief
from conversations.dialogue.said import own_words
from conversations.dialogue.said.english import EASY, RICH
from conversations.dialogue.said.provocations import provocation_in
from conversations.dialogue.types import Outcome, Turn
from conversations.dialogue.wording.voice import Voice
from conversations.english_buddy import correcting, second_opinion
from conversations.english_buddy.types import Correction, corrected
from conversations.models import Contact, Message, Session
from conversations.moderation import looking
from conversations.sending import outbox
from games.models import Player

MESSAGE_TYPE: Final = "english"
MOST_AN_EVENING: Final = 4
_CLUSTER: Final = "work"  # where long work goes; answers never wait behind it
_HEAVY_MOODS: Final = ("angry", "sad", "lonely")
_BITTER: Final = -0.6  # sentiment
_LONGEST_WHOLE: Final = 200
_PHRASE_WORDS: Final = 3
_WORD_BEFORE = re.compile(r"[\w'’]+\s*$")
_WORD_AFTER = re.compile(r"\s*[\w'’]+")


@dataclass(frozen=True)
class LookOver:
    """Planned by a turn: a task that looks at its message."""

    def write(self, *, contact: Contact, message: Message, session: Session, now: datetime) -> None:
        from conversations import tasks

        async_task(tasks.look_over_english, message.pk, cluster=_CLUSTER)


def after(turn: Turn, outcome: Outcome) -> Outcome:
    """What every answer gets, of who asked for it."""
    if not turn.contact.english_help or not _may_be_corrected(turn, outcome):
        return outcome
    return outcome.with_effects(planned=(*outcome.effects.planned, LookOver()))


def _may_be_corrected(turn: Turn, outcome: Outcome) -> bool:
    """Never who is low, angry, in danger, a child, led by a person or in a story; never taps and other tongues."""
    effects, mood = outcome.effects, turn.reading.mood or turn.state.tonight.mood
    is_grave = effects.consent or effects.hand_over or effects.in_distress or effects.erase or effects.looping
    return (
        turn.choice is None
        and outcome.draft is not None
        and not is_grave
        and "english_help" not in effects.manner
        and not turn.is_child
        and not turn.is_held
        and turn.contact.replies_allowed
        and not distress.is_recent(turn.contact.distress_at, now=turn.now)
        and not turn.state.tonight.sorrow
        and mood not in _HEAVY_MOODS
        and turn.reading.sentiment_score > _BITTER
        and not turn.language
        and not turn.state.company.is_on
        and not outcome.state.company.is_on
        and not _sounds_heavy(turn.text)
    )


def _sounds_heavy(text: str) -> bool:
    return bool(
        distress.is_serious(text) or grief.sorrow_in(text) or own_words.sounds_low(text) or provocation_in(text)
    )


def look_over(message_id: int, *, now: datetime, rng: np.random.Generator) -> Message | None:
    """Tell what could be said better in one message; None where there is nothing to tell. Safe to run twice."""
    message = _waiting(message_id).first()
    if message is None or not _is_wanted(message.contact, message, now=now):
        return None
    contact = message.contact
    found = correcting.look_over(message.body, level=contact.english_level, names=(contact.display_name,))
    if not found and len(message.body) <= correcting.LONGEST:
        found = second_opinion.ask(message.body, session_id=message.session_id, now=now)
        found = found[: correcting.most_at(contact.english_level)]
    if not found:
        return None
    with transaction.atomic():
        # The lock orders us with a turn, a STOP or an erasure of theirs that is being written now.
        locked = Contact.objects.select_for_update(no_key=True).select_related("player").filter(pk=contact.pk).first()
        fresh = _waiting(message_id).first()
        if locked is None or fresh is None or not _is_wanted(locked, fresh, now=now):
            return None
        voice = unasked.voice_for(locked, now=now, rng=rng)
        parts = Message.objects.filter(in_reply_to=fresh).aggregate(last=Max("part"))["last"]
        body = tell(fresh.body, found, level=locked.english_level, voice=voice)
        return outbox.enqueue(
            contact=locked, origin=Message.Origin.REPLY, body=body,
            now=now, in_reply_to=fresh, part=(parts or 0) + 1, session=fresh.session, message_type=MESSAGE_TYPE,
        )  # fmt: skip


def tell(text: str, found: tuple[Correction, ...], *, level: str, voice: Voice) -> str:
    """Easy: the better words. Normal: what changes, and why. Rich: the whole sentence, then each with its reason."""
    changes = [f"“{_phrase(text, one, is_better=False)}” → “{_phrase(text, one, is_better=True)}”" for one in found]
    if level == EASY:
        return voice.say("buddy.note", better=f"“{_phrase(text, found[0], is_better=True)}”", why="")
    reasons = list(dict.fromkeys(one.kind for one in found))
    if level != RICH:
        why = "; ".join(voice.say(f"buddy.why.{kind}") for kind in reasons)
        return voice.say("buddy.note", better=", ".join(changes), why=why)
    whole = corrected(text, found)
    lines = [f"{change}: {voice.say(f'buddy.why.{one.kind}')}" for change, one in zip(changes, found, strict=True)]
    better = f"“{whole}”" if len(whole) <= _LONGEST_WHOLE else ", ".join(changes)
    return voice.say("buddy.note", better=better, why="\n".join(lines))


def _phrase(text: str, one: Correction, *, is_better: bool) -> str:
    """With a word before and after where it is short, so that "has" does not stand alone."""
    middle = one.right if is_better else text[one.start : one.end]
    before, after = text[: one.start], text[one.end :]
    if len(text[one.start : one.end].split()) < _PHRASE_WORDS:
        left, right = _WORD_BEFORE.search(before), _WORD_AFTER.match(after)
        middle = f"{left.group() if left else ''}{middle}{right.group() if right else ''}"
    return " ".join(middle.split())


def _waiting(message_id: int) -> QuerySet[Message]:
    """The message, if it was answered and nothing about its English was told yet."""
    told = Message.objects.filter(in_reply_to=message_id, content__type=MESSAGE_TYPE)
    return (
        Message.objects.filter(pk=message_id, direction=Message.Direction.INBOUND, status=Message.Status.HANDLED)
        .exclude(body="")
        .exclude(pk__in=told.values("in_reply_to"))
        .select_related("contact__player", "session", "address")
    )


def _is_wanted(contact: Contact, message: Message, *, now: datetime) -> bool:
    """As things are now: they may have said STOP, asked for a person, or written on since."""
    return (
        contact.english_help
        and contact.replies_allowed
        and contact.held_by_human_at is None
        and contact.looping_at is None
        and contact.goes_at is None
        and contact.inbound_seq == message.seq
        and contact.player.age_band != Player.AgeBand.UNDER_13
        and not distress.is_recent(contact.distress_at, now=now)
        and not looking.is_flagged(contact.pk, now=now)
        and _told_this_evening(message) < MOST_AN_EVENING
    )


def _told_this_evening(message: Message) -> int:
    return Message.objects.filter(session=message.session_id, content__type=MESSAGE_TYPE).count()
