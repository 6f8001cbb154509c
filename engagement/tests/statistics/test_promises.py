"""Whatever day one looks: nothing is found where nothing is, and what was planted is found as often as promised."""

from __future__ import annotations

import numpy as np
import pytest

from engagement.statistics import aa, always_valid, cuped, power
from engagement.statistics.always_valid import standard_errors, tuning_for
from engagement.statistics.arms import Sums, share_of
from engagement.statistics.power import Question

ALPHA = 0.05


def daily(rng, *, rounds, days, people, a, b):
    """(people, found) of both sides, cumulated by day, for many experiments at once."""
    n = np.arange(1, days + 1, dtype=float) * people
    sides = [np.cumsum(rng.binomial(people, share, (rounds, days)), axis=1).astype(float) for share in (a, b)]
    return n, sides


@pytest.mark.parametrize(("share", "people"), [(0.08, 150), (0.35, 60)])
def test_looking_every_day_for_two_months_finds_nothing_where_nothing_is(share, people):
    rng, rounds, days = np.random.default_rng(20), 4000, 60
    n, (a, b) = daily(rng, rounds=rounds, days=days, people=people, a=share, b=share)
    z = np.abs(aa.z_of_days(n, a, n, b))
    rho2 = tuning_for(int(n[-1]), alpha=ALPHA)
    called = (z > aa.reaches(2 * n, rho2=rho2, alpha=ALPHA)).any(axis=1).mean()
    assert called <= ALPHA
    # a plain test, looked at as often, would have cried wolf many times as often
    assert (z > 1.96).any(axis=1).mean() > 4 * ALPHA


@pytest.mark.parametrize("base", [0.1, 0.3])
def test_a_planted_lift_of_a_fifth_is_found_as_often_as_promised(base):
    rng, rounds, days = np.random.default_rng(21), 3000, 28
    question = Question(base=base, lift=0.2, shares=(0.5, 0.5), alpha=ALPHA, power=0.8)
    needed = power.people_needed(question)
    people = -(-needed // (2 * days))
    n, (a, b) = daily(rng, rounds=rounds, days=days, people=people, a=base, b=base * 1.2)
    reach = aa.reaches(2 * n, rho2=tuning_for(needed, alpha=ALPHA), alpha=ALPHA)
    beyond = aa.z_of_days(n, a, n, b) > reach
    found = beyond.any(axis=1)
    assert found.mean() >= 0.8
    # and mostly sooner than promised
    assert np.median(beyond[found].argmax(axis=1) + 1) <= 0.75 * days


def test_what_history_takes_out_makes_nobody_cry_wolf_either():
    rng, rounds, days, people = np.random.default_rng(24), 300, 21, 120
    rho2, called = tuning_for(2 * days * people, alpha=ALPHA), 0
    for _ in range(rounds):
        before = rng.poisson(1.0, (2, days, people)).astype(float)
        after = (rng.random((2, days, people)) < 0.1 + 0.1 * before / 2).astype(float)
        sums = [(np.full(days, people), *(part.sum(axis=1) for part in (y, y, x, x * x, x * y)))
                for x, y in zip(before, after, strict=True)]  # fmt: skip
        sides = [np.cumsum(np.array(side), axis=1).T for side in sums]
        for control, treated in zip(*sides, strict=True):
            told = cuped.adjusted([Sums(int(side[0]), *side[1:]) for side in (control, treated)])
            if always_valid.difference(*told.arms, rho2=rho2, alpha=ALPHA).excludes_zero:
                called += 1
                break
    assert told.variance_left < 0.99
    assert called / rounds <= ALPHA


def test_the_interval_of_a_lift_holds_the_truth_on_all_days_together():
    rng, rounds, days, people = np.random.default_rng(22), 400, 30, 200
    n, (a, b) = daily(rng, rounds=rounds, days=days, people=people, a=0.2, b=0.25)
    rho2 = tuning_for(int(2 * n[-1]), alpha=0.1)
    missed = 0
    for first, second in zip(a, b, strict=True):
        for size, in_a, in_b in zip(n, first, second, strict=True):
            told = always_valid.lift(
                share_of(int(size), int(in_a)), share_of(int(size), int(in_b)), rho2=rho2, alpha=0.1
            )
            if not told.low <= 0.25 <= told.high:
                missed += 1
                break
    assert missed / rounds <= 0.1


def test_many_at_once_reach_as_far_as_one():
    reach = aa.reaches(np.array([100.0, 5000.0]), rho2=0.002, alpha=0.05)
    assert list(reach) == pytest.approx([standard_errors(n, rho2=0.002, alpha=0.05) for n in (100, 5000)])


def test_a_rehearsal_on_real_days_does_not_cry_wolf():
    rng = np.random.default_rng(23)
    values = (rng.random(6000) < 0.2).astype(int)
    days = np.sort(rng.integers(0, 28, 6000))
    told = aa.rehearse(
        values, days, rounds=400, rho2=tuning_for(6000, alpha=ALPHA), alpha=ALPHA, least_people=50, rng=rng
    )
    assert told.false_alarms <= ALPHA
    assert told.false_alarms_of_a_plain_test > 2 * ALPHA


def test_a_rehearsal_without_people_calls_nothing():
    told = aa.rehearse([], [], rounds=5, rho2=0.1, alpha=0.05, least_people=1, rng=np.random.default_rng(1))
    assert (told.called, told.called_by_a_plain_test) == (0, 0)
