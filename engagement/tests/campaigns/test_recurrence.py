"""When something that comes again comes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.recurrence import EVERY, latest, occurrences

FIRST = datetime(2026, 1, 31, 9, 0, tzinfo=UTC)


def days(every, *, since, until, ends_at=None):
    return [f"{at:%m-%d}" for at in occurrences(first=FIRST, every=every, since=since, until=until, ends_at=ends_at)]


def test_the_31st_of_a_month_that_has_none_is_its_last_day():
    got = days("monthly", since=FIRST, until=datetime(2026, 6, 1, tzinfo=UTC))
    assert got == ["01-31", "02-28", "03-31", "04-30", "05-31"]


def test_weekly_keeps_its_day_and_stops_at_its_end():
    ends = FIRST + timedelta(days=20)
    assert days("weekly", since=FIRST, until=FIRST + timedelta(days=60), ends_at=ends) == ["01-31", "02-07", "02-14"]


def test_before_the_first_there_is_none_and_after_the_end_neither():
    assert latest(first=FIRST, every="daily", now=FIRST - timedelta(seconds=1)) is None
    assert latest(first=FIRST, every="daily", now=FIRST + timedelta(days=9), ends_at=FIRST + timedelta(days=9)) is None


@given(every=st.sampled_from(EVERY), minutes=st.integers(0, 3 * 366 * 24 * 60))
def test_the_latest_is_the_last_of_those_that_have_come(every, minutes):
    now = FIRST + timedelta(minutes=minutes)
    known = list(occurrences(first=FIRST, every=every, since=FIRST, until=now + timedelta(seconds=1)))
    assert latest(first=FIRST, every=every, now=now) == known[-1]


@pytest.mark.parametrize("every", EVERY)
def test_a_later_look_finds_the_same_times(every):
    since, until = FIRST + timedelta(days=40), FIRST + timedelta(days=150)
    from_start = [at for at in occurrences(first=FIRST, every=every, since=FIRST, until=until) if at >= since]
    assert list(occurrences(first=FIRST, every=every, since=since, until=until)) == from_start
