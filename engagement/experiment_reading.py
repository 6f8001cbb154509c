"""From what was counted to what may be said: who is ahead, how sure, and what stands against believing it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Literal

from engagement import experiment_metrics
from engagement.experiment_plan import Plan
from engagement.statistics import always_valid, cuped, multiplicity
from engagement.statistics.arms import NOBODY, Arm, Interval, Sums
from engagement.statistics.balance import Balance, balance
from engagement.statistics.bayes import Belief, belief
from engagement.statistics.guardrails import HARMED, SAFE, Guard, guard

Verdict = Literal["early", "open", "better", "worse", "futile", "unreadable"]
EARLY: Final = "early"
OPEN: Final = "open"
BETTER: Final = "better"
WORSE: Final = "worse"
FUTILE: Final = "futile"
UNREADABLE: Final = "unreadable"

STAGES: Final = ("assigned", "eligible", "sent", "delivered")
# On each side, before anything is said: with fewer the normal distribution is no good likeness.
LEAST_PEOPLE = 100
LEAST_FOUND = 10
# From this share of people seen on both sides on, nobody knows what was compared.
CROSSED_FROM = 0.01


@dataclass(frozen=True)
class Day:
    """All who had had their days to react by then: for each metric the sums of each side, control first."""

    day: date
    sums: Mapping[str, tuple[Sums, ...]]


@dataclass(frozen=True)
class Counted:
    """``stages`` holds for each stage how many of each side came so far; ``whole`` is the metric that decides over
    everybody who was assigned, whether it reached them or not."""

    days: tuple[Day, ...]
    stages: Mapping[str, tuple[int, ...]]
    whole: tuple[Sums, ...]
    crossed: int = 0
    running_days: int = 0


@dataclass(frozen=True)
class Comparison:
    """One treated side against the control in one metric."""

    metric: str
    key: str
    control: Arm
    treated: Arm
    p: float
    q: float
    difference: Interval
    lift: Interval
    belief: Belief

    @property
    def is_found(self) -> bool:
        return self.lift.excludes_zero


@dataclass(frozen=True)
class Point:
    """A day of the chart."""

    day: date
    key: str
    lift: Interval
    people: int


@dataclass(frozen=True)
class Reading:
    plan: Plan
    verdict: Verdict
    leader: str  # the treated side that is spoken of
    comparisons: tuple[Comparison, ...]
    corrected: tuple[Comparison, ...]  # of the metric that decides, over everybody assigned
    guards: tuple[tuple[str, str, Guard], ...]  # metric, side
    balances: Mapping[str, Balance]
    trail: tuple[Point, ...]
    people: tuple[int, ...]
    crossed: int
    assigned: int
    days: int
    variance_left: float = 1.0
    days_saved: float = 0.0
    level: float = 0.05
    blocks: tuple[str, ...] = field(default=())

    @property
    def broken_stage(self) -> str:
        return next((stage for stage in STAGES if self.balances[stage].is_broken), "")

    @property
    def main(self) -> Comparison | None:
        return next((one for one in self.comparisons if one.key == self.leader), None)

    @property
    def crossed_share(self) -> float:
        return self.crossed / self.assigned if self.assigned else 0.0

    @property
    def may_ship(self) -> str:
        """The side that may become everybody's; empty while something stands against it."""
        return self.leader if self.verdict == BETTER and not self.blocks else ""


def read(plan: Plan, counted: Counted) -> Reading:
    nobody = {metric: (NOBODY,) * len(plan.keys) for metric in experiment_metrics.BY_KEY}
    last = counted.days[-1].sums if counted.days else nobody
    adjusted = {metric: cuped.adjusted(last[metric]) for metric in plan.metrics}
    comparisons, level = _compare(plan, {metric: adjusted[metric].arms for metric in plan.metrics})
    corrected, _ = _compare(plan, {plan.metric: cuped.adjusted(counted.whole).arms})
    balances = {stage: balance(counted.stages[stage], plan.weights) for stage in STAGES}
    guards = tuple(
        (metric.key, key, _guard(plan, metric.key, last[metric.key], place))
        for metric in experiment_metrics.GUARDRAILS
        for place, key in enumerate(plan.keys[1:], start=1)
    )
    leader = _leader(comparisons, plan)
    reading = Reading(
        plan=plan,
        verdict=OPEN,
        leader=leader,
        comparisons=comparisons,
        corrected=corrected,
        guards=guards,
        balances=balances,
        trail=tuple(_trail(plan, counted.days)),
        people=tuple(side.people for side in last[plan.metric]),
        crossed=counted.crossed,
        assigned=sum(counted.stages["assigned"]) + counted.crossed,
        days=counted.running_days,
        variance_left=adjusted[plan.metric].variance_left,
        days_saved=adjusted[plan.metric].days_saved(counted.running_days),
        level=level,
    )
    reading = replace(reading, verdict=_verdict(reading, last[plan.metric]))
    return replace(reading, blocks=tuple(_blocks(reading)))


def _compare(plan: Plan, arms: Mapping[str, Sequence[Arm]]) -> tuple[tuple[Comparison, ...], float]:
    pairs = [
        (metric, key, sides[0], sides[place])
        for metric, sides in arms.items()
        for place, key in enumerate(plan.keys[1:], start=1)
    ]
    chances = [
        always_valid.p_value(always_valid.z_of(control, treated), control.people + treated.people, rho2=plan.rho2)
        for _, _, control, treated in pairs
    ]
    level = multiplicity.level_for(chances, alpha=plan.alpha)
    adjusted = multiplicity.adjusted(chances)
    return tuple(
        Comparison(
            metric, key, control, treated, p, q,
            always_valid.difference(control, treated, rho2=plan.rho2, alpha=level),
            always_valid.lift(control, treated, rho2=plan.rho2, alpha=level),
            belief(control, treated),
        )
        for (metric, key, control, treated), p, q in zip(pairs, chances, adjusted, strict=True)
    ), level  # fmt: skip


def _guard(plan: Plan, metric: str, sides: Sequence[Sums], place: int) -> Guard:
    control, treated = ((side.people, round(side.y)) for side in (sides[0], sides[place]))
    return guard(control, treated, margin=plan.margins.get(metric, 0.01), rho2=plan.rho2, alpha=plan.alpha)


def _leader(comparisons: Sequence[Comparison], plan: Plan) -> str:
    """Of the treated sides the one with the most to show; a proven one before all others."""
    mine = [one for one in comparisons if one.metric == plan.metric]
    return max(mine, key=lambda one: (one.is_found and one.lift.low > 0, one.difference.estimate)).key


def _trail(plan: Plan, days: Sequence[Day]) -> list[Point]:
    points = []
    for day in days:
        sides = {metric: cuped.adjusted(day.sums[metric]).arms for metric in plan.metrics}
        if not _is_enough(day.sums[plan.metric]):
            continue
        for one in _compare(plan, sides)[0]:
            if one.metric == plan.metric:
                points.append(Point(day.day, one.key, one.lift, one.control.people + one.treated.people))
    return points


def _is_enough(sides: Sequence[Sums]) -> bool:
    return all(side.people >= LEAST_PEOPLE and side.y >= LEAST_FOUND for side in sides)


def _verdict(reading: Reading, sides: Sequence[Sums]) -> Verdict:
    plan, main = reading.plan, reading.main
    if reading.broken_stage or reading.crossed_share >= CROSSED_FROM:
        return UNREADABLE
    if main is None or not _is_enough(sides):
        return EARLY
    if main.is_found and main.lift.low > 0:
        return BETTER if reading.days >= plan.least_days else OPEN
    mine = [one for one in reading.comparisons if one.metric == plan.metric]
    if all(one.is_found and one.lift.high < 0 for one in mine):
        return WORSE
    if all(one.lift.high < plan.least_lift for one in mine):
        return FUTILE
    return OPEN


def _blocks(reading: Reading) -> list[str]:
    """What stands against shipping the leader, the worst first, in words."""
    found = []
    if stage := reading.broken_stage:
        found.append(f"the sides are out of proportion among those {STAGE_WORDS[stage]}")
    if reading.crossed_share >= CROSSED_FROM:
        found.append(f"{reading.crossed_share * 100:.1f} % of the people were seen on both sides")
    for wanted in (HARMED, None):
        for metric, key, told in reading.guards:
            if key != reading.leader or told.finding == SAFE or (told.finding == HARMED) != (wanted == HARMED):
                continue
            people = experiment_metrics.BY_KEY[metric].people
            found.append(
                f"more people of {key.upper()} {people}"
                if told.finding == HARMED
                else f"it is not shown yet that no more people of {key.upper()} {people}"
            )
    return found


STAGE_WORDS: Final[Mapping[str, str]] = {
    "assigned": "who were assigned",
    "eligible": "whom it could be sent to",
    "sent": "whom it was sent to",
    "delivered": "whom it reached",
}
