"""The decision for everybody at once: the twin of `decision`, one statement a piece of the population.

A piece is judged, its Decision rows are rewritten where reason or segment has changed, and a message is planned for
whoever may be written to, in one transaction. Whom the holdout alone keeps from getting one has a refused row, once a
rotation, to be compared with. Two that go over the same people at once plan nothing twice: the
occasion of a planned message names the last one before it, and nobody has an occasion twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from engagement import facts_sql, policy, policy_sql
from engagement.decision import ACTIVE, RECENTLY_MESSAGED
from engagement.facts import NEVER, Rules
from engagement.facts_sql import BETWEEN, source
from engagement.segments import DORMANT, NEW_USER, NORMAL, SEGMENTS, get_tone_for_segment

# What the row of somebody held out is called; behind it stands which rotation.
HELD_OUT_OCCASION = "held-out-"


def _by_segment(rule: str) -> str:
    """Each segment's own value of a rule."""
    cases = " ".join(f"WHEN '{segment}' THEN %({rule}_{segment})s" for segment in SEGMENTS)
    return f"CASE f.segment {cases} END"


_REASON = " ".join(
    (
        f"CASE WHEN f.active_at > %(now)s - f.inactivity THEN '{ACTIVE}'",
        f"WHEN f.last_written_at > %(now)s - %(frequency)s THEN '{RECENTLY_MESSAGED}'",
        *(f"WHEN ({check.sql}) IS NOT NULL THEN '{check.key}'" for check in policy.CHECKS),
        "ELSE '' END",
    )
)
# Whose message is planned by this very statement has been written to recently from then on.
_REASON_FROM_NOW_ON = f"CASE WHEN g.contact_id IS NULL THEN f.reason ELSE '{RECENTLY_MESSAGED}' END"
_EARLIEST = " ".join(
    (
        f"CASE f.reason WHEN '{ACTIVE}' THEN f.active_at + f.inactivity",
        f"WHEN '{RECENTLY_MESSAGED}' THEN f.last_written_at + %(frequency)s",
        *(f"WHEN '{check.key}' THEN {check.sql}" for check in policy.CHECKS),
        "ELSE %(now)s + %(frequency)s END",
    )
)


_HELD_OUT = "holdout"
_ASKED_AFTER_IT = policy.CHECKS[[check.key for check in policy.CHECKS].index(_HELD_OUT) + 1 :]
# Asked of few, for the reason is compared first.
_ONLY_HELD_OUT = " AND ".join((f"f.reason = '{_HELD_OUT}'", *(f"({check.sql}) IS NULL" for check in _ASKED_AFTER_IT)))


def _judged(within: str) -> str:
    """``judged``: the facts of each person with segment and reason, empty where they may be written to, and whether
    nothing but the holdout stands against it."""
    return f"""
WITH segmented AS (
    SELECT r.*, COALESCE(r.last_active_at, r.created_at) AS active_at,
           CASE WHEN COALESCE(r.last_active_at, r.created_at) <= %(now)s - %(dormant_after)s THEN '{DORMANT}'
                WHEN r.created_at > %(now)s - %(new_user_for)s THEN '{NEW_USER}'
                ELSE '{NORMAL}' END AS segment
      FROM ({source(within)}) r
), facts AS (
    SELECT f.*, {_by_segment("inactivity")} AS inactivity, {_by_segment("has_template")} AS has_template,
           COALESCE(n.awake_at, %(never)s) AS awake_at, {policy_sql.NIGHT_COLUMNS}
      FROM segmented f {policy_sql.NIGHTS}
), reasoned AS (
    SELECT f.*, {_REASON} AS reason FROM facts f
), judged AS MATERIALIZED (
    SELECT f.contact_id, f.segment, f.reason, {_EARLIEST} AS earliest, {_ONLY_HELD_OUT} AS is_only_held_out
      FROM reasoned f
)"""  # noqa: S608 - made of our own pieces; every value is a parameter


_COUNT = f"{_judged(BETWEEN)} SELECT f.segment, f.reason, count(*), 0, 0 FROM judged f GROUP BY 1, 2"  # noqa: S608
_DECIDE = f"""{_judged(BETWEEN)},
going AS MATERIALIZED (
    SELECT f.contact_id FROM judged f WHERE f.reason = '' ORDER BY f.contact_id LIMIT %(room)s
), changed AS (
    INSERT INTO engagement_decision (contact_id, segment, reason, earliest_at, decided_at)
    SELECT f.contact_id, f.segment, {_REASON_FROM_NOW_ON},
           CASE WHEN f.reason <> '' OR g.contact_id IS NOT NULL THEN NULLIF(f.earliest, %(never)s) END, %(now)s
      FROM judged f
      LEFT JOIN going g ON g.contact_id = f.contact_id
      LEFT JOIN engagement_decision d ON d.contact_id = f.contact_id AND d.contact_id {BETWEEN}
     WHERE d.contact_id IS NULL OR d.segment <> f.segment OR d.reason <> {_REASON_FROM_NOW_ON}
        ON CONFLICT (contact_id) DO UPDATE
       SET segment = EXCLUDED.segment, reason = EXCLUDED.reason, earliest_at = EXCLUDED.earliest_at,
           decided_at = EXCLUDED.decided_at
    RETURNING 1
), planned AS (
    INSERT INTO engagement_touch (contact_id, kind, step, occasion, topic, variant, state, reason, due_at, planned_at,
                                  tries)
    SELECT f.contact_id, 'cycle', 1, 'after-' || COALESCE((
               SELECT t.id FROM engagement_touch t WHERE t.contact_id = f.contact_id
                ORDER BY t.planned_at DESC, t.id DESC LIMIT 1), 0), %(topic)s, '', 'planned', '', %(now)s, %(now)s, 0
      FROM going f
        ON CONFLICT (kind, contact_id, occasion) WHERE campaign_id IS NULL DO NOTHING
    RETURNING 1
), held_out AS (
    INSERT INTO engagement_touch (contact_id, kind, step, occasion, topic, variant, state, reason, planned_at,
                                  decided_at, earliest_at, tries)
    SELECT f.contact_id, 'cycle', 1, %(held_out_occasion)s, %(topic)s, '', 'refused', '{_HELD_OUT}', %(now)s, %(now)s,
           NULLIF(f.earliest, %(never)s), 0
      FROM judged f
     -- Those who are let through have waited for room as well.
     WHERE f.is_only_held_out AND (SELECT count(*) FROM going) < %(room)s
       AND NOT EXISTS (SELECT 1 FROM engagement_touch t WHERE t.kind = 'cycle' AND t.contact_id = f.contact_id
                          AND t.campaign_id IS NULL AND t.occasion = %(held_out_occasion)s)
        ON CONFLICT (kind, contact_id, occasion) WHERE campaign_id IS NULL DO NOTHING
)
SELECT f.segment, f.reason, count(*), (SELECT count(*) FROM changed), (SELECT count(*) FROM planned)
  FROM judged f
 GROUP BY 1, 2
"""  # noqa: S608 - as above
_EACH = f"{_judged(BETWEEN)} SELECT f.contact_id, f.segment, f.reason, f.earliest FROM judged f"  # noqa: S608


@dataclass
class Tally:
    """What a piece came to: how many of each segment and reason, how many decisions changed, how many were planned."""

    counted: Counter[tuple[str, str]] = field(default_factory=Counter)
    changed: int = 0
    planned: int = 0

    def add(self, other: Tally) -> None:
        self.counted += other.counted
        self.changed += other.changed
        self.planned += other.planned


@dataclass(frozen=True)
class Judged:
    segment: str
    reason: str
    earliest: datetime


def decide(*, low: int, high: int, asked: Mapping[str, Any], room: int, is_dry: bool = False) -> Tally:
    """Everybody whose id lies within, both ends included; ``asked`` as `parameters_for` gives it. No more messages
    are planned than there is room for. A dry one writes nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT if is_dry else _DECIDE, {**asked, "low": low, "high": high, "room": room})
        rows = cursor.fetchall()
    counted = Counter({(segment, reason): number for segment, reason, number, _, _ in rows})
    changed, planned = (rows[0][3], rows[0][4]) if rows else (0, 0)
    return Tally(counted, changed, planned)


def judge(*, low: int, high: int, asked: Mapping[str, Any]) -> dict[int, Judged]:
    """The same by person, without writing anything."""
    with connection.cursor() as cursor:
        cursor.execute(_EACH, {**asked, "low": low, "high": high})
        return {contact_id: Judged(*rest) for contact_id, *rest in cursor.fetchall()}


def parameters_for(rules: Rules, now: datetime) -> dict[str, Any]:
    """The rules and the hour as statements want them; good for one cycle."""
    values: dict[str, Any] = {
        **facts_sql.parameters(now, check_ins_wait=True),
        **policy_sql.parameters(rules, now),
        "frequency": rules.frequency,
        "dormant_after": rules.dormant_after,
        "new_user_for": rules.new_user_for,
        "never": NEVER,
        "held_out_occasion": HELD_OUT_OCCASION + "+".join(one.salt for one in rules.holdouts)[:60],
    }
    for segment in SEGMENTS:
        values[f"inactivity_{segment}"] = rules.inactivity[segment]
        values[f"has_template_{segment}"] = get_tone_for_segment(segment) in rules.templated_tones
    return values
