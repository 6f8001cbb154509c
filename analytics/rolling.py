"""What a single day does not tell: who was active within a week or a month, and how many of a week's newcomers stay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import connection

from analytics.days import days_between, monday_of
from analytics.metrics import METRICS
from analytics.scanning import facts, metrics_of
from analytics.storing import Key, store
from analytics.values import Counted

LONGEST = 30
_WINDOWS = {"week": 7, "month": LONGEST}
_MEMBER = """analytics_playerday d JOIN analytics_membership m ON m.player_id = d.player_id AND m.kind = '{kind}'
     AND m.from_day <= d.day AND (m.until_day IS NULL OR m.until_day > d.day)"""
# For each breakdown the rows to count, and the value.
_SOURCES: Mapping[tuple[str, ...], tuple[str, str]] = {
    (): ("analytics_playerday d", "''"),
    ("channel",): ("analytics_playerday d", "d.channel"),
    ("cluster",): (_MEMBER.format(kind="cluster"), "m.key::text"),
    ("segment",): (_MEMBER.format(kind="segment"), "m.key::text"),
}
# A day of somebody counts until their next one, or until it has left the window: one step up and one down each, so
# every window of every day comes from one pass.
_STEPS = """
WITH marks AS (
    SELECT d.is_demo, {value} AS value, d.day,
           lead(d.day) OVER (PARTITION BY d.player_id, {value} ORDER BY d.day) AS next_day
      FROM {rows} WHERE d.day > %(first)s::date - %(longest)s AND d.day <= %(last)s
), steps AS (
    SELECT is_demo, value, w.days, greatest(day, %(first)s) AS day, 1 AS step
      FROM marks, unnest(%(windows)s::int[]) w (days) WHERE day > %(first)s::date - w.days
     UNION ALL
    SELECT is_demo, value, w.days, greatest(least(day + w.days, next_day), %(first)s), -1
      FROM marks, unnest(%(windows)s::int[]) w (days) WHERE day > %(first)s::date - w.days
)
SELECT is_demo, value, days, day, sum(step) FROM steps WHERE day <= %(last)s GROUP BY 1, 2, 3, 4 ORDER BY 4
"""
_COHORTS = """SELECT is_demo, date_trunc('week', first_day)::date, count(DISTINCT player_id)
    FROM analytics_playerday WHERE day >= %(monday)s AND day < %(monday)s::date + 7 GROUP BY 1, 2"""


def count_windows(first: date, last: date) -> None:
    """Active within a week and a month, of each of these days."""
    metrics = metrics_of("rolling")
    found: dict[date, dict[Key, Counted]] = {day: {} for day in days_between(first, last)}
    for breakdown, (rows, value) in _SOURCES.items():
        for (is_demo, name), numbers in _numbers(first, last, rows=rows, value=value).items():
            for day, measures in numbers.items():
                values = dict.fromkeys(breakdown, name)
                found[day].update(facts(metrics, breakdown, values, is_demo=is_demo, measures=measures))
    for day, numbers_of_day in found.items():
        store(day, numbers_of_day, metrics=[metric.key for metric in metrics])


def count_cohorts(first: date, last: date) -> None:
    """Of each week that these days touch: how many of which week's newcomers were active. Kept at its Monday."""
    for monday in sorted({monday_of(day) for day in days_between(first, last)}):
        with connection.cursor() as cursor:
            cursor.execute(_COHORTS, {"monday": monday})
            found = {
                Key("cohort_active", is_demo, "cohort", "", cohort.isoformat()): Counted(players)
                for is_demo, cohort, players in cursor.fetchall()
            }
        store(monday, found, metrics=[METRICS["cohort_active"].key])


def _numbers(
    first: date, last: date, *, rows: str, value: str
) -> Mapping[tuple[bool, str], Mapping[date, Mapping[str, int]]]:
    told: dict[str, Any] = {"first": first, "last": last, "longest": LONGEST, "windows": list(_WINDOWS.values())}
    steps: dict[tuple[bool, str], dict[tuple[int, date], int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_STEPS.format(rows=rows, value=value), told)
        for is_demo, name, window, day, step in cursor.fetchall():
            steps[is_demo, name][window, day] = int(step)
    return {group: _cumulated(of_group, first, last) for group, of_group in steps.items()}


def _cumulated(steps: Mapping[tuple[int, date], int], first: date, last: date) -> Mapping[date, Mapping[str, int]]:
    standing = dict.fromkeys(_WINDOWS, 0)
    numbers: dict[date, Mapping[str, int]] = {}
    for day in days_between(first, last):
        for name, window in _WINDOWS.items():
            standing[name] += steps.get((window, day), 0)
        numbers[day] = dict(standing)
    return numbers


def touched_by(day: date) -> date:
    """The last day whose windows a change of this one reaches."""
    return day + timedelta(days=LONGEST - 1)
