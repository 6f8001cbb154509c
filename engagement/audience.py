"""From those whom a segment means to those who would be written to now, and why the others would not: step by step.

Everybody stands at the first step that stops them, so that the steps add up. One statement over the same facts and
checks as every decision to write first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from engagement import facts_sql, membership, policy, policy_sql, standing_rules
from engagement.costs import Crowd
from engagement.decision import ACTIVE, RECENTLY_MESSAGED
from engagement.facts import NEVER, Rules
from engagement.segment_rules import Group
from engagement.segment_sql import condition

# Step, its words, and the checks that it holds, in the order in which people are lost.
STEPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("consent", "said yes", ("stopped", "no_consent", "child")),
    ("reach", "can be reached", ("no_pushed_address", "held_by_human", "in_distress")),
    ("window", "reply window or template", ("window_closed",)),
    ("silence", "not here just now", (ACTIVE,)),
    ("cap", "attention left", (RECENTLY_MESSAGED, "capped")),
    ("quiet", "awake", ("quiet_hours",)),
    ("holdout", "not held out", ("holdout",)),
)
SEND = "send"
MOST_LISTED = 5_000
_CROWD = 10_000
WORDS = {
    **policy.WORDS,
    ACTIVE: "They wrote to us too short a time ago.",
    RECENTLY_MESSAGED: "We wrote to them first too short a time ago.",
    SEND: "They would be written to now.",
}
_MATCHED = "IN (SELECT w.contact_id FROM wanted w)"


@dataclass(frozen=True)
class Loss:
    reason: str
    words: str
    people: int


@dataclass(frozen=True)
class Step:
    """``left`` are those who are still in after it."""

    key: str
    words: str
    left: int
    losses: tuple[Loss, ...]

    @property
    def lost(self) -> int:
        return sum(loss.people for loss in self.losses)


@dataclass(frozen=True)
class Waterfall:
    """``crowds`` are those who would be written to, by country and open window, for what it costs."""

    matched: int
    steps: tuple[Step, ...]
    send: int
    crowds: tuple[Crowd, ...]


def rules_for(topic: str, *, has_template: bool, now: datetime) -> Rules:
    """As they stand for a message that belongs to no campaign yet."""
    rules = standing_rules.rules(now=now, topic=topic, has_template=has_template)
    return replace(rules, frequency=timedelta(hours=settings.MESSAGE_FREQUENCY_HOURS))


def waterfall(rule: Group, rules: Rules, *, now: datetime) -> Waterfall:
    judged, params = _judged(rule, rules, now)
    statement = f"""{judged}
        SELECT j.reason, CASE j.reason WHEN '{SEND}' THEN j.country ELSE '' END,
               COALESCE(j.window_closes_at > %(now)s, FALSE), count(*)
          FROM judged j GROUP BY 1, 2, 3"""
    rows = _ask(statement, params, is_crowd=membership.count(rule, now=now) > _CROWD)
    counts: Counter[str] = Counter()
    for reason, _, _, people in rows:
        counts[reason] += people
    return _fall(counts, [Crowd(country, is_open, n) for reason, country, is_open, n in rows if reason == SEND])


def stopped_by(reason: str, rule: Group, rules: Rules, *, now: datetime) -> list[int]:
    """The contacts who stand at this step, the newest MOST_LISTED of them; SEND for those who are left."""
    judged, params = _judged(rule, rules, now)
    statement = f"{judged} SELECT j.contact_id FROM judged j WHERE j.reason = %(reason)s ORDER BY 1 DESC LIMIT %(most)s"
    is_crowd = membership.count(rule, now=now) > _CROWD
    return [pk for (pk,) in _ask(statement, {**params, "reason": reason, "most": MOST_LISTED}, is_crowd=is_crowd)]


def _fall(counts: Counter[str], crowds: Iterable[Crowd]) -> Waterfall:
    left = matched = counts.total()
    steps = []
    for key, words, reasons in STEPS:
        losses = tuple(Loss(reason, WORDS[reason], counts[reason]) for reason in reasons if counts[reason])
        left -= sum(loss.people for loss in losses)
        steps.append(Step(key, words, left, losses))
    return Waterfall(matched, tuple(steps), left, tuple(crowds))


def _judged(rule: Group, rules: Rules, now: datetime) -> tuple[str, dict[str, Any]]:
    """The tables ``wanted`` and ``judged``; the latter has the reason at which each of them stops."""
    by_key = {check.key: f"({check.sql}) IS NOT NULL" for check in policy.CHECKS}
    # The players' own rows are wide: a million of them are not read for one column of which there is a copy.
    by_key["child"] = "f.is_under_13"
    by_key[ACTIVE] = "COALESCE(f.last_active_at, f.created_at) > %(now)s - %(inactivity)s"
    by_key[RECENTLY_MESSAGED] = "f.last_written_at > %(now)s - %(frequency)s"
    stops = [f"WHEN {by_key[key]} THEN '{key}'" for _, _, keys in STEPS for key in keys]
    wanted = condition(rule, now=now, table="w")
    text, params = _named(wanted.text, wanted.params)
    statement = f"""
        WITH wanted AS MATERIALIZED (
            SELECT w.contact_id, w.country, w.age_band = 'under_13' AS is_under_13
              FROM engagement_segmentfacts w WHERE {text}
        ),
        facts AS (
            SELECT f.*, u.country, u.is_under_13, %(has_template)s AS has_template,
                   COALESCE(n.awake_at, %(never)s) AS awake_at, {policy_sql.NIGHT_COLUMNS}
              FROM ({facts_sql.source(_MATCHED)}) f
              JOIN wanted u ON u.contact_id = f.contact_id {policy_sql.NIGHTS}
        ), judged AS MATERIALIZED (
            SELECT f.contact_id, f.country, f.window_closes_at,
                   CASE {" ".join(stops)} ELSE '{SEND}' END AS reason
              FROM facts f
        )"""
    given = {
        **facts_sql.parameters(now), **policy_sql.parameters(rules, now), **params,
        "has_template": rules.has_template, "frequency": rules.frequency, "never": NEVER,
        # The same for everybody: what a campaign waits for, or nothing.
        "inactivity": max(rules.inactivity.values(), default=timedelta(0)),
    }  # fmt: skip
    return statement, given


def _named(text: str, values: tuple[Any, ...]) -> tuple[str, dict[str, Any]]:
    first, *rest = text.split("%s")
    told = first + "".join(f"%(wanted_{number})s{part}" for number, part in enumerate(rest))
    return told, {f"wanted_{number}": value for number, value in enumerate(values)}


def _ask(statement: str, params: dict[str, Any], *, is_crowd: bool) -> list[tuple[Any, ...]]:
    with transaction.atomic(), connection.cursor() as cursor:
        if is_crowd:
            # The planner cannot guess how many a rule takes and would look each of them up; and the usual 4 MB would
            # put the joins of a million people on disk.
            cursor.execute("SELECT set_config('enable_nestloop', 'off', true), set_config('work_mem', '96MB', true)")
        cursor.execute(statement, params)
        return list(cursor.fetchall())
