"""What the page of an experiment shows: one sentence, one chart, one warning; then how we know."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from engagement import experiment_configs, experiment_counts, experiment_metrics, experiment_words, experiments
from engagement.experiment_plan import Plan
from engagement.experiment_reading import STAGES, UNREADABLE, Comparison, Point, Reading
from engagement.models import Experiment, ExperimentEvent
from engagement.statistics import multiplicity, power
from engagement.statistics.balance import Balance

_LISTED = 20
_DISTURBS_BELOW = 0.01


def result(experiment: Experiment, *, now: datetime) -> dict[str, Any]:
    reading = experiment_counts.reading_of(experiment, now=now)
    plan = reading.plan
    neighbours = _neighbours(experiment, now=now)
    planned = [
        event for event in experiment.events.select_related("by") if event.what == ExperimentEvent.What.DEVIATION
    ]
    deviations = [*(event.why for event in planned), *experiments.deviations_from(experiment, now=now)]
    disturbing = next((name for name, _, _, disturbs in neighbours if disturbs), "")
    return {
        "experiment": experiment,
        "sentence": experiment_words.sentence(reading),
        "warning": experiment_words.warning(reading, deviations=len(deviations), disturbed_by=disturbing),
        "is_bad": bool(reading.broken_stage or reading.crossed_share >= 0.01),
        "chart": _chart(reading),
        "may_ship": reading.may_ship,
        "sides": _sides(experiment, reading),
        "comparisons": [_compared(one) for one in reading.comparisons],
        "corrected": [_compared(one) for one in reading.corrected] if reading.broken_stage else [],
        "beliefs": [experiment_words.lines_of_belief(one) for one in reading.comparisons if one.metric == plan.metric],
        "guards": [
            (experiment_metrics.BY_KEY[metric].label, told.finding, experiment_words.guard_line(metric, key, told))
            for metric, key, told in reading.guards
        ],
        "stages": [
            (stage, reading.balances[stage], experiment_words.in_proportion(reading.balances[stage]))
            for stage in STAGES
        ],
        "origins": _origins(experiment, reading),
        "keys": [key.upper() for key in plan.keys],
        "level": f"{reading.level:.3g}",
        "saved": _saved(reading),
        "plan": plan,
        "plan_words": power.in_words(plan.question, power.Forecast(plan.people, plan.days, None), metric=_plural(plan)),
        "base": f"{plan.base * 100:.3g}",
        "deviations": deviations,
        "neighbours": neighbours,
        "crossed": list(experiment.assignments.filter(crossed=True).select_related("player")[:_LISTED]),
        "crossed_share": f"{reading.crossed_share * 100:.2f}",
        "events": list(experiment.events.select_related("by")[:_LISTED]),
        "people": reading.people,
    }


def what_it_takes(experiment: Experiment, *, now: datetime) -> tuple[str, bool]:
    """Before the launch, in words, and whether it is hopeless."""
    plan, told = experiments.forecast_of(experiment, now=now)
    return power.in_words(plan.question, told, metric=_plural(plan)), told.is_hopeless


def _plural(plan: Plan) -> str:
    return experiment_metrics.BY_KEY[plan.metric].plural


def _chart(reading: Reading) -> dict[str, Any]:
    """Of each treated side its interval by day, in percent; what is infinite stays out."""
    lines: list[dict[str, Any]] = []
    for key in reading.plan.keys[1:]:
        points = [point for point in reading.trail if point.key == key and math.isfinite(point.lift.low)]
        lines.append({
            "name": key.upper(),
            "days": [point.day.isoformat() for point in points],
            "low": _percent(points, "low"),
            "high": _percent(points, "high"),
            "middle": _percent(points, "estimate"),
            "people": [point.people for point in points],
        })  # fmt: skip
    wanted = reading.plan.least_lift * 100
    # The first days reach far beyond what is of interest; the chart is cut for the last ones.
    lows = [line["low"][-1] for line in lines if line["low"]]
    highs = [line["high"][-1] for line in lines if line["high"]]
    bottom, top = min([*lows, -wanted]), max([*highs, wanted])
    room = (top - bottom) * 0.35
    return {
        "lines": lines,
        "wanted": wanted,
        "range": [bottom - room, top + room],
        "metric": experiment_metrics.BY_KEY[reading.plan.metric].plural,
        # What must not be believed is not drawn.
        "is_empty": not lows or reading.verdict == UNREADABLE,
    }


def _percent(points: Sequence[Point], edge: str) -> list[float]:
    return [round(getattr(point.lift, edge) * 100, 2) for point in points]


def _sides(experiment: Experiment, reading: Reading) -> list[dict[str, Any]]:
    people = dict(zip(reading.plan.keys, reading.people, strict=True))
    return [
        {
            "key": side.key.upper(),
            "words": experiment_configs.in_words(experiment, side.config),
            "people": people.get(side.key, 0),
            "is_winner": experiment.winner_id == side.pk,
        }
        for side in experiment.variants.all()
    ]


def _compared(one: Comparison) -> dict[str, Any]:
    return {
        "metric": experiment_metrics.BY_KEY[one.metric].label,
        "key": one.key.upper(),
        "control": f"{one.control.mean * 100:.1f}",
        "treated": f"{one.treated.mean * 100:.1f}",
        "difference": experiment_words.interval_in_words(one.difference),
        "lift": experiment_words.interval_in_words(one.lift, digits=0),
        "p": f"{one.p:.2g}",
        "q": f"{one.q:.2g}",
        "is_found": one.is_found,
    }


def _origins(experiment: Experiment, reading: Reading) -> list[tuple[str, Balance, str]]:
    """Only where the sides are out of proportion: from where those came who are missing."""
    if not (stage := reading.broken_stage):
        return []
    found = experiment_counts.by_origin(experiment, reading.plan, stage=stage)
    return [(origin, told, experiment_words.in_proportion(told)) for origin, told in found]


def _saved(reading: Reading) -> str:
    if reading.variance_left >= 1:
        return "What people did before explains nothing here, or there are too few; it is left out."
    days = round(reading.days_saved)
    return (
        f"What people did in the two weeks before explains {(1 - reading.variance_left) * 100:.0f} % of the noise: the "
        f"same certainty would have taken {days} more {'day' if days == 1 else 'days'} without it."
    )


def _neighbours(experiment: Experiment, *, now: datetime) -> list[tuple[str, str, str, bool]]:
    """Other experiments on the same people: how much better B does beside their B, and whether that is luck."""
    if experiment.launched_at is None:
        return []
    beside = experiment_counts.neighbours_of(experiment)
    pairs = [(other, experiment_counts.interaction_with(experiment, other, now=now)) for other in beside]
    found = [(other, told) for other, told in pairs if told is not None]
    chances = multiplicity.adjusted([told.p for _, told in found])
    return [
        (other.name, f"{told.change * 100:+.1f}", f"{q:.2g}", q < _DISTURBS_BELOW)
        for (other, told), q in zip(found, chances, strict=True)
    ]
