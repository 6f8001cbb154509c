"""The edges: nobody there, nothing found, sides out of proportion, hopeless questions."""

from __future__ import annotations

import math
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.statistics import always_valid, bayes, cuped, power
from engagement.statistics.always_valid import tuning_for
from engagement.statistics.arms import NOBODY, Arm, Sums, share_of
from engagement.statistics.balance import balance
from engagement.statistics.guardrails import guard
from engagement.statistics.interactions import interaction
from engagement.statistics.multiplicity import adjusted, level_for
from engagement.statistics.power import LONGEST_DAYS, Question
from games.buckets import BUCKETS, bucket_of

RHO2 = tuning_for(2000, alpha=0.05)
counts = st.integers(0, 3000).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))


@given(counts, counts)
def test_the_lift_leaves_zero_out_exactly_when_the_difference_does(a, b):
    control, treated = share_of(*a), share_of(*b)
    difference = always_valid.difference(control, treated, rho2=RHO2, alpha=0.05)
    lift = always_valid.lift(control, treated, rho2=RHO2, alpha=0.05)
    if math.isfinite(lift.low) and abs(difference.low) > 1e-9 and abs(difference.high) > 1e-9:
        assert lift.excludes_zero == difference.excludes_zero
        assert lift.low <= lift.estimate <= lift.high


@given(counts, counts)
def test_a_p_value_is_below_alpha_exactly_when_the_interval_leaves_zero_out(a, b):
    control, treated = share_of(*a), share_of(*b)
    if control.squared_error + treated.squared_error == 0:
        return
    z = always_valid.z_of(control, treated)
    p = always_valid.p_value(z, a[0] + b[0], rho2=RHO2)
    if abs(p - 0.05) > 1e-9:
        told = always_valid.difference(control, treated, rho2=RHO2, alpha=0.05)
        assert told.excludes_zero == (p < 0.05)


def test_nobody_has_shown_nothing():
    nobody = share_of(0, 0)
    assert always_valid.p_value(always_valid.z_of(nobody, nobody), 0, rho2=RHO2) == 1.0
    assert not always_valid.difference(nobody, share_of(5, 5), rho2=RHO2, alpha=0.05).excludes_zero
    assert always_valid.lift(share_of(50, 0), share_of(50, 3), rho2=RHO2, alpha=0.05).high == math.inf
    assert bayes.belief(nobody, nobody).chance_to_beat == 0.5
    assert bayes.belief(share_of(3, 3), share_of(3, 3)).deviation == bayes.PRIOR_DEVIATION
    assert not balance((0, 0), (1, 1)).is_broken
    assert interaction(nobody, nobody, nobody, nobody) is None
    assert cuped.adjusted([NOBODY, NOBODY]).arms == (Arm(0, 0.0, 0.0),) * 2


def test_history_that_explains_nothing_changes_nothing():
    flat = Sums(500, 50.0, 50.0)
    told = cuped.adjusted([flat, flat])
    assert not told.helped
    assert told.arms[0].mean == 0.1
    assert told.arms[0].variance == pytest.approx(0.09)
    assert told.days_saved(10) == 0


def test_history_that_explains_half_saves_as_many_days_again():
    side = Sums(1000, 500.0, 500.0, 500.0, 500.0, 427.0)
    told = cuped.adjusted([side, side])
    assert told.variance_left == pytest.approx(0.5, abs=0.01)
    assert told.days_saved(10) == pytest.approx(10, rel=0.05)


def test_sides_out_of_proportion_are_called_and_few_people_are_not():
    assert balance((5000, 5400), (1, 1)).is_broken
    assert not balance((5000, 5100), (1, 1)).is_broken
    assert not balance((0, 9), (1, 1)).is_broken


def test_a_guardrail_is_safe_only_when_shown_to_be():
    few, many = (200, 1), (60_000, 300)
    assert guard(few, few, margin=0.01, rho2=RHO2, alpha=0.05).finding == "unproven"
    assert guard(many, many, margin=0.01, rho2=RHO2, alpha=0.05).finding == "safe"
    assert guard(many, (60_000, 900), margin=0.01, rho2=RHO2, alpha=0.05).finding == "harmed"
    assert guard((0, 0), many, margin=0.01, rho2=RHO2, alpha=0.05).finding == "unproven"


def test_no_case_on_either_side_is_no_proof_of_safety_among_few():
    assert guard((150, 0), (150, 0), margin=0.01, rho2=RHO2, alpha=0.05).finding == "unproven"


def test_more_questions_need_more_proof():
    assert level_for([0.04], alpha=0.05) == 0.05
    assert level_for([0.04, 0.9, 0.9, 0.9], alpha=0.05) == 0.0125
    assert level_for([], alpha=0.05) == 0.05
    assert adjusted([]) == []


def test_a_test_that_can_be_answered_says_when():
    question = Question(base=0.2, lift=0.2, shares=(0.5, 0.5))
    told = power.forecast(question, people_per_day=400, window_days=3)
    assert not told.is_hopeless
    assert 10 < told.days < 30
    words = power.in_words(question, told, metric="accepted picks")
    assert f"{told.people:,} people or {told.days} days show it in 80 of 100 cases" in words


def test_a_hopeless_test_is_refused_with_advice():
    question = Question(base=0.05, lift=0.02, shares=(0.1, 0.1))
    told = power.forecast(question, people_per_day=100, window_days=3)
    assert told.is_hopeless
    words = power.in_words(question, told, metric="accepted picks")
    assert "hopeless" in words
    assert "let more people take part" in words
    assert f"found in {LONGEST_DAYS} days" in words


def test_what_the_advice_calls_findable_is_findable():
    question = Question(base=0.05, lift=0.02, shares=(0.5, 0.5), questions=3)
    told = power.forecast(question, people_per_day=100, window_days=3)
    bolder = Question(base=0.05, lift=told.smallest_lift, shares=(0.5, 0.5), questions=3)
    assert not power.forecast(bolder, people_per_day=100, window_days=3).is_hopeless


def test_where_nobody_comes_by_no_test_ends():
    question = Question(base=0.2, lift=0.2, shares=(0.5, 0.5))
    told = power.forecast(question, people_per_day=0, window_days=3)
    assert told.is_hopeless
    assert "Nobody came by" in power.in_words(question, told, metric="replies")


def test_nobody_is_told_to_look_for_more_than_the_form_takes():
    told = power.forecast(Question(0.1, 0.2, (0.5, 0.5)), people_per_day=100, window_days=3, at_most=25)
    assert "bolder" not in power.in_words(Question(0.1, 0.2, (0.5, 0.5)), told, metric="replies")


def test_a_test_for_more_people_than_there_are_is_hopeless():
    question = Question(base=0.2, lift=0.2, shares=(0.5, 0.5))
    told = power.forecast(question, people_per_day=2000, window_days=3, at_most=2000)
    assert told.is_hopeless
    assert "only 2,000 can take part" in power.in_words(question, told, metric="replies")
    bolder = Question(base=0.2, lift=told.smallest_lift, shares=(0.5, 0.5))
    assert not power.forecast(bolder, people_per_day=2000, window_days=3, at_most=2000).is_hopeless


def test_no_lift_at_all_cannot_be_looked_for():
    with pytest.raises(ValueError, match="for ever"):
        power.people_needed(Question(base=0.2, lift=0.0, shares=(0.5, 0.5)))


@given(st.uuids(), st.text(max_size=20))
def test_a_place_never_changes(player, salt):
    assert 0 <= bucket_of(player, salt=salt) < BUCKETS
    assert bucket_of(player, salt=salt) == bucket_of(uuid.UUID(bytes=player.bytes), salt=salt)


def test_places_are_spread_evenly_and_two_salts_know_nothing_of_each_other():
    players = [uuid.UUID(int=number) for number in range(8000)]
    halves = [[bucket_of(player, salt=salt) < BUCKETS // 2 for player in players] for salt in ("one", "two")]
    assert not balance((sum(halves[0]), 8000 - sum(halves[0])), (1, 1)).is_broken
    both = sum(one and other for one, other in zip(*halves, strict=True))
    assert not balance((both, 8000 - both), (1, 3)).is_broken
