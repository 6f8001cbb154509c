"""Whether somebody is written to first, and if not, why. Pure: the same facts, rules and moment give the same answer.

Inactivity is asked first, then how lately we wrote to them, then policy, check by check; the first that stops them
is the reason. `decision_sql` answers the same for everybody at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypedDict

from engagement import policy
from engagement.facts import Check, PersonFacts, Rules
from engagement.segments import (
    SEGMENTS,
    calculate_account_age_days,
    calculate_days_since_activity,
    determine_user_segment,
    get_tone_for_segment,
)

ACTIVE, RECENTLY_MESSAGED = "active", "recently_messaged"


class Evaluation(TypedDict):
    eligible: bool
    segment: str
    tone: str
    reason: str


class Stats(TypedDict):
    total_users: int
    eligible: int
    skipped: int
    by_segment: dict[str, int]
    skip_reasons: dict[str, int]


@dataclass(frozen=True)
class Stop:
    """One thing that stops a message, and the earliest moment at which it may be over."""

    reason: str
    words: str
    earliest: datetime


@dataclass(frozen=True)
class Verdict:
    """``stops`` are all that stand in the way, in the order in which they are asked; without any it may go."""

    segment: str
    tone: str
    stops: tuple[Stop, ...]

    @property
    def reason(self) -> str:
        return self.stops[0].reason if self.stops else ""

    @property
    def earliest(self) -> datetime | None:
        """When the reason may be over; nothing is said about what comes after it."""
        return self.stops[0].earliest if self.stops else None


def is_user_inactive(last_active_at: datetime, now: datetime, threshold: timedelta) -> bool:
    return now - last_active_at >= threshold


def check_message_frequency(last_written_at: datetime | None, now: datetime, frequency: timedelta) -> bool:
    """Whether it is long enough ago that we wrote to them first, if we ever did."""
    return last_written_at is None or now - last_written_at >= frequency


def segment_of(facts: PersonFacts, rules: Rules, now: datetime) -> str:
    return determine_user_segment(
        calculate_days_since_activity(active_at(facts), now),
        calculate_account_age_days(facts.created_at, now),
        dormant_threshold_days=rules.dormant_after / timedelta(days=1),
        new_user_threshold_days=rules.new_user_for / timedelta(days=1),
    )


def active_at(facts: PersonFacts) -> datetime:
    """Who has never written was last active when we got to know them."""
    return facts.last_active_at or facts.created_at


def evaluate_user_for_engagement(
    facts: PersonFacts, rules: Rules, now: datetime, checks: Sequence[Check] = policy.CHECKS
) -> Evaluation:
    verdict = judge(facts, rules, now, checks)
    return {
        "eligible": not verdict.stops,
        "segment": verdict.segment,
        "tone": verdict.tone,
        "reason": verdict.reason,
    }


def judge(facts: PersonFacts, rules: Rules, now: datetime, checks: Sequence[Check] = policy.CHECKS) -> Verdict:
    """The whole answer: every reason that holds, not only the first."""
    segment = segment_of(facts, rules, now)
    tone = get_tone_for_segment(segment)
    stops = []
    if not is_user_inactive(active_at(facts), now, rules.inactivity[segment]):
        ends = active_at(facts) + rules.inactivity[segment]
        stops.append(Stop(ACTIVE, "They were here a moment ago.", ends))
    if facts.last_written_at is not None and not check_message_frequency(facts.last_written_at, now, rules.frequency):
        ends = facts.last_written_at + rules.frequency
        stops.append(Stop(RECENTLY_MESSAGED, "We wrote to them first not long ago.", ends))
    for_tone = replace(rules, has_template=tone in rules.templated_tones)
    for check in checks:
        if (earliest := check.applies(facts, for_tone, now)) is not None:
            stops.append(Stop(check.key, check.words, earliest))
    return Verdict(segment, tone, tuple(stops))


def get_engagement_stats(evaluations: Iterable[Evaluation], checks: Sequence[Check] = policy.CHECKS) -> Stats:
    """What a whole cycle came to; every reason that there is has a number, in the order in which they are asked."""
    counted = Counter((one["segment"], one["reason"]) for one in evaluations)
    return stats_of(counted, checks)


def stats_of(counted: Counter[tuple[str, str]], checks: Sequence[Check] = policy.CHECKS) -> Stats:
    """The same from how many there are of each segment and reason."""
    total = counted.total()
    eligible = sum(number for (_, reason), number in counted.items() if not reason)
    return {
        "total_users": total,
        "eligible": eligible,
        "skipped": total - eligible,
        "by_segment": {
            segment: sum(number for (of, _), number in counted.items() if of == segment) for segment in SEGMENTS
        },
        "skip_reasons": {
            reason: sum(number for (_, why), number in counted.items() if why == reason)
            for reason in (ACTIVE, RECENTLY_MESSAGED, *(check.key for check in checks))
        },
    }
