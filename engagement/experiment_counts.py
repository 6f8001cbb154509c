"""The rows of an experiment, summed up by side and day: what its read-out is made of. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from engagement import experiment_metrics
from engagement.experiment_plan import Plan
from engagement.experiment_reading import STAGES, Counted, Day, Reading, read
from engagement.models import Experiment
from engagement.statistics.arms import NOBODY, Sums, arm_of
from engagement.statistics.interactions import Interaction, interaction

# Beyond so many days the oldest are one.
_DAYS_SHOWN = 120


def reading_of(experiment: Experiment, *, now: datetime) -> Reading:
    """As of now. An experiment that is over is read as of then, with the days to react of its last people."""
    plan = Plan.from_json(experiment.plan or {})
    return read(plan, counted(experiment, plan, now=now))


def counted(experiment: Experiment, plan: Plan, *, now: datetime) -> Counted:
    order = {
        variant.pk: plan.keys.index(variant.key) for variant in experiment.variants.all() if variant.key in plan.keys
    }
    told = {"experiment": experiment.pk, "window": timedelta(days=plan.window_days), "now": now, "metric": plan.metric}
    stages = {stage: [0] * len(order) for stage in STAGES}
    for variant_id, *reached in _rows(_STAGES, told):
        for stage, number in zip(STAGES, reached, strict=True):
            stages[stage][order[variant_id]] = number
    whole = [NOBODY] * len(order)
    for variant_id, *sums in _rows(_WHOLE, told):
        whole[order[variant_id]] = Sums(*sums)
    crossed = experiment.assignments.filter(crossed=True).count()
    began, ended = experiment.launched_at or now, experiment.ended_at or now
    return Counted(
        days=_cumulated(experiment_metrics.BY_KEY, order, told),
        stages={stage: tuple(numbers) for stage, numbers in stages.items()},
        whole=tuple(whole),
        crossed=crossed,
        running_days=max((ended - began).days, 0),
    )


def interaction_with(one: Experiment, other: Experiment, *, now: datetime) -> Interaction | None:
    """Does A against B do otherwise for those who are on B's side of another one? Of two sides each."""
    plan = Plan.from_json(one.plan or {})
    told = {
        "experiment": one.pk, "other": other.pk, "now": now, "metric": plan.metric,
        "window": timedelta(days=plan.window_days),
    }  # fmt: skip
    cells = {(first, second): Sums(people, y, y) for first, second, people, y in _rows(_PAIRS, told)}
    corners = [cells.get((first, second)) for second in ("a", "b") for first in ("a", "b")]
    if not all(corner and corner.people >= _LEAST_IN_A_CORNER for corner in corners):
        return None
    return interaction(*(arm_of(corner) for corner in corners if corner))


_LEAST_IN_A_CORNER = 50


def _cumulated(metrics: Mapping[str, object], order: Mapping[int, int], told: Mapping[str, Any]) -> tuple[Day, ...]:
    joined: dict[date, dict[int, tuple[int, float, float]]] = defaultdict(dict)
    for day, variant_id, people, x, xx in _rows(_PEOPLE_BY_DAY, told):
        joined[day][variant_id] = (people, x, xx)
    found: dict[date, dict[tuple[str, int], tuple[int, float]]] = defaultdict(dict)
    for day, variant_id, metric, number, x in _rows(_FOUND_BY_DAY, told):
        found[day][metric, variant_id] = (number, x)
    so_far = {metric: [NOBODY] * len(order) for metric in metrics}
    days = []
    for day in sorted(joined):
        for metric, sides in so_far.items():
            for variant_id, place in order.items():
                people, x, xx = joined[day].get(variant_id, (0, 0.0, 0.0))
                y, xy = found[day].get((metric, variant_id), (0, 0.0))
                sides[place] = sides[place].plus(Sums(people, y, y, x, xx, xy))
        days.append(Day(day, {metric: tuple(sides) for metric, sides in so_far.items()}))
    return tuple(days[-_DAYS_SHOWN:])


def _rows(sql: str, told: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, told)
        return list(cursor.fetchall())


_STAGES = """SELECT variant_id, count(*), count(eligible_at), count(sent_at), count(delivered_at)
    FROM engagement_assignment WHERE experiment_id = %(experiment)s AND NOT crossed GROUP BY variant_id"""
# Those whom it was sent to and whose days to react are over; each on the day on which they were.
_COUNTED = """FROM engagement_assignment a
    WHERE a.experiment_id = %(experiment)s AND NOT a.crossed AND a.sent_at + %(window)s <= %(now)s"""
_DAY = "((a.sent_at + %(window)s) AT TIME ZONE 'UTC')::date"
_PEOPLE_BY_DAY = f"""SELECT {_DAY}, a.variant_id, count(*), coalesce(sum(a.before), 0)::float,
    coalesce(sum(a.before * a.before), 0)::float {_COUNTED} GROUP BY 1, 2"""
_FOUND_BY_DAY = f"""SELECT {_DAY}, a.variant_id, o.metric, count(*), coalesce(sum(a.before), 0)::float
    {_COUNTED.replace("WHERE", "JOIN engagement_assignmentoutcome o ON o.assignment_id = a.id WHERE", 1)}
    GROUP BY 1, 2, 3"""
_WHOLE = """SELECT a.variant_id, count(*), count(o.id), count(o.id), coalesce(sum(a.before), 0)::float,
        coalesce(sum(a.before * a.before), 0)::float, coalesce(sum(a.before) FILTER (WHERE o.id IS NOT NULL), 0)::float
    FROM engagement_assignment a
    LEFT JOIN engagement_assignmentoutcome o ON o.assignment_id = a.id AND o.metric = %(metric)s
    WHERE a.experiment_id = %(experiment)s AND NOT a.crossed AND a.assigned_at + %(window)s <= %(now)s
    GROUP BY a.variant_id"""
_PAIRS = """SELECT mine.key, theirs.key, count(*), count(o.id)
    FROM engagement_assignment a
    JOIN engagement_variant mine ON mine.id = a.variant_id
    JOIN engagement_assignment b ON b.player_id = a.player_id AND b.experiment_id = %(other)s
    JOIN engagement_variant theirs ON theirs.id = b.variant_id
    LEFT JOIN engagement_assignmentoutcome o ON o.assignment_id = a.id AND o.metric = %(metric)s
    WHERE a.experiment_id = %(experiment)s AND NOT a.crossed AND a.sent_at + %(window)s <= %(now)s
    GROUP BY 1, 2"""
