"""How many people, and so how many days, an experiment takes, before it takes them. Pure.

An estimate with standard error e leaves the interval's reach of c standard errors behind with probability
``power`` when the true difference is (c + z_power) e. With c of the always-valid interval, tuned for that day
(``always_valid``), the number of people follows; it is about twice that of a test with one single look, and the
experiment mostly ends earlier, for it may end on any day. The formula for one look is that of Fleiss, Levin and Paik,
"Statistical Methods for Rates and Proportions" (3rd edition, section 4.2).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import ndtri

from engagement.statistics.always_valid import standard_errors, tuning_for

# Half a year from now nobody remembers the question, and the catalogue is another.
LONGEST_DAYS = 60
BOLDEST = 3.0  # an experiment may ask for so much and no more
_STEPS = 60


@dataclass(frozen=True)
class Question:
    """What is asked: ``lift`` over ``base`` (the control's share of people), at these shares of the traffic.

    ``shares`` are of everybody who comes by, control first; what they leave to 1 stays out. ``questions`` is how many
    metrics × variants are looked at: each must stand as if it were the only one that is found.
    """

    base: float
    lift: float
    shares: tuple[float, ...]
    alpha: float = 0.05
    power: float = 0.8
    questions: int = 1


@dataclass(frozen=True)
class Forecast:
    """``there`` is how many people there are to take part at all, where that is known."""

    people: int  # in the experiment, all sides together
    days: int | None  # None: nobody comes by
    smallest_lift: float | None  # that can be found within LONGEST_DAYS, by those who are there
    there: int | None = None

    @property
    def is_hopeless(self) -> bool:
        return self.days is None or self.days > LONGEST_DAYS or self.lacks_people

    @property
    def lacks_people(self) -> bool:
        return self.there is not None and self.people > self.there


def people_needed(question: Question) -> int:
    """All sides together, so that control and the smallest treated side can be told apart."""
    control, treated = question.shares[0], min(question.shares[1:])
    raised = min(question.base * (1 + question.lift), 1.0)
    reach = standard_errors(1, rho2=tuning_for(1, alpha=question.alpha), alpha=_strictest(question))
    pair = control + treated
    variance = question.base * (1 - question.base) * pair / control + raised * (1 - raised) * pair / treated
    gap = raised - question.base
    if gap == 0:
        raise ValueError("no lift takes for ever to find")
    people_of_pair = ((reach + float(ndtri(question.power))) / gap) ** 2 * variance
    return math.ceil(people_of_pair * sum(question.shares) / pair)


def smallest_lift(question: Question, *, people: int) -> float | None:
    """The smallest lift that so many people can show; None if not even ten times as much can be shown."""
    low, high = 0.0, min(10.0, 1 / question.base - 1)
    if high <= 0 or people_needed(_with(question, high)) > people:
        return None
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if middle and people_needed(_with(question, middle)) <= people:
            high = middle
        else:
            low = middle
    return high


def forecast(question: Question, *, people_per_day: float, window_days: int, at_most: int | None = None) -> Forecast:
    """``people_per_day`` come by for the first time, ``at_most`` so many ever; each is counted when their
    ``window_days`` are over."""
    people, share = people_needed(question), sum(question.shares)
    joining = people_per_day * share
    if joining <= 0:
        return Forecast(people, None, None)
    there = None if at_most is None else int(at_most * share)
    days = math.ceil(people / joining) + window_days
    within = int(joining * max(LONGEST_DAYS - window_days, 0))
    within = within if there is None else min(within, there)
    return Forecast(people, days, smallest_lift(question, people=within) if within else None, there)


def in_words(question: Question, told: Forecast, *, metric: str) -> str:
    """For whoever is about to start it."""
    chance, lift = f"{question.power * 100:.0f}", f"{question.lift * 100:g} %"
    if told.days is None:
        return f"Nobody came by in the last four weeks, so this test would never end. It needs {told.people:,} people."
    if not told.is_hopeless:
        return (
            f"If B really brings {lift} more {metric}, about {told.people:,} people or {told.days} days "
            f"show it in {chance} of 100 cases; mostly it ends sooner."
        )
    advice = []
    if told.smallest_lift is not None and told.smallest_lift <= BOLDEST:
        bolder = f"{math.ceil(told.smallest_lift * 100)} %"
        advice.append(f"try something bolder: {bolder} more could be found in {LONGEST_DAYS} days")
    if sum(question.shares) < 1:
        advice.append("let more people take part")
    if len(question.shares) > 2 or question.questions > 1:
        advice.append("ask fewer questions at once")
    advice.append("measure something that happens more often")
    why = f"only {told.there:,} can take part" if told.lacks_people else f"which takes {told.days:,} days"
    return (
        f"This test is hopeless: to find {lift} more {metric} it needs {told.people:,} people, "
        f"{why}. Better {'; or '.join(advice)}."
    )


def _strictest(question: Question) -> float:
    return question.alpha / max(question.questions, 1)


def _with(question: Question, lift: float) -> Question:
    return Question(question.base, lift, question.shares, question.alpha, question.power, question.questions)
