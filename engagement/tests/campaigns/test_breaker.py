"""When a campaign stops itself."""

from __future__ import annotations

import pytest
from statsmodels.stats.proportion import proportion_confint

from engagement.breaker import Limits, Tally, surely_at_least, why_stop

LIMITS = Limits(failed=0.10, opted_out=0.03)


def test_it_goes_on_while_few_fail():
    assert why_stop(Tally(handed_over=200, failed=20, opted_out=2), LIMITS) == ""


def test_it_stops_when_surely_more_fail_than_allowed_and_says_how_many():
    reason = why_stop(Tally(handed_over=40, failed=12, opted_out=0), LIMITS)
    assert reason == "12 of 40 messages (30%) were not delivered; the limit is 10%"


def test_it_stops_when_too_many_say_stop():
    assert "answered with STOP" in why_stop(Tally(handed_over=100, failed=0, opted_out=9), LIMITS)


def test_what_a_handful_of_messages_says_is_chance():
    assert why_stop(Tally(handed_over=4, failed=4, opted_out=4), LIMITS) == ""


def test_a_limit_of_nothing_stops_at_the_first_sure_failure():
    assert why_stop(Tally(handed_over=10, failed=1, opted_out=0), Limits(0, 1))


@pytest.mark.parametrize(("count", "of"), [(0, 10), (3, 10), (10, 10), (12, 40), (9, 5000)])
def test_the_lower_end_is_wilsons(count, of):
    low, _ = proportion_confint(count, of, alpha=0.1, method="wilson")
    assert surely_at_least(count, of) == pytest.approx(low, abs=1e-4)
