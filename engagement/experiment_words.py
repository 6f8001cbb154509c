"""An experiment in sentences: what a marketer reads first. Pure."""

from __future__ import annotations

import math

from engagement import experiment_metrics
from engagement.experiment_reading import (
    BETTER,
    CROSSED_FROM,
    EARLY,
    FUTILE,
    LEAST_FOUND,
    LEAST_PEOPLE,
    OPEN,
    STAGE_WORDS,
    UNREADABLE,
    WORSE,
    Comparison,
    Reading,
)
from engagement.statistics.arms import Interval
from engagement.statistics.balance import Balance
from engagement.statistics.guardrails import HARMED, UNPROVEN, Guard

# Where a stage broke first, what it mostly comes from.
_CAUSES = {
    "assigned": "people were merged or erased on one side, or the ranges were changed by hand",
    "eligible": "the rules stop one side more often: compare the reasons of the refused messages",
    "sent": "one side was held up on its way: look for a paused campaign or a template that was refused",
    "delivered": "WhatsApp delivers one side less: look at the templates' quality and the error codes",
}


def sentence(reading: Reading) -> str:
    """The whole result in one sentence."""
    main = reading.main
    if reading.verdict == UNREADABLE or main is None:
        return "Nothing can be read off this: the sides are no longer comparable."
    metric, name = experiment_metrics.BY_KEY[main.metric], main.key.upper()
    if reading.verdict == EARLY:
        fewest = min(reading.people)
        if fewest < LEAST_PEOPLE:
            return (
                f"Too early to tell: {fewest:,} of the first {LEAST_PEOPLE} people a side have had their "
                f"{_days(reading.plan.window_days)}."
            )
        return f"Too early to tell: the first {LEAST_FOUND} {metric.plural} a side are not in yet."
    change = _change(main.lift)
    if reading.verdict == BETTER:
        return f"{name} brings {change} {metric.plural}; stop when ready."
    if reading.verdict == WORSE:
        return f"{name} brings {change} {metric.plural}; stop it and keep A."
    if reading.verdict == FUTILE:
        return f"No gain worth having: {name} brings {change} {metric.plural}. Stop and keep A."
    if main.is_found and main.lift.low > 0:
        left = reading.plan.least_days - reading.days
        return f"{name} brings {change} {metric.plural} so far; wait {_days(left)} more: a week has days of both kinds."
    return f"No winner yet: {name} brings {change} {metric.plural}{_outlook(reading)}."


def warning(reading: Reading, *, deviations: int = 0, disturbed_by: str = "") -> str:
    """The one thing that they must know beside it; empty when there is none."""
    if stage := reading.broken_stage:
        told = reading.balances[stage]
        counts = " to ".join(f"{count:,}" for count in told.counts)
        whom = STAGE_WORDS[stage].removeprefix("who ")
        return f"{counts} people {whom}: that is no chance. The usual cause: {_CAUSES[stage]}."
    if reading.crossed_share >= CROSSED_FROM:
        return f"{reading.crossed_share * 100:.1f} % of the people were seen on both sides; they are listed below."
    if reading.verdict == EARLY:
        return "Nothing can be decided yet."
    harmed = [
        (metric, told) for metric, key, told in reading.guards if key == reading.leader and told.finding == HARMED
    ]
    if harmed:
        return f"{_guard_words(*harmed[0], name=reading.leader.upper())} Do not ship it."
    if reading.verdict == BETTER and reading.blocks:
        return f"Not to be shipped yet: {reading.blocks[0]}."
    if disturbed_by:
        return f"It does otherwise beside “{disturbed_by}”, which runs on the same people."
    if deviations:
        return (
            f"Not all went as planned: {deviations} {'deviation' if deviations == 1 else 'deviations'}, listed below."
        )
    if reading.verdict == OPEN:
        return "The range may be read on any day, but it decides nothing while it holds zero."
    return ""


def lines_of_belief(one: Comparison) -> str:
    risk = one.belief.risk * 100
    told = f"{risk:.2g}" if risk >= 0.01 else "less than 0.01"
    return (
        f"{one.key.upper()} is better with a chance of {_share(one.belief.chance_to_beat)} and does harm with "
        f"{_share(one.belief.chance_of_harm)}; choosing it risks {told} % on average."
    )


def guard_line(metric: str, key: str, told: Guard) -> str:
    return _guard_words(metric, told, name=key.upper())


def in_proportion(told: Balance) -> str:
    if not told.has_enough:
        return "too few to tell"
    return f"broken (p = {told.p:.2g})" if told.is_broken else f"in proportion (p = {told.p:.2f})"


def interval_in_words(interval: Interval, *, digits: int = 1) -> str:
    if not math.isfinite(interval.low):
        return "not known yet"
    return f"{interval.low * 100:+.{digits}f} … {interval.high * 100:+.{digits}f}"


def _guard_words(metric: str, told: Guard, *, name: str) -> str:
    people = experiment_metrics.BY_KEY[metric].people
    low, high = told.change.low * 100, told.change.high * 100
    if told.finding == HARMED:
        return f"{low:.1f} to {high:.1f} more in 100 people of {name} {people}."
    if told.finding == UNPROVEN:
        return f"Up to {high:.1f} more in 100 people of {name} may {people}; {told.margin * 100:g} are allowed."
    return f"At most {max(high, 0):.1f} more in 100 people of {name} {people}; {told.margin * 100:g} are allowed."


def _change(lift: Interval) -> str:
    """ "12–31 % more", "between 8 % fewer and 25 % more"."""
    if not math.isfinite(lift.low):
        return "nobody knows how many more or fewer"
    low, high = round(lift.low * 100), round(lift.high * 100)
    if lift.low > 0:
        return f"{low}–{high} % more"
    if lift.high < 0:
        return f"{-high}–{-low} % fewer"
    return f"between {-low} % fewer and {high} % more"


def _outlook(reading: Reading) -> str:
    so_far, left = sum(reading.people), reading.plan.people - sum(reading.people)
    if left <= 0:
        return "; all planned people are in, so stop or wait for a surprise"
    if not so_far or not reading.days:
        return ""
    return f"; at most {_days(math.ceil(left * reading.days / so_far))} to go"


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number:,} days"


def _share(chance: float) -> str:
    """Never 100 % of what is not certain."""
    return f"{min(max(chance, 0.001), 0.999) * 100:.1f} %"
