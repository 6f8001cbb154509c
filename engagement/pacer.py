"""Works on the running campaigns for some seconds at a time, and hands over no faster than campaigns may send.

The rate counts what was handed over, so the outbox holds seconds of work and not hours: nothing in it can outlive
the provider's queue, and a pause is felt at once.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import numpy as np
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django_q.tasks import async_task

from conversations import switches
from conversations.models import Message, Switch
from engagement import (
    advancing,
    campaign_templates,
    campaigns,
    check_in_sending,
    enrolling,
    pace,
    stopping,
    touch_results,
)
from engagement.campaigns import live_copy
from engagement.models import Campaign, CampaignRun, Enrolment, Touch
from engagement.releasing import Released, release
from games.one_at_a_time import only_one

logger = logging.getLogger(__name__)

_LOCK = 7_265_117  # any number, the same in every process
_RUN_SECONDS = 10.0
_QUEUED = "engagement:pacer-turn-is-queued"
_QUEUED_SECONDS = 180  # after which one that got lost is made up for by the clock
_TURN_SECONDS = 0.5
# How many are planned ahead of the rate: what is planned too early is planned for an hour that has changed.
_AHEAD = timedelta(minutes=5)
# So much may wait in the outbox before nothing more is released: the sender is busy or switched off.
_BACKLOG = timedelta(seconds=30)


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
    with only_one(_LOCK) as is_mine:
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
    elif because := stopping.why_stop(campaign, copy, now=now) or " ".join(campaign_templates.problems_of(copy)):
        campaigns.pause(campaign=campaign, why=because, by=None, now=now)
    else:
        enrolling.enrol(campaign, copy, now=now)


def _pace(
    *, clock: Callable[[], datetime], rng: np.random.Generator, run_seconds: float, pause: Callable[[float], None]
) -> int:
    rate = settings.CAMPAIGN_MESSAGES_PER_SECOND
    total, waited, began = 0, 0.0, time.monotonic()
    while True:
        spent = time.monotonic() - began
        room = _room_in_outbox(clock())
        allowed = min(int(rate * (spent + _TURN_SECONDS)) - total, room)
        released = release(now=clock(), rng=rng, limit=allowed) if allowed > 0 else Released()
        total += released.handed_over
        # Without room the sender is behind, or not connected: the clock calls again.
        if room <= 0 or spent >= run_seconds or (allowed > 0 and not released.looked_at):
            pace.note(handed_over=total, seconds=time.monotonic() - began - waited)
            return total
        ahead = total / rate - (time.monotonic() - began)
        if ahead > 0 or allowed <= 0:
            wait = min(max(ahead, 0.05), _TURN_SECONDS)
            waited += wait
            pause(wait)


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
