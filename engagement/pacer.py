"""Releases planned messages into the outbox: never faster than campaigns may send, never twice, and only if allowed.

One transaction a message: the touch is locked, judged, written, stored in the outbox and marked, or nothing of it
happened. A process that dies in the middle leaves the touch planned; two that run at once skip what the other holds.
The rate counts what was handed over, so the outbox holds seconds of work and not hours: nothing in it can outlive
the provider's queue, and a pause is felt at once.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone
from django_q.tasks import async_task

from conversations import outbox, switches
from conversations.models import Contact, Message, Switch
from engagement import (
    advancing,
    campaigns,
    check_in_sending,
    enrolling,
    experiment_copy,
    permission,
    stopping,
    touch_results,
    touch_writing,
)
from engagement.campaigns import live_copy
from engagement.facts import Rules
from engagement.models import Campaign, CampaignRun, Enrolment, Touch

logger = logging.getLogger(__name__)

_LOCK = 7_265_117  # any number, the same in every process
_RUN_SECONDS = 10.0
_QUEUED = "engagement:pacer-turn-is-queued"
_QUEUED_SECONDS = 180  # after which one that got lost is made up for by the clock
_TURN_SECONDS = 0.5
_MOST_TRIES = 3
_TRY_AGAIN = timedelta(minutes=10)
# How many are planned ahead of the rate: what is planned too early is planned for an hour that has changed.
_AHEAD = timedelta(minutes=5)
# So much may wait in the outbox before nothing more is released: the sender is busy or switched off.
_BACKLOG = timedelta(seconds=30)


@dataclass(frozen=True)
class Released:
    """What a piece of releasing did."""

    looked_at: int = 0
    handed_over: int = 0


def run(
    *,
    clock: Callable[[], datetime] = timezone.now,
    rng: np.random.Generator | None = None,
    run_seconds: float = _RUN_SECONDS,
    pause: Callable[[float], None] = time.sleep,
) -> int:
    """Work on every running campaign for some seconds; returns how many messages were handed to the outbox.

    One run at a time, for the rate is one. Whoever finds another at it leaves.
    """
    with _only_one() as is_mine:
        if not is_mine:
            return 0
        cache.delete(_QUEUED)
        chance = rng if rng is not None else np.random.default_rng()
        touch_results.note(now=clock())
        if switches.is_on(Switch.Key.SILENCE) or switches.is_on(Switch.Key.MAINTENANCE):
            return 0
        prepare(now=clock())
        total = _pace(clock=clock, rng=chance, run_seconds=run_seconds, pause=pause)
    now = clock()
    if _room_in_outbox(now) > 0 and (
        Touch.objects.releasable(now=now).exists()
        or Enrolment.objects.due(now=now).exists()
        or check_in_sending.is_anything_waiting(now=now)
    ):
        _go_on()
    return total


def _go_on() -> None:
    """Queue one more turn, unless one is queued: other work of the cluster comes in between."""
    from engagement import tasks

    if cache.add(_QUEUED, True, timeout=_QUEUED_SECONDS):
        async_task(tasks.pace_campaigns, cluster="work")


def prepare(*, now: datetime) -> None:
    """Everything before the sending: stop what must stop, bring people in, plan their next message."""
    for campaign in list(Campaign.objects.running().select_related("version")):
        try:
            _prepare(campaign, now=now)
        except Exception:  # one that breaks holds up no other; its page says that nobody moves
            logger.exception("campaign %s could not be prepared", campaign.pk)
    room = int(settings.CAMPAIGN_MESSAGES_PER_SECOND * _AHEAD.total_seconds())
    waiting = Touch.objects.releasable(now=now)[: room + 1].count()
    if waiting < room:
        advancing.advance(now=now, limit=min(room - waiting, 1_000))
    for campaign in Campaign.objects.running().select_related("version"):
        if _is_through(campaign):
            campaigns.finish(campaign=campaign, now=now)


def _prepare(campaign: Campaign, *, now: datetime) -> None:
    assert campaign.version is not None  # a constraint holds this
    copy = live_copy(campaign.version)
    if copy.ends is not None and now >= copy.ends:
        campaigns.finish(campaign=campaign, now=now)
    elif because := stopping.why_stop(campaign, copy, now=now):
        campaigns.pause(campaign=campaign, why=because, by=None, now=now)
    else:
        enrolling.enrol(campaign, copy, now=now)


def _pace(
    *, clock: Callable[[], datetime], rng: np.random.Generator, run_seconds: float, pause: Callable[[float], None]
) -> int:
    rate = settings.CAMPAIGN_MESSAGES_PER_SECOND
    total, began = 0, time.monotonic()
    while True:
        spent = time.monotonic() - began
        room = _room_in_outbox(clock())
        if room <= 0:
            return total  # the sender is behind, or not connected: the clock calls again
        allowed = min(int(rate * (spent + _TURN_SECONDS)) - total, room)
        released = release(now=clock(), rng=rng, limit=allowed) if allowed > 0 else Released()
        total += released.handed_over
        if spent >= run_seconds or (allowed > 0 and not released.looked_at):
            return total
        ahead = total / rate - (time.monotonic() - began)
        if ahead > 0 or allowed <= 0:
            pause(min(max(ahead, 0.05), _TURN_SECONDS))


def release(*, now: datetime, rng: np.random.Generator, limit: int, only: Campaign | None = None) -> Released:
    """Look at up to so many messages whose time has come. Safe to run many times at once."""
    due = Touch.objects.releasable(now=now).order_by("due_at", "pk")
    due = due if only is None else due.filter(campaign=only)
    # One a person: the next is judged with this one counted.
    rows = list(due.values_list("pk", "contact_id", "version_id", "step", "variant")[:limit])
    asked_of = {
        contact_id: permission.Asked(pk, contact_id, version_id or 0, step, variant)
        for pk, contact_id, version_id, step, variant in reversed(rows)
    }
    asked = list(asked_of.values())
    answers = permission.ask(asked, now=now)
    handed_over = sum(_release_one(one, answers[one.touch_id], now=now, rng=rng) for one in asked)
    if handed_over:
        outbox.wake_sender()
    # What campaigns leave of the rate belongs to the check-ins of the engagement cycle.
    spare = limit - len(asked) if only is None else 0
    check_ins = check_in_sending.release(now=now, limit=spare)
    return Released(len(asked) + check_ins, handed_over + check_ins)


def _release_one(
    asked: permission.Asked, answer: permission.Refusal | Rules, *, now: datetime, rng: np.random.Generator
) -> bool:
    """One that breaks holds up nobody behind it; it is tried again a few times and then shown as failed."""
    try:
        return _hand_over(asked, answer, now=now, rng=rng)
    except Exception:
        logger.exception("touch %s could not be written", asked.touch_id)
        with transaction.atomic():
            touch = Touch.objects.select_for_update().get(pk=asked.touch_id)
            if touch.due_at is not None:
                touch.tries += 1
                again = touch.tries < _MOST_TRIES
                touch.due_at = now + _TRY_AGAIN if again else None
                if not again:
                    touch.state, touch.reason, touch.decided_at = Touch.State.FAILED, "broken", now
                touch.save(update_fields=("tries", "due_at", "state", "reason", "decided_at"))
        return False


@transaction.atomic
def _hand_over(
    asked: permission.Asked, answer: permission.Refusal | Rules, *, now: datetime, rng: np.random.Generator
) -> bool:
    # The person first, as a STOP locks them; whose row is held at this moment is looked at again with the next piece.
    person = Contact.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=asked.contact_id)
    if not person.values_list("pk").first():
        return False
    mine = Touch.objects.releasable(now=now).select_for_update(skip_locked=True, of=("self",))
    touch = mine.select_related("contact__player", "version", "enrolment").filter(pk=asked.touch_id).first()
    if touch is None or touch.version is None or touch.enrolment is None:
        return False  # another has it, or it was cancelled meanwhile
    copy = live_copy(touch.version)
    step = copy.step(touch.step)
    refusal = answer if isinstance(answer, permission.Refusal) else None
    if isinstance(answer, Rules) and step is not None:
        step = experiment_copy.worded(step, experiment_copy.configs_of(touch.variant))
        brought_by, contact = touch.enrolment.context, touch.contact
        try:
            prepared = touch_writing.prepare(
                contact=contact, step=step, brought_by=brought_by, may_use_template=bool(answer.templated_tones),
                now=now, rng=rng,
            )  # fmt: skip
            with transaction.atomic():  # what fails in here has spent nobody's attention
                taken = permission.take_attention(touch, answer, now=now)
                message = touch_writing.store(
                    contact=contact, prepared=prepared, brought_by=brought_by, topic=copy.topic, now=now
                )
                permission.note_attention(taken, message)
        except permission.AttentionSpentError as error:
            refusal = error.refusal
        except touch_writing.NoWayError:
            refusal = permission.Refusal("no_pushed_address", None)
        except touch_writing.WindowClosedError:
            refusal = permission.Refusal("window_closed", None)
        except touch_writing.NothingFitsError:
            refusal = permission.Refusal("no_fit", None)
        else:
            _mark_queued(touch, message, now=now)
            told = (touch.campaign_id, touch.contact_id)
            # Said when it is so: what a dry run plays through is rolled back.
            transaction.on_commit(lambda: logger.info("campaign %s: contact %s is written to", *told))
            return True
    _refuse(touch, refusal or permission.Refusal("no_step", None), now=now)
    return False


def _mark_queued(touch: Touch, message: Message, *, now: datetime) -> None:
    Touch.objects.filter(pk=touch.pk).update(
        state=Touch.State.QUEUED, reason="", due_at=None, earliest_at=None, decided_at=now, message=message,
        tries=touch.tries + 1,
    )  # fmt: skip


def _refuse(touch: Touch, refusal: permission.Refusal, *, now: datetime) -> None:
    """Stays a row with its reason; where the clock will lift it, it is looked at again then, if that is in time."""
    assert touch.version is not None
    copy = experiment_copy.timed(live_copy(touch.version), experiment_copy.configs_of(touch.variant))
    again = refusal.earliest_at
    if again is not None and copy.ends is not None and again >= copy.ends:
        again = None
    due_at = again if again is None else permission.best_moment_from(touch, copy, again, now=now)
    Touch.objects.filter(pk=touch.pk).update(
        state=Touch.State.REFUSED, reason=refusal.reason, due_at=due_at, earliest_at=refusal.earliest_at,
        decided_at=now,
    )  # fmt: skip
    logger.debug("campaign %s: contact %s is not written to: %s", touch.campaign_id, touch.contact_id, refusal.reason)


def _room_in_outbox(now: datetime) -> int:
    """How many more may be stored before the sender has caught up."""
    most = int(settings.CAMPAIGN_MESSAGES_PER_SECOND * _BACKLOG.total_seconds())
    waiting = Message.objects.filter(status=Message.Status.QUEUED, origin=Message.Origin.PROACTIVE, due_at__lte=now)
    return most - waiting[: most + 1].count()


def _is_through(campaign: Campaign) -> bool:
    """A one-off is over when everybody is in and nobody waits for anything."""
    if campaign.kind != Campaign.Kind.ONE_OFF:
        return False
    if not CampaignRun.objects.filter(campaign=campaign, finished_at__isnull=False).exists():
        return False
    if Enrolment.objects.under_way().filter(campaign=campaign).exists():
        return False
    on_its_way = Touch.objects.filter(campaign=campaign, state=Touch.State.QUEUED)
    return not on_its_way.exists() and not Touch.objects.waiting().filter(campaign=campaign).exists()


@contextmanager
def _only_one() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        (is_mine,) = cursor.fetchone()
    try:
        yield is_mine
    finally:
        if is_mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
