"""What may stop a message that nobody asked for, in the order in which it is asked. Pure, each with its twin in SQL.

The law (consent, topic, hand-over, distress, window) is held once more by the claim of the outbox; what stands
here decides beforehand and says from when on.

In SQL a check is an expression over the columns of ``f``: those of PersonFacts (``spent_at`` in order of time),
``has_template``, and ``awake_at``, ``day_starts``, ``day_ends``, ``week_starts`` and ``week_ends`` as `policy_sql`
joins them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from engagement import held_out, quiet_hours
from engagement.facts import NEVER, Check, PersonFacts, Rules

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
# How far back caps look: a week of the calendar may be an hour longer than seven days, where clocks are set back.
ATTENTION_SPAN = _WEEK + _DAY
_ROUNDS = 12


def _stopped(facts: PersonFacts, rules: Rules, now: datetime) -> datetime | None:
    return None if facts.replies_allowed else NEVER


def _no_consent(facts: PersonFacts, rules: Rules, now: datetime) -> datetime | None:
    return None if facts.proactive_allowed and rules.topic in facts.topics else NEVER


def _child(facts: PersonFacts, rules: Rules, now: datetime) -> datetime | None:
    return NEVER if facts.is_child else None


def _held(facts: PersonFacts, rules: Rules, now: datetime) -> datetime | None:
    return NEVER if facts.is_held else None


def _in_distress(facts: PersonFacts, rules: Rules, now: datetime) -> datetime | None:
    if facts.distress_at is None:
        return None
    calm_at = facts.distress_at + rules.calm_after_distress
    return calm_at if calm_at > now else None


def _no_address(facts: PersonFacts, rules: Rules, now: datetime) -> datetime | None:
    return None if facts.has_pushed_address else NEVER


def _held_out(facts: PersonFacts, rules: Rules, now: datetime) -> datetime | None:
    untils = [one.until for one in rules.holdouts if one.until > now and held_out.in_holdout(facts.contact_id, one)]
    return max(untils, default=None)


def _window_closed(facts: PersonFacts, rules: Rules, now: datetime) -> datetime | None:
    is_open = facts.window_closes_at is not None and now < facts.window_closes_at
    return None if is_open or rules.has_template else NEVER


def capped(facts: PersonFacts, rules: Rules, now: datetime) -> datetime | None:
    """The earliest moment at which all caps leave room, if nothing else is sent meanwhile."""
    caps, spent = rules.caps, sorted(facts.spent_at)
    until: list[datetime] = []
    for most, span in ((caps.per_day, _DAY), (caps.per_week, _WEEK)):
        if most < 1:
            return NEVER
        if len(spent) >= most and spent[-most] + span > now:
            until.append(spent[-most] + span)
    for most, stretch in (
        (caps.per_calendar_day, quiet_hours.calendar_day),
        (caps.per_calendar_week, quiet_hours.calendar_week),
    ):
        if most < 1:
            return NEVER
        begins, ends = stretch(now, zones_of(facts, rules)[:1])
        if len(spent) >= most and spent[-most] >= begins:
            until.append(ends)
    return max(until, default=None)


def _quiet(facts: PersonFacts, rules: Rules, now: datetime) -> datetime | None:
    """Who may live anywhere may always sleep: without any zone nothing is sent until one is known."""
    zones = zones_of(facts, rules)
    waking = quiet_hours.next_waking(now, zones, rules.quiet) if zones else NEVER
    return waking if waking > now else None


def zones_of(facts: PersonFacts, rules: Rules) -> tuple[str, ...]:
    return facts.zones or rules.usual_zones


def is_left_alone(facts: PersonFacts, rules: Rules, now: datetime) -> bool:
    """Held out, or asleep: nothing of ours that nobody asked for, whatever else may ask it."""
    return any(check(facts, rules, now) is not None for check in (_held_out, _quiet))


_NEVER = "'9999-01-01 00:00:00+00'::timestamptz"


def _never_if(condition: str) -> str:
    return f"CASE WHEN {condition} THEN {_NEVER} END"


_SPENT = "f.spent_at[cardinality(f.spent_at) - %({cap})s + 1]"


def _rolling_sql(cap: str, interval: str) -> str:
    newest = _SPENT.format(cap=cap)
    return f"CASE WHEN {newest} + interval '{interval}' > %(now)s THEN {newest} + interval '{interval}' END"


_CAPPED_SQL = (
    f"CASE WHEN least(%(per_day)s, %(per_week)s, %(per_calendar_day)s, %(per_calendar_week)s) < 1 THEN {_NEVER}"
    f" ELSE greatest({_rolling_sql('per_day', '24 hours')}, {_rolling_sql('per_week', '168 hours')},"
    f" CASE WHEN {_SPENT.format(cap='per_calendar_day')} >= f.day_starts THEN f.day_ends END,"
    f" CASE WHEN {_SPENT.format(cap='per_calendar_week')} >= f.week_starts THEN f.week_ends END) END"
)

CHECKS: tuple[Check, ...] = (
    Check("stopped", "They said STOP.", _stopped, _never_if("NOT f.replies_allowed")),
    Check(
        "no_consent", "They have not said yes to this topic.", _no_consent,
        _never_if("NOT (f.proactive_allowed AND %(topic)s = ANY (f.topics))"),
    ),
    Check("child", "They are under 13.", _child, _never_if("f.is_child")),
    Check("no_pushed_address", "There is no address that we can write to first.", _no_address,
          _never_if("NOT f.has_pushed_address")),
    Check("held_by_human", "A person leads the talk.", _held, _never_if("f.is_held")),
    Check(
        "in_distress", "They were in distress lately.", _in_distress,
        "CASE WHEN f.distress_at + %(calm_after_distress)s > %(now)s THEN f.distress_at + %(calm_after_distress)s END",
    ),
    Check("holdout", "They are held out for comparison.", _held_out, held_out.SQL),
    Check(
        "window_closed", "They last wrote more than 24 hours ago, and there is no approved template.", _window_closed,
        _never_if("NOT f.has_template AND (f.window_closes_at IS NULL OR f.window_closes_at <= %(now)s)"),
    ),
    Check("capped", "They have heard enough from us for now.", capped, _CAPPED_SQL),
    Check("quiet_hours", "It is night where they are, or may be.", _quiet,
          "CASE WHEN f.awake_at > %(now)s THEN f.awake_at END"),
)  # fmt: skip

WORDS: dict[str, str] = {check.key: check.words for check in CHECKS}


def refusals(facts: PersonFacts, rules: Rules, now: datetime) -> Sequence[tuple[Check, datetime]]:
    """All that stop it now."""
    found = ((check, check.applies(facts, rules, now)) for check in CHECKS)
    return [(check, until) for check, until in found if until is not None]


def earliest(facts: PersonFacts, rules: Rules, now: datetime) -> datetime:
    """The first moment at which nothing stops it, should nothing happen meanwhile; NEVER if the clock cannot help."""
    moment = now
    for _ in range(_ROUNDS):
        stops = refusals(facts, rules, moment)
        if not stops:
            return moment
        moment = max(until for _, until in stops)
        if moment >= NEVER:
            break
    return NEVER
