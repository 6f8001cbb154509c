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
from engagement.segment_fields import FIELDS
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
# Of a row of facts: the first step, as its copy knows it.
_LOST_BY_COPY = {
    "stopped": "NOT w.may_reply",
    "no_consent": "NOT (w.may_write_first AND w.topics & %(topic_bit)s <> 0)",
    "child": "w.age_band = 'under_13'",
}
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
    is_crowd = _is_crowd(rule, now)
    judged, params = _judged(rule, rules, now, is_crowd=is_crowd)
    statement = f"""{judged}
        SELECT j.reason, CASE j.reason WHEN '{SEND}' THEN j.country ELSE '' END, j.is_open, count(*)
          FROM judged j GROUP BY 1, 2, 3"""
    rows = _ask(statement, params, is_crowd=is_crowd)
    counts: Counter[str] = Counter()
    for reason, _, _, people in rows:
        counts[reason] += people
    return _fall(counts, [Crowd(country, is_open, n) for reason, country, is_open, n in rows if reason == SEND])


def stopped_by(reason: str, rule: Group, rules: Rules, *, now: datetime) -> list[int]:
    """The contacts who stand at this step, the newest MOST_LISTED of them; SEND for those who are left."""
    is_crowd = _is_crowd(rule, now)
    judged, params = _judged(rule, rules, now, is_crowd=is_crowd)
    statement = f"{judged} SELECT j.contact_id FROM judged j WHERE j.reason = %(reason)s ORDER BY 1 DESC LIMIT %(most)s"
    told = {**params, "reason": reason, "most": MOST_LISTED}
    return [pk for (pk,) in _ask(statement, told, is_crowd=is_crowd)]


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


def _judged(rule: Group, rules: Rules, now: datetime, *, is_crowd: bool) -> tuple[str, dict[str, Any]]:
    """The table ``judged``: everybody meant, each with the reason at which they stop, asked only until there is one.

    Of a few only their own rows are looked up. Of a crowd most are lost for want of consent, and the copy of it, a
    minute old, tells them apart without their contacts; the rest are asked as ever, by tables that are read once each.
    """
    stops, held_out_by = _stops(rules)
    wanted = condition(rule, now=now, table="w")
    text, params = _named(wanted.text, wanted.params, "wanted")
    within = "IS NOT NULL" if is_crowd else "IN (SELECT m.id FROM meant m)"
    lost = f"CASE {_cases(_LOST_BY_COPY, _LOST_BY_COPY)} ELSE '' END" if is_crowd else "''"
    statement = f"""
        WITH meant AS {"NOT" if is_crowd else ""} MATERIALIZED (
            SELECT w.country, w.age_band = 'under_13' AS is_child, w.channels & %(whatsapp)s <> 0 AS has_pushed_address,
                   f.id, f.created_at, f.last_inbound_at, f.replies_allowed, f.proactive_allowed, f.topics,
                   f.distress_at, f.held_by_human_at, f.looping_at, f.parked_at, f.time_zone, f.zones_of_number
              FROM engagement_segmentfacts w
              JOIN conversations_contact f ON f.id = w.contact_id AND f.goes_at IS NULL
             WHERE {text} AND {lost} = ''
        ), judged AS (
            SELECT w.contact_id, w.country, FALSE AS is_open, {lost} AS reason
              FROM engagement_segmentfacts w WHERE {text} AND {lost} <> ''
             UNION ALL
            SELECT f.contact_id, f.country, COALESCE(f.window_closes_at > %(now)s, FALSE),
                   CASE {_cases(stops, [key for _, _, keys in STEPS for key in keys])} ELSE '{SEND}' END
              FROM (SELECT f.*, %(has_template)s AS has_template, COALESCE(n.awake_at, %(never)s) AS awake_at,
                           {policy_sql.NIGHT_COLUMNS}
                      FROM ({facts_sql.source_of("meant", within)}) f {policy_sql.NIGHTS}) f
        )"""
    given = {
        **facts_sql.parameters(now), **policy_sql.parameters(rules, now), **held_out_by, **params,
        "has_template": rules.has_template, "frequency": rules.frequency, "never": NEVER,
        "whatsapp": FIELDS["channels"].bits(("whatsapp",)), "topic_bit": FIELDS["topics"].bits((rules.topic,)),
        # The same for everybody: what a campaign waits for, or nothing.
        "inactivity": max(rules.inactivity.values(), default=timedelta(0)),
    }  # fmt: skip
    return statement, given


def _stops(rules: Rules) -> tuple[dict[str, str], dict[str, Any]]:
    """Of each reason the condition on ``f``; some shorter than those of `policy`, which also say until when."""
    by_key = {check.key: f"({check.sql}) IS NOT NULL" for check in policy.CHECKS}
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
