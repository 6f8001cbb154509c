"""A dry run: the real scheduler on the real people, with nothing kept but what it would have done.

Everything happens as it will, inside a transaction that is rolled back: who comes in, who is refused and why, what
each would read and when. Nobody is taken to answer in between. Nothing is on the network, for what is queued is
rolled back with the rest.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.conf import settings
from django.db import transaction
from django.db.models import F, Min

from engagement import advancing, campaigns, enrolling, pacer
from engagement.campaign_copy import FrozenCampaign
from engagement.models import Campaign, CampaignVersion, Enrolment, Touch

_HORIZON = timedelta(days=7)
_MOST_ROUNDS = 60
_SAMPLES = 12
# What it looks at is locked until it is over, and a STOP waits as long.
_MOST_SECONDS = 4.0
_AT_ONCE = 20


@dataclass(frozen=True)
class Sample:
    contact_id: int
    step: int
    at: datetime
    says: str  # the text, or why not
    is_sent: bool


@dataclass(frozen=True)
class Rehearsal:
    """``first_at`` and ``last_at`` are when the first and the last message would leave, within seven days. One that
    ``was_cut`` has not come to its end in time, and its figures are too low."""

    people: int
    sent: int
    by_step: dict[int, int]
    refused: dict[str, int]
    first_at: datetime | None
    last_at: datetime | None
    takes: timedelta
    samples: tuple[Sample, ...] = ()
    was_cut: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "people": self.people,
            "sent": self.sent,
            "by_step": {str(step): count for step, count in self.by_step.items()},
            "refused": self.refused,
            "first_at": self.first_at.isoformat() if self.first_at else None,
            "last_at": self.last_at.isoformat() if self.last_at else None,
            "takes_seconds": round(self.takes.total_seconds()),
            "was_cut": self.was_cut,
        }


@dataclass
class _Seen:
    sent: Counter[int] = field(default_factory=Counter)
    times: list[datetime] = field(default_factory=list)


def rehearse(
    campaign: Campaign,
    *,
    now: datetime,
    rng: np.random.Generator,
    limit: int = 200,
    elapsed: Callable[[], float] = time.monotonic,
) -> Rehearsal:
    """With the copy that waits or runs, else with the draft; for the first so many people. Keeps nothing."""
    ends = elapsed() + _MOST_SECONDS
    with transaction.atomic(), _rolled_back():
        played, copy = _launched(campaign, now=now)
        seen, moment = _Seen(), max(now, copy.starts or now)
        before = set(Enrolment.objects.filter(campaign=played).values_list("pk", flat=True))
        entered = enrolling.enrol(played, copy, now=moment, limit=limit)
        was_cut = False
        for _ in range(_MOST_ROUNDS):
            advancing.advance(now=moment, limit=limit, only=played)
            while pacer.release(now=moment, rng=rng, limit=_AT_ONCE, only=played).looked_at:
                if was_cut := elapsed() > ends:
                    break
            _take_as_sent(played, before, seen, moment)
            if was_cut := was_cut or elapsed() > ends:
                break
            following = _next_moment(played, after=moment)
            if following is None or following > now + _HORIZON:
                break
            moment = following
        touches = Touch.objects.filter(campaign=played).exclude(enrolment__in=before)
        return Rehearsal(
            people=entered,
            sent=sum(seen.sent.values()),
            by_step=dict(sorted(seen.sent.items())),
            refused=dict(
                Counter(touches.filter(state=Touch.State.REFUSED).values_list("reason", flat=True)).most_common()
            ),
            first_at=min(seen.times, default=None),
            last_at=max(seen.times, default=None),
            takes=timedelta(seconds=sum(seen.sent.values()) / settings.CAMPAIGN_MESSAGES_PER_SECOND),
            samples=tuple(_samples(touches)),
            was_cut=was_cut,
        )


@contextmanager
def _rolled_back() -> Iterator[None]:
    try:
        yield
    finally:
        transaction.set_rollback(True)


def _launched(campaign: Campaign, *, now: datetime) -> tuple[Campaign, FrozenCampaign]:
    """The campaign as if it were launched this moment."""
    version = campaign.version
    if version is None:
        waiting = campaign.versions.filter(state=CampaignVersion.State.PROPOSED).first()
        copy = campaigns.live_copy(waiting) if waiting else campaigns.copy_of(campaign)
        if problems := campaigns.problems_of(copy):
            raise campaigns.CampaignRefusedError(" ".join(problems))
        version = waiting or CampaignVersion.objects.create(
            campaign=campaign, number=0, frozen=copy.as_json(), submitted_at=now,
            state=CampaignVersion.State.SENT_BACK, decided_at=now,
        )  # fmt: skip
    version.refresh_from_db()
    Campaign.objects.filter(pk=campaign.pk).update(
        state=Campaign.State.RUNNING, version=version, launched_at=campaign.launched_at or now, counted_from=now,
        paused_because="", finished_at=None,
    )  # fmt: skip
    played = Campaign.objects.select_related("version").get(pk=campaign.pk)
    return played, campaigns.live_copy(version)


def _take_as_sent(campaign: Campaign, before: Collection[int], seen: _Seen, moment: datetime) -> None:
    """Nobody answers in a dry run, so the next step comes for everybody who came in by it."""
    queued = Touch.objects.filter(campaign=campaign, state=Touch.State.QUEUED).exclude(enrolment__in=before)
    for step in queued.values_list("step", flat=True):
        seen.sent[step] += 1
        seen.times.append(moment)
    queued.update(state=Touch.State.SENT, sent_at=moment)


def _next_moment(campaign: Campaign, *, after: datetime) -> datetime | None:
    touches = Touch.objects.waiting().filter(campaign=campaign, due_at__gt=after).aggregate(at=Min("due_at"))["at"]
    steps = (
        Enrolment.objects.under_way().filter(campaign=campaign, next_at__gt=after).aggregate(at=Min("next_at"))["at"]
    )
    return min((at for at in (touches, steps) if at is not None), default=None)


def _samples(touches: Any) -> Iterator[Sample]:
    for touch in touches.select_related("message").order_by(F("message").asc(nulls_last=True), "pk")[:_SAMPLES]:
        is_sent = touch.message is not None
        says = touch.message.body if touch.message else touch.reason or touch.state
        yield Sample(touch.contact_id, touch.step, touch.decided_at or touch.planned_at, says, is_sent)
