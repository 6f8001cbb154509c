"""The intervals hold the truth as often as they say, looked at every day."""

from __future__ import annotations

import numpy as np
import pytest

from engagement.statistics.coverage import simulate


@pytest.fixture(scope="module")
def measured():
    return simulate(
        (0.0, 0.2, 0.5), base=0.1, people_a_day=200, days=40, rounds=1_000, alpha=0.05, rng=np.random.default_rng(4)
    )


def test_the_always_valid_interval_holds_the_truth_on_all_days_at_once(measured):
    assert all(one.always_valid[-1] >= 0.95 - one.error for one in measured)


def test_a_plain_interval_does_not_if_it_is_looked_at_every_day(measured):
    assert all(one.plain[-1] < 0.85 < one.plain[0] for one in measured)


def test_who_looks_longer_never_finds_it_held_more_often(measured):
    for one in measured:
        assert list(one.always_valid) == sorted(one.always_valid, reverse=True)
        assert len(one.days) == len(one.plain) == 40
