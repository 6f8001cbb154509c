"""What is said of an experiment, from what was counted: one sentence, one warning, and whether it may be shipped."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from engagement import experiment_words
from engagement.experiment_plan import Plan, ranges
from engagement.experiment_reading import STAGES, Counted, Day, read
from engagement.statistics.arms import Sums

PLAN = Plan(
    kind="check_in",
    metric="accepted",
    people=6000,
    days=20,
    margins={"opt_out": 0.01, "block": 0.01, "negative": 0.03},
    variants={"a": {"weight": 1, "config": {}}, "b": {"weight": 1, "config": {"text": "other"}}},
)
BEGAN = date(2026, 5, 4)


def sums(people, found):
    return Sums(people, found, found)


def counted(*sides, guards=None, stages=None, days=14, crossed=0):
    """Each side as (people, accepted); as much again on each of two days."""
    told = {"accepted": tuple(sums(*side) for side in sides)}
    for metric in ("replied", "clicked", "returned", "opt_out", "block", "negative"):
        found = (guards or {}).get(metric, (0,) * len(sides))
        told[metric] = tuple(sums(people, cases) for (people, _), cases in zip(sides, found, strict=True))
    half = {metric: tuple(sums(one.people // 2, one.y // 2) for one in told[metric]) for metric in told}
    people = tuple(people for people, _ in sides)
    reached = dict.fromkeys(("assigned", "eligible", "sent", "delivered"), people) | (stages or {})
    last = BEGAN + timedelta(days=days)
    return Counted(
        (Day(last - timedelta(days=1), half), Day(last, told)), reached, told["accepted"], crossed, running_days=days
    )


def told(*sides, plan=PLAN, **more):
    reading = read(plan, counted(*sides, **more))
    return reading, experiment_words.sentence(reading), experiment_words.warning(reading)


def test_a_winner_is_one_sentence_and_may_be_shipped():
    reading, sentence, warning = told((20_000, 3000), (20_000, 3700))
    assert sentence == "B brings 15–33 % more accepted picks; stop when ready."
    assert warning == ""
    assert reading.may_ship == "b"


def test_before_the_first_hundred_a_side_nothing_is_said():
    reading, sentence, _ = told((80, 30), (85, 60))
    assert sentence == "Too early to tell: 80 of the first 100 people a side have had their 3 days."
    assert not reading.may_ship
    assert reading.trail == ()


def test_rare_things_are_waited_for():
    assert "the first 10 accepted picks a side" in told((300, 3), (300, 20))[1]


def test_an_open_question_says_how_long_it_still_takes():
    reading, sentence, warning = told((1000, 200), (1000, 210))
    assert sentence.startswith("No winner yet: B brings between ")
    assert sentence.endswith("; at most 28 days to go.")
    assert "while it holds zero" in warning
    assert not reading.may_ship


def test_a_loser_is_to_be_stopped():
    _, sentence, _ = told((20_000, 3700), (20_000, 3000))
    assert sentence == "B brings 13–25 % fewer accepted picks; stop it and keep A."


def test_a_gain_too_small_to_matter_ends_it():
    assert told((40_000, 8000), (40_000, 8050))[1].startswith("No gain worth having: B brings between ")


def test_a_winner_within_the_first_week_waits_for_the_week_to_be_full():
    reading, sentence, _ = told((20_000, 3000), (20_000, 3700), days=4)
    assert "so far; wait 3 days more" in sentence
    assert not reading.may_ship


@pytest.mark.parametrize("stage", ["assigned", "eligible", "sent", "delivered"])
def test_sides_out_of_proportion_at_any_stage_tell_nothing_and_ship_nothing(stage):
    reading, sentence, warning = told((20_000, 3000), (20_000, 3700), stages={stage: (20_000, 18_500)})
    assert sentence == "Nothing can be read off this: the sides are no longer comparable."
    assert warning.startswith("20,000 to 18,500 people ")
    assert reading.broken_stage == stage
    assert not reading.may_ship
    # what everybody who was assigned did is still there to be looked at
    assert reading.corrected[0].lift.low > 0


def test_harm_blocks_shipping_and_is_the_warning():
    reading, _, warning = told((20_000, 3000), (20_000, 3700), guards={"opt_out": (100, 400)})
    assert not reading.may_ship
    assert warning.endswith("more in 100 people of B say STOP. Do not ship it.")


def test_what_is_not_shown_to_be_harmless_is_not_shipped_yet():
    reading, _, warning = told((1500, 300), (1500, 420), guards={"opt_out": (15, 16)})
    assert reading.verdict == "better"
    assert not reading.may_ship
    assert warning.startswith("Not to be shipped yet: it is not shown yet that no more people of B ")


def test_one_person_in_a_hundred_on_both_sides_spoils_it():
    reading, sentence, warning = told((20_000, 3000), (20_000, 3700), crossed=500)
    assert "no longer comparable" in sentence
    assert warning.startswith("1.2 %")
    assert not reading.may_ship


def test_more_questions_need_more_proof():
    both = replace(PLAN, also=("replied", "returned"))
    alone, _, _ = told((3000, 450), (3000, 560))
    beside, _, _ = told((3000, 450), (3000, 560), plan=both)
    assert alone.main.is_found
    assert beside.level < alone.level
    assert beside.main.lift.low < alone.main.lift.low


def test_of_three_sides_the_proven_one_leads():
    three = replace(PLAN, variants={**PLAN.variants, "c": {"weight": 1, "config": {}}})
    reading, sentence, _ = told((20_000, 3000), (20_000, 3050), (20_000, 3700), plan=three)
    assert reading.leader == "c"
    assert sentence.startswith("C brings")


def test_without_a_single_person_there_is_still_a_page():
    reading = read(PLAN, Counted((), dict.fromkeys(STAGES, (0, 0)), (sums(0, 0), sums(0, 0))))
    assert experiment_words.sentence(reading).startswith("Too early to tell: 0 of")


def test_deviations_and_neighbours_are_warned_of():
    reading, _, _ = told((20_000, 3000), (20_000, 3700))
    assert "2 deviations" in experiment_words.warning(reading, deviations=2)
    assert "beside “Other”" in experiment_words.warning(reading, disturbed_by="Other")


def test_ranges_are_cut_by_weight_and_share():
    found = ranges({"a": 3, "b": 1}, share=0.4)
    assert found == {"a": (0, 3000), "b": (3000, 4000)}


def test_an_older_plan_is_read_without_what_it_did_not_know():
    raw = PLAN.as_json() | {"metric": "replied", "unheard": 1}
    del raw["least_days"]
    plan = Plan.from_json(raw)
    assert (plan.metric, plan.least_days) == ("replied", 7)
    assert "planned for 6,000 people" in plan.stop_rule()
