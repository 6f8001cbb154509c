"""From step to step: plans the message that comes next for whoever is due, or leaves the step out, or ends it.

A message that could not be sent so far is waited for; one that will never be sent ends the way. Each enrolment is
locked while it is moved and skipped by whoever comes at the same time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from conversations.models import Message
from engagement import experiment_copy, send_moments
from engagement.campaign_copy import FrozenCampaign, FrozenStep
from engagement.campaigns import live_copy
from engagement.models import Campaign, CampaignVersion, Enrolment, Step, Touch
from games.models import Impression

_AT_ONCE = 1_000
_LOOK_AGAIN = timedelta(minutes=30)
STUCK_AFTER = timedelta(hours=2)


@dataclass(frozen=True)
class Before:
    """The last message of an enrolment, and what came of it."""

    touch: Touch
    was_read: bool = False
    was_answered: bool = False
    was_accepted: bool = False

    @property
    def is_open(self) -> bool:
        return self.touch.due_at is not None or self.touch.state == Touch.State.QUEUED

    def allows(self, condition: str) -> bool:
        conditions = Step.Condition
        return {
            conditions.ALWAYS: True,
            conditions.NO_REPLY: not self.was_answered,
            conditions.REPLIED: self.was_answered,
            conditions.NOT_READ: not self.was_read,
            conditions.READ_NO_REPLY: self.was_read and not self.was_answered,
            conditions.NOT_ACCEPTED: not self.was_accepted,
        }[conditions(condition)]


def advance(*, now: datetime, limit: int = _AT_ONCE) -> int:
    """Move on whoever is due; returns how many messages were planned. Safe to run at once and after a crash."""
    with transaction.atomic():
        due = Enrolment.objects.first_due(now=now, limit=limit).select_for_update(skip_locked=True, of=("self",))
        enrolments = list(due.select_related("contact__player"))
        if not enrolments:
            return 0
        touches = plan(enrolments, _copies(enrolments), _before(enrolments, now=now), now=now)
        Touch.objects.bulk_create(touches, ignore_conflicts=True)
        Enrolment.objects.bulk_update(enrolments, ("step", "next_at", "state", "why_left", "ended_at"))
    return len(touches)


def plan(
    enrolments: Sequence[Enrolment], copies: Mapping[int, FrozenCampaign], before: Mapping[int, Before], *,
    now: datetime,
) -> list[Touch]:  # fmt: skip
    """The messages that come next for these people, who are moved on by it. Stores nothing."""
    planned = []
    in_force = experiment_copy.InForce()
    for one in enrolments:
        copy = copies[one.version_id]
        if step := _move(one, copy, before.get(one.pk), now=now):
            sides = in_force.on_step(one.contact.player, campaign_id=one.campaign_id, step=step.position)
            copy = experiment_copy.timed(copy, [side.config for side in sides])
            planned.append((one, copy, step, experiment_copy.labels(sides)))
    moments = send_moments.find([(one.pk, one.contact, copy) for one, copy, _, _ in planned], now=now)
    touches = []
    for one, copy, step, variant in planned:
        due_at = moments.get(one.pk, now)
        touches.append(_planned(one, copy, step, variant=variant, due_at=due_at, now=now))
        _go_on(one, copy.step_after(step.position), after=due_at, now=now)
    return touches


def _copies(enrolments: Sequence[Enrolment]) -> Mapping[int, FrozenCampaign]:
    wanted = {one.version_id for one in enrolments}
    return {version.pk: live_copy(version) for version in CampaignVersion.objects.filter(pk__in=wanted)}


def _before(enrolments: Sequence[Enrolment], *, now: datetime) -> Mapping[int, Before]:
    answered = Message.objects.filter(
        contact=OuterRef("contact"), direction=Message.Direction.INBOUND, created_at__gte=OuterRef("sent_at"),
        created_at__lte=now,
    )  # fmt: skip
    accepted = Impression.objects.filter(slate=OuterRef("message__slate"), outcome=Impression.Outcome.ACCEPTED)
    last = (
        Touch.objects.filter(enrolment__in=enrolments)
        .order_by("enrolment_id", "-step")
        .distinct("enrolment_id")
        .annotate(was_answered=Exists(answered), was_accepted=Exists(accepted))
        .select_related("message")
    )
    return {
        touch.enrolment_id or 0: Before(
            touch,
            was_read=bool(touch.message and touch.message.status == Message.Status.READ),
            was_answered=bool(getattr(touch, "was_answered", False)),
            was_accepted=bool(getattr(touch, "was_accepted", False)),
        )
        for touch in last
    }


def _move(one: Enrolment, copy: FrozenCampaign, before: Before | None, *, now: datetime) -> FrozenStep | None:
    """The step whose message is to be planned now; None where there is nothing to plan, and ``one`` says why."""
    step = copy.step(one.step) or copy.step_after(one.step)
    if step is None:
        _end(one, Enrolment.State.DONE, now=now)
        return None
    if copy.ends is not None and now >= copy.ends:
        _end(one, Enrolment.State.LEFT, now=now, why="too_late")
        return None
    if before is None:
        return step
    if before.is_open:
        one.next_at = max(before.touch.due_at or now, now) + _LOOK_AGAIN
        return None
    if before.touch.sent_at is None:
        _end(one, Enrolment.State.LEFT, now=now, why=before.touch.reason or before.touch.state)
        return None
    if before.touch.sent_at + step.wait > now:
        one.next_at = before.touch.sent_at + step.wait
        return None
    while not before.allows(step.condition):
        later = copy.step_after(step.position)
        if later is None:
            _end(one, Enrolment.State.DONE, now=now)
            return None
        if later.wait:
            _go_on(one, later, after=now, now=now)
            return None
        step = later
    return step


def _planned(
    one: Enrolment, copy: FrozenCampaign, step: FrozenStep, *, variant: str, due_at: datetime, now: datetime
) -> Touch:
    kind = Touch.Kind.TRIGGER if copy.kind == Campaign.Kind.TRIGGERED else Touch.Kind.CAMPAIGN
    return Touch(
        contact_id=one.contact_id, kind=kind, campaign_id=one.campaign_id, version_id=one.version_id,
        enrolment=one, step=step.position, occasion=one.occasion, topic=copy.topic, variant=variant, due_at=due_at,
        planned_at=now,
    )  # fmt: skip


def _go_on(one: Enrolment, later: FrozenStep | None, *, after: datetime, now: datetime) -> None:
    if later is None:
        _end(one, Enrolment.State.DONE, now=now)
        return
    one.step, one.next_at = later.position, after + max(later.wait, _LOOK_AGAIN)


def _end(one: Enrolment, state: str, *, now: datetime, why: str = "") -> None:
    one.state, one.why_left, one.ended_at, one.next_at = state, why[:40], now, None


def stuck(*, now: datetime) -> QuerySet[Enrolment]:
    """People whose time has long come although their campaign runs, and nothing of it has moved of late.

    A campaign that is large and slow has people who wait; one in which nobody moves has a step that is broken.
    """
    late = now - STUCK_AFTER
    waiting = Touch.objects.filter(enrolment=OuterRef("pk"), due_at__lt=late)
    moved = Touch.objects.filter(campaign=OuterRef("campaign")).filter(
        Q(planned_at__gt=now - _LOOK_AGAIN) | Q(decided_at__gt=now - _LOOK_AGAIN)
    )
    running = Enrolment.objects.filter(campaign__state=Campaign.State.RUNNING, campaign__counted_from__lt=late)
    return running.filter(~Exists(moved)).filter(Q(state=Enrolment.State.ACTIVE, next_at__lt=late) | Exists(waiting))
