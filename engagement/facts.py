"""What a decision to write first is made from: the facts about one person, and the rules of the day. Pure.

`facts_sql` reads the same facts of many people as the columns of one statement, under the same names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

# What has no earliest moment: it depends on them or on us, not on the clock.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class PersonFacts:
    """``last_active_at`` is when they last wrote, ``last_written_at`` when we last wrote to them first.

    ``window_closes_at`` is None for who never wrote to a sender of ours; ``zones`` are those that they may live in,
    empty where nobody can tell; ``spent_at`` is when their attention was taken within the days that caps look at.
    """

    contact_id: int
    created_at: datetime
    last_active_at: datetime | None = None
    last_written_at: datetime | None = None
    replies_allowed: bool = True
    proactive_allowed: bool = True
    topics: frozenset[str] = frozenset()
    distress_at: datetime | None = None
    is_child: bool = False
    is_held: bool = False
    has_pushed_address: bool = True
    window_closes_at: datetime | None = None
    zones: tuple[str, ...] = ()
    spent_at: tuple[datetime, ...] = ()


@dataclass(frozen=True)
class Rules:
    """``inactivity`` is by user segment. ``has_template`` says whether the message at hand may leave outside the
    reply window; ``templated_tones`` for which tones of the cycle one is approved. ``campaign`` is "" for what
    belongs to none. ``usual_zones`` stand in for people of whom nobody can tell.
    """

    inactivity: Mapping[str, timedelta]
    frequency: timedelta = timedelta(hours=24)
    dormant_after: timedelta = timedelta(days=3)
    new_user_for: timedelta = timedelta(days=1)
    topic: str = "check_ins"
    has_template: bool = False
    templated_tones: frozenset[str] = frozenset()
    campaign: str = ""
    calm_after_distress: timedelta = timedelta(days=14)
    quiet: QuietHours = field(default_factory=lambda: QuietHours())
    caps: Caps = field(default_factory=lambda: Caps())
    holdouts: tuple[Holdout, ...] = ()
    usual_zones: tuple[str, ...] = ()


@dataclass(frozen=True)
class QuietHours:
    """Minutes of the local day from which and until which nobody is written to first; may cross midnight.

    On Saturday and Sunday until ``weekend_ends``, where that is another.
    """

    starts: int = 22 * 60
    ends: int = 9 * 60
    weekend_ends: int | None = None


@dataclass(frozen=True)
class Caps:
    """How many messages that nobody asked for: within any 24 hours, any 7 days, one day and one week of the
    calendar."""

    per_day: int = 1
    per_week: int = 3
    per_calendar_day: int = 1
    per_calendar_week: int = 3


@dataclass(frozen=True)
class Holdout:
    """A share of people who get nothing; ``salt`` changes with the rotation, which is over at ``until``."""

    salt: str
    percent: float
    until: datetime = NEVER


Applies = Callable[[PersonFacts, Rules, datetime], datetime | None]


@dataclass(frozen=True)
class Check:
    """One thing that can stop a message.

    ``applies`` gives None where it does not, else the earliest moment at which it may be over (NEVER where the
    clock does not decide). ``sql`` says the same of the columns of ``f`` (see `facts_sql`), NULL for None.
    """

    key: str
    words: str
    applies: Applies
    sql: str
