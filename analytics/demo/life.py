"""A made-up person's three months: when they talk, when we write first, when they have had enough. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np

from analytics.demo.people import Person, at_an_hour, drawn
from analytics.demo.shelf import Shelf
from analytics.demo.talks import Talk, talk_of

_HELD_OUT = 0.1
# Of those whom we ask how they are, how many answer who would not have come, by the hour at which it reaches them.
_ANSWER_BY_HOUR = {10: 0.1, 12: 0.16, 15: 0.13, 17: 0.2, 18: 0.27, 19: 0.31, 20: 0.26}
_HOURS = np.cumsum((0.1, 0.13, 0.12, 0.18, 0.2, 0.17, 0.1))
_ASKED_AFTER = timedelta(days=3)
_LEAST_BETWEEN = timedelta(minutes=50)


@dataclass(frozen=True)
class Asked:
    """A check-in that was sent, or would have been but for the holdout."""

    at: datetime
    is_held_out: bool
    is_answered: bool
    said_no: bool
    is_read: bool


@dataclass
class Life:
    person: Person
    talks: list[Talk] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    said_no_at: datetime | None = None
    said_stop_at: datetime | None = None


def live(person: Person, *, until: datetime, shelf: Shelf, rng: np.random.Generator) -> Life:
    life, at, seen = Life(person), person.came_at, set[int]()
    kind, last = "onboarding", person.came_at
    while at < until - timedelta(minutes=35):
        knows = min(1.0, len(life.talks) / 6) * 0.7 + 0.3 * (at > person.came_at)
        talk = talk_of(person, at, kind=kind, shelf=shelf, seen=seen, knows=knows, rng=rng)
        life.talks.append(talk)
        last = talk.turns[-1].at
        if talk.said_stop:
            life.said_stop_at = last
            break
        if len(talk.turns) == 1 or rng.random() < (0.03 if talk.took_one else 0.17 * (1.3 - person.patience)):
            back = _asked_back(life, last, until=until, rng=rng)  # they would have stayed away for good
            if back is None:
                break
            at = back
        else:
            at = _next_time(person, last, pleased=talk.took_one, rng=rng)
            if at - last > _ASKED_AFTER and (back := _asked_back(life, last, until=min(at, until), rng=rng)):
                at = back
        kind = _kind_after(at - last)
    return life


def _next_time(person: Person, last: datetime, *, pleased: bool, rng: np.random.Generator) -> datetime:
    if rng.random() < 0.14:
        return last + _LEAST_BETWEEN + timedelta(hours=float(rng.exponential(1.5)))  # again on the same evening
    days = float(rng.exponential(person.days_between * (0.8 if pleased else 1.35)))
    at = at_an_hour(last + timedelta(days=max(days, 0.5)), rng)
    return max(at, last + _LEAST_BETWEEN)


def _asked_back(life: Life, last: datetime, *, until: datetime, rng: np.random.Generator) -> datetime | None:
    """Some days into a silence we ask how they are; returns when they come because of it."""
    if not life.person.said_yes or life.said_no_at is not None:
        return None
    hour = list(_ANSWER_BY_HOUR)[drawn(_HOURS, rng)]
    at = (last + _ASKED_AFTER).replace(hour=hour, minute=int(rng.integers(60)), second=int(rng.integers(60)))
    if at <= last + timedelta(days=2) or at >= until - timedelta(hours=8):
        return None
    if rng.random() < _HELD_OUT:
        life.asked.append(Asked(at, True, False, False, False))
        return None
    said_no = bool(rng.random() < 0.02)
    is_answered = not said_no and bool(rng.random() < _ANSWER_BY_HOUR[hour] + 0.06 * life.talks[-1].took_one)
    is_read = is_answered or said_no or bool(rng.random() < 0.55)
    life.asked.append(Asked(at, False, is_answered, said_no, is_read))
    if said_no:
        life.said_no_at = at + timedelta(minutes=float(rng.uniform(2, 90)))
    return at + timedelta(minutes=float(rng.gamma(1.3, 70)) + 3) if is_answered else None


def _kind_after(gap: timedelta) -> str:
    if gap > timedelta(hours=48):
        return "cold_return"
    return "idle_return" if gap > timedelta(hours=11) else "returning"
