"""A dry run: the real scheduler on the real people, with nothing kept but what it would have done.

Who comes in, who is moved on, who is refused and why, and what each would read is asked of the same functions that do
it, and played through in memory: the transaction is read-only, so nothing is stored, nothing is locked, and a STOP or
a pause in the same moment waits for nobody. Nobody is taken to answer in between.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.db import connection, transaction

from conversations.models import Contact
from engagement import advancing, campaign_progress, campaigns, enrolling, releasing, time_zones
from engagement.advancing import Before
from engagement.campaign_copy import FrozenCampaign
from engagement.models import Campaign, CampaignVersion, Enrolment, Touch
from engagement.permission import Known, Refusal
from engagement.releasing import PIECE
from engagement.touch_writing import Prepared, rendered_link

_PLAYED = 0  # the number of the copy that is played: no stored one has it
_HORIZON = timedelta(days=7)
_MOST_ROUNDS = 60
_SAMPLES = 12
# Somebody waits for the page.
_MOST_SECONDS = 8.0


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
    copy = _copy_of(campaign)
    begins = max(now, copy.starts or now)
    with _reading_only():
        entering = enrolling.who_enters(
            campaign, copy, launched_at=campaign.launched_at or now, now=begins, limit=limit
        )
        contacts = _contacts([one.contact_id for one in entering])
        stage = _Stage(campaign, copy, begins)
        stage.bring_in([(contacts[one.contact_id], one) for one in entering if one.contact_id in contacts])
        was_cut = stage.play(rng=rng, until=now + _HORIZON, is_over=lambda: elapsed() > ends)
        return stage.told(was_cut=was_cut)


def _contacts(contact_ids: list[int]) -> dict[int, Contact]:
    contacts = Contact.objects.filter(pk__in=contact_ids).select_related("player").in_bulk()
    # Whose zone nobody has guessed yet gets it here for this once: otherwise it would be stored when it is asked for.
    unknown = [contact.pk for contact in contacts.values() if contact.zones_of_number is None]
    for pk, zones in time_zones.guessed(unknown).items():
        contacts[pk].zones_of_number = zones
    return contacts


@contextmanager
def _reading_only() -> Iterator[None]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        try:
            yield
        finally:
            transaction.set_rollback(True)


def _copy_of(campaign: Campaign) -> FrozenCampaign:
    version = campaign.version or campaign.versions.filter(state=CampaignVersion.State.PROPOSED).first()
    copy = campaigns.live_copy(version) if version else campaigns.copy_of(campaign)
    if version is None and (problems := campaigns.problems_of(copy)):
        raise campaigns.CampaignRefusedError(" ".join(problems))
    return copy


@dataclass
class _Stage:
    """The rows that would be there, with numbers of their own, and the moment that has come."""

    campaign: Campaign
    copy: FrozenCampaign
    moment: datetime
    enrolments: list[Enrolment] = field(default_factory=list)
    touches: list[Touch] = field(default_factory=list)
    last: dict[int, Before] = field(default_factory=dict)
    says: dict[int, str] = field(default_factory=dict)
    written: dict[int, list[datetime]] = field(default_factory=dict)

    def bring_in(self, people: list[tuple[Contact, enrolling.Entering]]) -> None:
        first = self.copy.first_step
        if first is None:
            return
        self.enrolments = [
            Enrolment(
                pk=number, campaign=self.campaign, version_id=_PLAYED, contact=contact, occasion=one.occasion,
                context=one.context, step=first.position, next_at=self.moment + first.wait, entered_at=self.moment,
            )
            for number, (contact, one) in enumerate(people, 1)
        ]  # fmt: skip

    def play(self, *, rng: np.random.Generator, until: datetime, is_over: Callable[[], bool]) -> bool:
        """Round by round; returns whether it was over before the end."""
        for _ in range(_MOST_ROUNDS):
            self._advance()
            while due := self._due():
                self._release(due[:PIECE], rng=rng)
                if is_over():
                    return True
            following = self._next_moment()
            if following is None or following > until:
                break
            self.moment = following
        return False

    def _advance(self) -> None:
        due = [one for one in self.enrolments if one.state == Enrolment.State.ACTIVE and _has_come(one.next_at, self)]
        for number, touch in enumerate(self._planned(due), len(self.touches) + 1):
            touch.pk = number
            self.touches.append(touch)
            self.last[touch.enrolment_id or 0] = Before(touch)

    def _planned(self, due: list[Enrolment]) -> list[Touch]:
        return advancing.plan(due, {_PLAYED: self.copy}, self.last, now=self.moment) if due else []

    def _due(self) -> list[Touch]:
        """One a person."""
        due = sorted((one for one in self.touches if _has_come(one.due_at, self)), key=_in_line, reverse=True)
        return sorted({one.contact_id: one for one in due}.values(), key=_in_line)

    def _release(self, touches: list[Touch], *, rng: np.random.Generator) -> None:
        known = Known(copies={_PLAYED: (self.campaign.pk, self.copy)}, written=self.written)
        found = releasing.prepare(touches, known, now=self.moment, rng=rng)
        for touch in touches:
            self._note(touch, found[touch.pk], known)

    def _note(self, touch: Touch, found: Prepared | Refusal | None, known: Known) -> None:
        if isinstance(found, Prepared):
            touch.state, touch.reason, touch.due_at = Touch.State.SENT, "", None
            touch.sent_at = touch.decided_at = self.moment
            self.says[touch.pk] = found.proposed(link=rendered_link() if found.slate else "").body
            self.written.setdefault(touch.contact_id, []).append(self.moment)
        elif found is not None:
            releasing.refused(touch, found, known, now=self.moment)
        else:
            touch.state, touch.reason, touch.due_at = Touch.State.FAILED, "broken", None
            touch.decided_at = self.moment

    def _next_moment(self) -> datetime | None:
        waits = [one.due_at for one in self.touches]
        waits += [one.next_at for one in self.enrolments if one.state == Enrolment.State.ACTIVE]
        return min((at for at in waits if at is not None and at > self.moment), default=None)

    def told(self, *, was_cut: bool) -> Rehearsal:
        sent = [one for one in self.touches if one.sent_at is not None]
        not_sent = (one.reason for one in self.touches if one.state in (Touch.State.REFUSED, Touch.State.FAILED))
        times = [one.sent_at for one in sent if one.sent_at is not None]
        return Rehearsal(
            people=len(self.enrolments),
            sent=len(sent),
            by_step=dict(sorted(Counter(one.step for one in sent).items())),
            refused=dict(Counter(not_sent).most_common()),
            first_at=min(times, default=None),
            last_at=max(times, default=None),
            takes=campaign_progress.time_to_send(len(sent)),
            samples=tuple(self._samples()),
            was_cut=was_cut,
        )

    def _samples(self) -> Iterator[Sample]:
        for touch in sorted(self.touches, key=lambda one: (one.pk not in self.says, one.pk))[:_SAMPLES]:
            says = self.says.get(touch.pk) or touch.reason or touch.state
            yield Sample(
                touch.contact_id, touch.step, touch.decided_at or touch.planned_at, says, touch.pk in self.says
            )


def _has_come(at: datetime | None, stage: _Stage) -> bool:
    return at is not None and at <= stage.moment


def _in_line(touch: Touch) -> tuple[datetime, int]:
    assert touch.due_at is not None  # who has not is not due
    return touch.due_at, touch.pk
