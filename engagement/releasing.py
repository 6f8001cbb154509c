"""Hands planned messages of campaigns to the outbox, piece by piece: never twice, and only if it is still allowed.

What costs time (the recommender, the words) is done before anything is locked. Then one transaction a piece: its
people are locked, as a STOP locks them, then its touches; everybody is judged anew, for meanwhile they may have said
no or got another message; and what may go is stored in a few statements. A process that dies in the middle leaves
the piece planned; two that run at once skip what the other holds.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from django.db import InterfaceError, OperationalError, connection, transaction

from conversations.letters import notices as letter_notices
from conversations.models import Contact, Message
from conversations.sending.in_bulk import enqueue_all
from conversations.sending.reply_window import find_windows
from engagement import check_in_sending, contests, experiment_copy, permission, picks, touch_writing
from engagement.facts import Rules
from engagement.models import Attention, Touch
from engagement.permission import Asked, Known, Refusal
from engagement.touch_writing import Prepared
from games import recommender

logger = logging.getLogger(__name__)

PIECE = 25
_MOST_TRIES = 3
_TRY_AGAIN = timedelta(minutes=10)
# Only the message differs: a bulk update of Django's writes seven times as many cases as there are rows, which took
# longer than all else that is stored.
_MARK_QUEUED = """
UPDATE engagement_touch t
   SET state = 'queued', reason = '', due_at = NULL, earliest_at = NULL, decided_at = %(now)s,
       message_id = handed.message_id, tries = t.tries + 1
  FROM unnest(%(touches)s::bigint[], %(messages)s::bigint[]) AS handed (touch_id, message_id)
 WHERE t.id = handed.touch_id
"""


@dataclass(frozen=True)
class Released:
    """What a piece of releasing did."""

    looked_at: int = 0
    handed_over: int = 0


def release(*, now: datetime, rng: np.random.Generator, limit: int) -> Released:
    """Look at up to so many messages whose time has come. Safe to run many times at once."""
    first = Touch.objects.first_releasable(now=now, limit=limit)
    if contests.settle(set(first.values_list("contact_id", flat=True)), now=now):
        first = Touch.objects.first_releasable(now=now, limit=limit)
    # One a person: the next is judged with this one counted.
    due = list(first.select_related("contact__player", "enrolment"))
    touches = list({touch.contact_id: touch for touch in reversed(due)}.values())[::-1]
    known = Known()
    handed_over = 0
    for start in range(0, len(touches), PIECE):
        handed_over += _release_piece(touches[start : start + PIECE], known, now=now, rng=rng)
    # What campaigns leave of the rate belongs to the check-ins of the engagement cycle.
    check_ins = check_in_sending.release(now=now, limit=limit - len(touches))
    return Released(len(touches) + check_ins, handed_over + check_ins)


def prepare(
    touches: Sequence[Touch], known: Known, *, now: datetime, rng: np.random.Generator
) -> Mapping[int, Prepared | Refusal | None]:
    """By touch what it will say, or why nothing; None for what broke. Reads only."""
    answers = permission.ask([_asked(touch) for touch in touches], now=now, known=known)
    people = [touch.contact_id for touch in touches]
    windows, moods = find_windows(people, now=now), picks.moods_of(people, now=now)
    found: dict[int, Prepared | Refusal | None] = {}
    for touch in touches:
        answer = answers[touch.pk]
        if isinstance(answer, Refusal):
            found[touch.pk] = answer
            continue
        step = known.copy_of(touch.version_id or 0).step(touch.step)
        assert step is not None  # who asked has looked
        assert touch.enrolment is not None  # a constraint holds this
        try:
            found[touch.pk] = touch_writing.prepare(
                contact=touch.contact,
                step=experiment_copy.worded(step, experiment_copy.configs_of(touch.variant)),
                brought_by=touch.enrolment.context,
                mood=moods.get(touch.contact_id, ""),
                window=windows.get(touch.contact_id),
                may_use_template=bool(answer.templated_tones),
                now=now,
                rng=rng,
            )
        except (OperationalError, InterfaceError):
            raise  # it is not about this one
        except Exception:  # it holds up nobody behind it
            logger.exception("touch %s could not be written", touch.pk)
            found[touch.pk] = None
    return found


def refused(touch: Touch, refusal: Refusal, known: Known, *, now: datetime) -> Touch:
    """Stays a row with its reason; where the clock will lift it, it is looked at again then, if that is in time."""
    copy = experiment_copy.timed(known.copy_of(touch.version_id or 0), experiment_copy.configs_of(touch.variant))
    again = refusal.earliest_at
    if again is not None and copy.ends is not None and again >= copy.ends:
        again = None
    touch.state, touch.reason, touch.decided_at = Touch.State.REFUSED, refusal.reason, now
    touch.due_at = again if again is None else permission.best_moment_from(touch, copy, again, now=now)
    touch.earliest_at = refusal.earliest_at
    return touch


def _release_piece(touches: Sequence[Touch], known: Known, *, now: datetime, rng: np.random.Generator) -> int:
    """How many were handed over."""
    prepared = prepare(touches, known, now=now, rng=rng)
    for touch in touches:
        if prepared[touch.pk] is None:
            _put_off(touch, now=now)
    sound = {touch.pk: found for touch in touches if (found := prepared[touch.pk]) is not None}
    try:
        return _store(touches, sound, known, now=now)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("%s messages could not be stored together", len(sound))
    return sum(_store_alone(touch, sound, known, now=now) for touch in touches if touch.pk in sound)


def _store_alone(touch: Touch, sound: Mapping[int, Prepared | Refusal], known: Known, *, now: datetime) -> int:
    try:
        return _store([touch], sound, known, now=now)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("touch %s could not be stored", touch.pk)
        _put_off(touch, now=now)
        return 0


@transaction.atomic
def _put_off(touch: Touch, *, now: datetime) -> None:
    """One that breaks is tried again a few times and then shown as failed."""
    row = Touch.objects.select_for_update().filter(pk=touch.pk, due_at__isnull=False).first()
    if row is None:
        return
    row.tries += 1
    again = row.tries < _MOST_TRIES
    row.due_at = now + _TRY_AGAIN if again else None
    if not again:
        row.state, row.reason, row.decided_at = Touch.State.FAILED, "broken", now
    row.save(update_fields=("tries", "due_at", "state", "reason", "decided_at"))


@transaction.atomic
def _store(touches: Sequence[Touch], prepared: Mapping[int, Prepared | Refusal], known: Known, *, now: datetime) -> int:
    mine = [touch for touch in _locked(touches, now=now) if touch.pk in prepared]
    if not mine:
        return 0
    answers = permission.ask([_asked(touch) for touch in mine], now=now, known=known)
    going: list[tuple[Touch, Prepared]] = []
    staying: list[Touch] = []
    for touch in mine:
        answer, found = answers[touch.pk], prepared[touch.pk]
        if isinstance(answer, Rules) and isinstance(found, Prepared):
            going.append((touch, found))
        else:
            why = answer if isinstance(answer, Refusal) else found
            assert isinstance(why, Refusal)  # one of the two is
            staying.append(refused(touch, why, known, now=now))
            logger.debug("campaign %s: contact %s is not written to: %s", *_told(touch), why.reason)
    Touch.objects.bulk_update(staying, ("state", "reason", "due_at", "earliest_at", "decided_at"))
    messages = _messages(going, now=now)
    letters = {touch.contact_id: messages[touch.pk] for touch, prepared in going if prepared.step.brings_letter}
    if letters:
        letter_notices.leave_all(letters, now=now)
    Attention.objects.bulk_create(
        Attention(contact_id=touch.contact_id, kind=touch.kind, topic=touch.topic, at=now, message=messages[touch.pk])
        for touch, _ in going
    )
    _mark_queued([touch for touch, _ in going], messages, now=now)
    return len(going)


def _locked(touches: Sequence[Touch], *, now: datetime) -> Sequence[Touch]:
    """Those of them that still wait and that nobody else has. The people first; whose row is held at this moment is
    looked at again with the next piece."""
    people = Contact.objects.filter(pk__in=[touch.contact_id for touch in touches])
    held = people.select_for_update(no_key=True, skip_locked=True).order_by("pk").values_list("pk", flat=True)
    waiting = Touch.objects.releasable(now=now).filter(pk__in=[touch.pk for touch in touches], contact__in=list(held))
    free = waiting.select_for_update(skip_locked=True, of=("self",)).order_by("pk").values_list("pk", "contact_id")
    # Two contacts may have become one since they were read: then the touch is that one's, and is read anew.
    still = set(free)
    return [touch for touch in touches if (touch.pk, touch.contact_id) in still]


def _messages(going: Sequence[tuple[Touch, Prepared]], *, now: datetime) -> Mapping[int, Message]:
    """Slates and messages, by touch."""
    picked = [(touch.pk, prepared.slate, touch.contact.player) for touch, prepared in going if prepared.slate]
    rows = recommender.record_all([(slate, who) for _, slate, who in picked], surface=touch_writing.SURFACE, now=now)
    of_touch = {pk: row for (pk, _, _), row in zip(picked, rows, strict=True)}
    by_topic = defaultdict(list)
    for touch, prepared in going:
        row, shown = of_touch.get(touch.pk, (None, ()))
        proposed = prepared.proposed(row=row, impression_id=shown[0].pk if shown else None)
        by_topic[touch.topic].append((touch.pk, proposed))
    messages: dict[int, Message] = {}
    for topic, proposals in by_topic.items():
        stored = enqueue_all([one for _, one in proposals], topic=topic, message_type=touch_writing.SURFACE, now=now)
        messages |= dict(zip([pk for pk, _ in proposals], stored, strict=True))
    return messages


def _mark_queued(touches: Sequence[Touch], messages: Mapping[int, Message], *, now: datetime) -> None:
    for touch in touches:
        logger.info("campaign %s: contact %s is written to", *_told(touch))
    with connection.cursor() as cursor:
        cursor.execute(_MARK_QUEUED, {
            "now": now,
            "touches": [touch.pk for touch in touches],
            "messages": [messages[touch.pk].pk for touch in touches],
        })  # fmt: skip


def _asked(touch: Touch) -> Asked:
    return Asked(touch.pk, touch.contact_id, touch.version_id or 0, touch.step, touch.variant)


def _told(touch: Touch) -> tuple[int | None, int]:
    return touch.campaign_id, touch.contact_id
