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
from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from conversations.models import PROACTIVE_TOPICS
from engagement import facts_sql, membership, policy, policy_sql, standing_rules
from engagement.costs import Crowd
from engagement.facts import NEVER, Rules
from engagement.models import Segment
from engagement.segment_rules import Group
from engagement.segment_sql import condition

RECENT = "recently_messaged"
# Step, its words, and the checks that it holds, in the order in which people are lost.
STEPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("consent", "said yes", ("stopped", "no_consent", "child")),
    ("reach", "can be reached", ("no_pushed_address", "held_by_human", "in_distress")),
    ("window", "reply window or template", ("window_closed",)),
    ("cap", "attention left", (RECENT, "capped")),
    ("quiet", "awake", ("quiet_hours",)),
    ("holdout", "not held out", ("holdout",)),
)
SEND = "send"
_WORDS = {**policy.WORDS, RECENT: "We wrote to them first within the last day.", SEND: "They would be written to now."}
_MATCHED = "IN (SELECT w.contact_id FROM wanted w)"


@dataclass(frozen=True)
class Asked:
    """A step of an audience, as it stands in an address: "7.deals.t.quiet_hours"."""

    segment_id: int
    topic: str
    has_template: bool
    reason: str

    @classmethod
    def read(cls, text: str) -> Asked | None:
        segment, _, rest = text.partition(".")
        topic, _, rest = rest.partition(".")
        template, _, reason = rest.partition(".")
        if not segment.isdigit() or topic not in PROACTIVE_TOPICS or template not in "tf" or reason not in _WORDS:
            return None
        return cls(int(segment), topic, template == "t", reason)

    def __str__(self) -> str:
        return f"{self.segment_id}.{self.topic}.{'t' if self.has_template else 'f'}.{self.reason}"

    @property
    def words(self) -> str:
        return _WORDS[self.reason]


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
        SELECT j.reason, COALESCE(sf.country, ''), COALESCE(j.window_closes_at > %(now)s, FALSE), count(*)
          FROM judged j LEFT JOIN engagement_segmentfacts sf ON sf.contact_id = j.contact_id AND j.reason = '{SEND}'
         GROUP BY 1, 2, 3"""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        rows = cursor.fetchall()
    counts: Counter[str] = Counter()
    for reason, _, _, people in rows:
        counts[reason] += people
    return _fall(counts, [Crowd(country, is_open, n) for reason, country, is_open, n in rows if reason == SEND])


def at_step(asked: Asked, *, now: datetime) -> Q:
    """The people who stand at this step, as a condition on contacts."""
    segment = Segment.objects.filter(pk=asked.segment_id).first()
    if segment is None:
        return Q(pk__in=())
    rules = rules_for(asked.topic, has_template=asked.has_template, now=now)
    judged, params = _judged(membership.rule_of(segment), rules, now)
    statement = f"{judged} SELECT j.contact_id FROM judged j WHERE j.reason = %(reason)s"
    text, values = _positional(statement, {**params, "reason": asked.reason})
    return Q(pk__in=RawSQL(text, values))


def _fall(counts: Counter[str], crowds: Iterable[Crowd]) -> Waterfall:
    left = matched = counts.total()
    steps = []
    for key, words, reasons in STEPS:
        losses = tuple(Loss(reason, _WORDS[reason], counts[reason]) for reason in reasons if counts[reason])
        left -= sum(loss.people for loss in losses)
        steps.append(Step(key, words, left, losses))
    return Waterfall(matched, tuple(steps), left, tuple(crowds))


def _judged(rule: Group, rules: Rules, now: datetime) -> tuple[str, dict[str, Any]]:
    """The tables ``wanted`` and ``judged``; the latter has the reason at which each of them stops."""
    by_key = {check.key: f"({check.sql}) IS NOT NULL" for check in policy.CHECKS}
    by_key[RECENT] = "f.last_written_at > %(now)s - %(frequency)s"
    stops = [f"WHEN {by_key[key]} THEN '{key}'" for _, _, keys in STEPS for key in keys]
    wanted = condition(rule, now=now, table="w")
    text, params = _named(wanted.text, wanted.params)
    statement = f"""
        WITH wanted AS MATERIALIZED (SELECT w.contact_id FROM engagement_segmentfacts w WHERE {text}),
        facts AS (
            SELECT f.*, %(has_template)s AS has_template, COALESCE(n.awake_at, %(never)s) AS awake_at,
                   n.day_starts, n.day_ends
              FROM ({facts_sql.source(_MATCHED)}) f {policy_sql.NIGHTS}
        ), judged AS MATERIALIZED (
            SELECT f.contact_id, f.window_closes_at, CASE {" ".join(stops)} ELSE '{SEND}' END AS reason FROM facts f
        )"""
    given = {
        **facts_sql.parameters(now), **policy_sql.parameters(rules, now), **params,
        "has_template": rules.has_template, "frequency": rules.frequency, "never": NEVER,
    }  # fmt: skip
    return statement, given


def _named(text: str, values: tuple[Any, ...]) -> tuple[str, dict[str, Any]]:
    first, *rest = text.split("%s")
    told = first + "".join(f"%(wanted_{number})s{part}" for number, part in enumerate(rest))
    return told, {f"wanted_{number}": value for number, value in enumerate(values)}


def _positional(text: str, values: dict[str, Any]) -> tuple[str, tuple[Any, ...]]:
    """For RawSQL, which takes a row of parameters only."""
    first, *rest = text.split("%(")
    told, row = first, []
    for part in rest:
        name, _, after = part.partition(")s")
        told += f"%s{after}"
        row.append(values[name])
    return told, tuple(row)
