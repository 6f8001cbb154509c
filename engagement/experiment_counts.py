"""The rows of an experiment, summed up by side and day: what its read-out is made of.

Each collecting keeps the sums, so that a page with hundreds of thousands of people reads some hundred rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from engagement import experiment_metrics
from engagement.experiment_plan import Plan
from engagement.experiment_reading import STAGES, Counted, Day, Reading, read
from engagement.models import Experiment, Figures
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
    """Two passes over its people, whatever is asked of them: who came how far, and what they did. Or what the last
    collecting kept of them."""
    order = {side.pk: plan.keys.index(side.key) for side in experiment.variants.all() if side.key in plan.keys}
    sums = _kept(experiment, now=now) or _summed(experiment, plan, now=now)
    stages = {stage: [0] * len(order) for stage in STAGES}
    whole = [NOBODY] * len(order)
    joined: dict[tuple[date, int], tuple[int, float, float]] = {}
    crossed = 0
    for variant_id, told_day, *reached, on_both, over, over_x, over_xx, people, x, xx in sums["people"]:
        day = _day_of(told_day)
        place = order[variant_id]
        for stage, number in zip(STAGES, reached, strict=True):
            stages[stage][place] += number
        crossed += on_both
        whole[place] = whole[place].plus(Sums(over, 0.0, 0.0, over_x, over_xx))
        if day is not None:
            joined[day, place] = (people, x, xx)
    found: dict[tuple[date, int], dict[str, tuple[int, float]]] = defaultdict(dict)
    for variant_id, told_day, metric, over, over_x, number, x in sums["found"]:
        day = _day_of(told_day)
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


def keep(experiment: Experiment, *, now: datetime) -> None:
    """Sum up as of now, and keep it for the pages; pairs with the other experiments as well."""
    plan = Plan.from_json(experiment.plan or {})
    pairs = {str(other.pk): _pairs(experiment, plan, other, now=now) for other in neighbours_of(experiment)}
    figures = {**_summed(experiment, plan, now=now), "pairs": pairs}
    Figures.objects.update_or_create(key=_key(experiment), defaults={"counted_at": now, "figures": figures})


def neighbours_of(experiment: Experiment) -> Iterable[Experiment]:
    """Those that ran at the same time."""
    others = Experiment.objects.exclude(pk=experiment.pk).filter(is_demo=experiment.is_demo, launched_at__isnull=False)
    beside = others.exclude(ended_at__lt=experiment.launched_at)
    if experiment.ended_at:
        beside = beside.filter(launched_at__lt=experiment.ended_at)
    return beside[:_NEIGHBOURS]


def interaction_with(one: Experiment, other: Experiment, *, now: datetime) -> Interaction | None:
    """Does A against B do otherwise for those who are on B's side of another one? Of two sides each."""
    kept = (_kept(one, now=now) or {}).get("pairs", {}).get(str(other.pk))
    rows = _pairs(one, Plan.from_json(one.plan or {}), other, now=now) if kept is None else kept
    cells = {(first, second): Sums(people, y, y) for first, second, people, y in rows}
    corners = [cells.get((first, second)) for second in ("a", "b") for first in ("a", "b")]
    if not all(corner and corner.people >= _LEAST_IN_A_CORNER for corner in corners):
        return None
    return interaction(*(arm_of(corner) for corner in corners if corner))


_LEAST_IN_A_CORNER = 50
_NEIGHBOURS = 5
# Collected four times an hour; what is older was left behind, unless nothing of it can change any more.
_KEPT_FOR = timedelta(hours=1)
_NOTHING_CHANGES_AFTER = timedelta(days=28)


def _kept(experiment: Experiment, *, now: datetime) -> Mapping[str, Any] | None:
    """What the last collecting summed up, if it still holds."""
    row = Figures.objects.filter(key=_key(experiment)).first()
    if row is None or row.counted_at != experiment.read_at:
        return None
    is_over = experiment.ended_at is not None and row.counted_at > experiment.ended_at + _NOTHING_CHANGES_AFTER
    return row.figures if is_over or timedelta(0) <= now - row.counted_at < _KEPT_FOR else None


def _key(experiment: Experiment) -> str:
    return f"experiment {experiment.pk}"


def _summed(experiment: Experiment, plan: Plan, *, now: datetime) -> dict[str, Any]:
    told = {"experiment": experiment.pk, "window": timedelta(days=plan.window_days), "now": now}
    return {
        name: [[value.isoformat() if isinstance(value, date) else value for value in row] for row in _rows(sql, told)]
        for name, sql in (("people", _PEOPLE), ("found", _FOUND))
    }


def _pairs(one: Experiment, plan: Plan, other: Experiment, *, now: datetime) -> list[tuple[Any, ...]]:
    window = timedelta(days=plan.window_days)
    told = {"experiment": one.pk, "other": other.pk, "now": now, "metric": plan.metric, "window": window}
    return _rows(_PAIRS, told)


def _day_of(told: str | None) -> date | None:
    return date.fromisoformat(told) if told else None


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
