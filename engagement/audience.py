"""From those whom a segment means to those who would be written to now, and why the others would not: step by step.

Everybody stands at the first step that stops them, so that the steps add up. One statement over the same facts and
checks as every decision to write first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from engagement import facts_sql, held_out, membership, policy, policy_sql, reasons, standing_rules
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
_OF_A_CROWD = """SELECT set_config(name, value, true) FROM (VALUES
    ('enable_nestloop', 'off'), ('enable_mergejoin', 'off'), ('enable_sort', 'off'), ('work_mem', '96MB')
) AS wanted (name, value)"""
WORDS = {key: reasons.WORDS[key] for _, _, keys in STEPS for key in keys} | {SEND: "They would be written to now."}


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
        SELECT j.reason, CASE j.reason WHEN '{SEND}' THEN j.country ELSE '' END, j.is_open, count(*)
          FROM judged j GROUP BY 1, 2, 3"""
    rows = _ask(statement, params, is_crowd=_is_crowd(rule, now))
    counts: Counter[str] = Counter()
    for reason, _, _, people in rows:
        counts[reason] += people
    return _fall(counts, [Crowd(country, is_open, n) for reason, country, is_open, n in rows if reason == SEND])


def stopped_by(reason: str, rule: Group, rules: Rules, *, now: datetime) -> list[int]:
    """The contacts who stand at this step, the newest MOST_LISTED of them; SEND for those who are left."""
    judged, params = _judged(rule, rules, now)
    statement = f"{judged} SELECT j.contact_id FROM judged j WHERE j.reason = %(reason)s ORDER BY 1 DESC LIMIT %(most)s"
    told = {**params, "reason": reason, "most": MOST_LISTED}
    return [pk for (pk,) in _ask(statement, told, is_crowd=_is_crowd(rule, now))]


def _is_crowd(rule: Group, now: datetime) -> bool:
    return membership.are_more_than(_CROWD, rule, now=now)


def _fall(counts: Counter[str], crowds: Iterable[Crowd]) -> Waterfall:
    left = matched = counts.total()
    steps = []
    for key, words, stops in STEPS:
        losses = tuple(Loss(reason, WORDS[reason], counts[reason]) for reason in stops if counts[reason])
        left -= sum(loss.people for loss in losses)
        steps.append(Step(key, words, left, losses))
    return Waterfall(matched, tuple(steps), left, tuple(crowds))


def _judged(rule: Group, rules: Rules, now: datetime) -> tuple[str, dict[str, Any]]:
    """The table ``judged``: everybody meant, with the reason at which each of them stops.

    Most are lost for want of consent, which stands in one row of theirs: only of the others is anything else read.
    """
    stops, held_out_by = _stops(rules)
    (_, _, consent), *others = STEPS
    wanted = condition(rule, now=now, table="w")
    text, params = _named(wanted.text, wanted.params, "wanted")
    left = "IN (SELECT a.id FROM asked a WHERE a.reason = '')"
    source = facts_sql.source(left, contacts="asked", open_windows_only=True)
    statement = f"""
        WITH asked AS MATERIALIZED (
            SELECT f.id, f.created_at, f.last_inbound_at, f.distress_at, f.held_by_human_at, f.looping_at, f.parked_at,
                   f.time_zone, f.zones_of_number, w.country, CASE {_cases(stops, consent)} ELSE '' END AS reason,
                   -- Settled by the reason, and asked of nobody again.
                   NULL::bigint AS player_id, NULL::timestamptz AS goes_at, TRUE AS replies_allowed,
                   TRUE AS proactive_allowed, '{{}}'::varchar[] AS topics
              FROM (SELECT w.contact_id, w.country, w.age_band = 'under_13' AS is_child
                      FROM engagement_segmentfacts w WHERE {text}) w
              JOIN conversations_contact f ON f.id = w.contact_id AND f.goes_at IS NULL
        ), facts AS (
            SELECT f.*, %(has_template)s AS has_template, a.country,
                   COALESCE(n.awake_at, %(never)s) AS awake_at, {policy_sql.NIGHT_COLUMNS}
              FROM ({source}) f
              JOIN asked a ON a.id = f.contact_id {policy_sql.NIGHTS}
        ), judged AS (
            SELECT a.id AS contact_id, a.country, FALSE AS is_open, a.reason FROM asked a WHERE a.reason <> ''
             UNION ALL
            SELECT f.contact_id, f.country, COALESCE(f.window_closes_at > %(now)s, FALSE),
                   CASE {_cases(stops, [key for _, _, keys in others for key in keys])} ELSE '{SEND}' END
              FROM facts f
        )"""
    given = {
        **facts_sql.parameters(now), **policy_sql.parameters(rules, now), **held_out_by, **params,
        "has_template": rules.has_template, "frequency": rules.frequency, "never": NEVER,
        # The same for everybody: what a campaign waits for, or nothing.
        "inactivity": max(rules.inactivity.values(), default=timedelta(0)),
    }  # fmt: skip
    return statement, given


def _stops(rules: Rules) -> tuple[dict[str, str], dict[str, Any]]:
    """Of each reason the condition on ``f``; some shorter than those of `policy`, which also say until when."""
    by_key = {check.key: f"({check.sql}) IS NOT NULL" for check in policy.CHECKS}
    # The players' own rows are wide: a million of them are not read for one column of which there is a copy.
    by_key["child"] = "w.is_child"
    by_key[ACTIVE] = "COALESCE(f.last_active_at, f.created_at) > %(now)s - %(inactivity)s"
    by_key[RECENTLY_MESSAGED] = "f.last_written_at > %(now)s - %(frequency)s"
    asked = [held_out.condition(one, "f.contact_id") for one in rules.holdouts]
    held, params = _named(" OR ".join(text for text, _ in asked), [value for _, of in asked for value in of], "held")
    by_key["holdout"] = held or "FALSE"
    return by_key, params


def _cases(stops: Mapping[str, str], keys: Iterable[str]) -> str:
    return " ".join(f"WHEN {stops[key]} THEN '{key}'" for key in keys)


def _named(text: str, values: Iterable[Any], name: str) -> tuple[str, dict[str, Any]]:
    first, *rest = text.split("%s")
    told = first + "".join(f"%({name}_{number})s{part}" for number, part in enumerate(rest))
    return told, {f"{name}_{number}": value for number, value in enumerate(values)}


def _ask(statement: str, params: dict[str, Any], *, is_crowd: bool) -> list[tuple[Any, ...]]:
    with transaction.atomic(), connection.cursor() as cursor:
        if is_crowd:
            # The planner cannot guess how many a rule takes and would look each of them up, or sort them; and the usual
            # 4 MB would put the joins of a million people on disk.
            cursor.execute(_OF_A_CROWD)
        cursor.execute(statement, params)
        return list(cursor.fetchall())
