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
from engagement.statistics.balance import Balance, balance
from engagement.statistics.interactions import Interaction, interaction

# Beyond so many days the oldest are one.
_DAYS_SHOWN = 120


def reading_of(experiment: Experiment, *, now: datetime) -> Reading:
    """As of now. An experiment that is over is read as of then, with the days to react of its last people."""
    plan = Plan.from_json(experiment.plan or {})
    return read(plan, counted(experiment, plan, now=now))


def counted(experiment: Experiment, plan: Plan, *, now: datetime) -> Counted:
    """Two passes over its people, whatever is asked of them: who came how far, and what they did."""
    order = {side.pk: plan.keys.index(side.key) for side in experiment.variants.all() if side.key in plan.keys}
    told = {"experiment": experiment.pk, "window": timedelta(days=plan.window_days), "now": now}
    stages = {stage: [0] * len(order) for stage in STAGES}
    whole = [NOBODY] * len(order)
    joined: dict[tuple[date, int], tuple[int, float, float]] = {}
    crossed = 0
    for variant_id, day, *reached, on_both, over, over_x, over_xx, people, x, xx in _rows(_PEOPLE, told):
        place = order[variant_id]
        for stage, number in zip(STAGES, reached, strict=True):
            stages[stage][place] += number
        crossed += on_both
        whole[place] = whole[place].plus(Sums(over, 0.0, 0.0, over_x, over_xx))
        if day is not None:
            joined[day, place] = (people, x, xx)
    found: dict[tuple[date, int], dict[str, tuple[int, float]]] = defaultdict(dict)
    for variant_id, day, metric, over, over_x, number, x in _rows(_FOUND, told):
        place = order[variant_id]
        if metric == plan.metric:
            whole[place] = whole[place].plus(Sums(0, over, over, xy=over_x))
        if day is not None:
            found[day, place][metric] = (number, x)
    began, ended = experiment.launched_at or now, experiment.ended_at or now
    return Counted(
        days=_cumulated(joined, found, sides=len(order)),
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


def by_origin(experiment: Experiment, plan: Plan, *, stage: str) -> list[tuple[str, Balance]]:
    """Where the sides went out of proportion: the same question among those who came from the same place."""
    order = {side.pk: plan.keys.index(side.key) for side in experiment.variants.all() if side.key in plan.keys}
    found: dict[str, list[int]] = defaultdict(lambda: [0] * len(order))
    for origin, variant_id, *reached in _rows(_BY_ORIGIN, {"experiment": experiment.pk}):
        found[origin][order[variant_id]] = reached[STAGES.index(stage)]
    return [(origin, balance(counts, plan.weights)) for origin, counts in sorted(found.items())]


def _cumulated(
    joined: Mapping[tuple[date, int], tuple[int, float, float]],
    found: Mapping[tuple[date, int], Mapping[str, tuple[int, float]]],
    *,
    sides: int,
) -> tuple[Day, ...]:
    so_far = {metric: [NOBODY] * sides for metric in experiment_metrics.BY_KEY}
    days = []
    for day in sorted({day for day, _ in joined}):
        for metric, sums in so_far.items():
            for place in range(sides):
                people, x, xx = joined.get((day, place), (0, 0.0, 0.0))
                y, xy = found[day, place].get(metric, (0, 0.0)) if (day, place) in found else (0, 0.0)
                sums[place] = sums[place].plus(Sums(people, y, y, x, xx, xy))
        days.append(Day(day, {metric: tuple(sums) for metric, sums in so_far.items()}))
    return tuple(days[-_DAYS_SHOWN:])


def _rows(sql: str, told: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, told)
        return list(cursor.fetchall())


# The day on which somebody whom it was sent to had had their days to react; none while they have not.
_DAY = """CASE WHEN NOT a.crossed AND a.sent_at + %(window)s <= %(now)s
    THEN ((a.sent_at + %(window)s) AT TIME ZONE 'UTC')::date END"""
# What is counted over everybody who was assigned, sent to or not.
_WHOLE = "FILTER (WHERE NOT a.crossed AND a.assigned_at + %(window)s <= %(now)s)"
_PEOPLE = f"""SELECT a.variant_id, {_DAY},
        count(*) FILTER (WHERE NOT a.crossed), count(a.eligible_at) FILTER (WHERE NOT a.crossed),
        count(a.sent_at) FILTER (WHERE NOT a.crossed), count(a.delivered_at) FILTER (WHERE NOT a.crossed),
        count(*) FILTER (WHERE a.crossed),
        count(*) {_WHOLE}, coalesce(sum(a.before) {_WHOLE}, 0), coalesce(sum(a.before * a.before) {_WHOLE}, 0),
        count(*), coalesce(sum(a.before), 0), coalesce(sum(a.before * a.before), 0)
    FROM engagement_assignment a WHERE a.experiment_id = %(experiment)s GROUP BY 1, 2"""
_FOUND = f"""SELECT a.variant_id, {_DAY}, o.metric, count(*) {_WHOLE}, coalesce(sum(a.before) {_WHOLE}, 0),
        count(*), coalesce(sum(a.before), 0)
    FROM engagement_assignment a JOIN engagement_assignmentoutcome o ON o.assignment_id = a.id
    WHERE a.experiment_id = %(experiment)s GROUP BY 1, 2, 3"""
_BY_ORIGIN = """SELECT p.origin, a.variant_id, count(*), count(a.eligible_at), count(a.sent_at), count(a.delivered_at)
    FROM engagement_assignment a JOIN games_player p ON p.id = a.player_id
    WHERE a.experiment_id = %(experiment)s AND NOT a.crossed GROUP BY 1, 2"""
_PAIRS = """SELECT mine.key, theirs.key, count(*), count(o.id)
    FROM engagement_assignment a
    JOIN engagement_variant mine ON mine.id = a.variant_id
    JOIN engagement_assignment b ON b.player_id = a.player_id AND b.experiment_id = %(other)s
    JOIN engagement_variant theirs ON theirs.id = b.variant_id
    LEFT JOIN engagement_assignmentoutcome o ON o.assignment_id = a.id AND o.metric = %(metric)s
    WHERE a.experiment_id = %(experiment)s AND NOT a.crossed AND a.sent_at + %(window)s <= %(now)s
    GROUP BY 1, 2"""
