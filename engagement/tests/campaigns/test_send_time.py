"""The hour at which somebody looks: their own where it is known, everybody's where it is not, and never at night."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.send_time import HOURS, USUAL, best_moment, likelihoods

NOW = datetime(2026, 5, 4, 12, 20, tzinfo=UTC)
DAY = timedelta(hours=24)


def moment_for(own, *, zone="Europe/Berlin", earliest=NOW, latest=None, allowed=lambda moment: True):
    return best_moment(
        own=own, prior=USUAL, zone=zone, earliest=earliest, latest=latest or earliest + DAY, allowed=allowed
    )


def writes_at(hour: int, times: int = 20) -> list[float]:
    return [times if one == hour else 0 for one in range(HOURS)]


def test_who_always_writes_at_seven_in_the_morning_is_written_to_then():
    assert moment_for(writes_at(7)).astimezone(ZoneInfo("Europe/Berlin")).hour == 7


def test_of_whom_nothing_is_known_the_usual_evening_is_taken():
    assert moment_for([0.0] * HOURS).astimezone(ZoneInfo("Europe/Berlin")).hour in (20, 21)


def test_one_message_at_night_does_not_outweigh_what_is_known_of_all():
    assert moment_for(writes_at(3, times=1)).astimezone(ZoneInfo("Europe/Berlin")).hour in (20, 21)


def test_quiet_hours_win_over_habits():
    def awake(moment):
        return 9 <= moment.astimezone(ZoneInfo("Europe/Berlin")).hour < 22

    moment = moment_for(writes_at(3), allowed=awake)
    assert awake(moment)


def test_where_nothing_is_allowed_there_is_no_moment():
    assert moment_for(writes_at(7), allowed=lambda moment: False) is None


def test_without_a_zone_it_is_the_first_allowed_moment():
    assert moment_for(writes_at(7), zone="") == NOW
    from_two = NOW + timedelta(hours=2)
    first = moment_for(writes_at(7), zone="", allowed=lambda moment: moment >= from_two)
    assert from_two <= first <= from_two + timedelta(hours=1)


@given(
    zone=st.sampled_from(["Asia/Kolkata", "Europe/Berlin", "America/St_Johns", "Pacific/Chatham", "America/Santiago"]),
    hour=st.integers(0, 23),
    minutes=st.integers(0, 366 * 24 * 60),
    wait=st.integers(0, 46),
)
def test_it_lies_between_the_two_ends_and_is_allowed(zone, hour, minutes, wait):
    earliest = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)

    def allowed(moment):
        return (moment - earliest) >= timedelta(hours=wait)

    moment = moment_for(writes_at(hour), zone=zone, earliest=earliest, latest=earliest + 2 * DAY, allowed=allowed)
    assert moment is not None
    assert earliest + timedelta(hours=wait) <= moment <= earliest + 2 * DAY


def test_shares_sum_to_one_whatever_is_known():
    assert sum(likelihoods(writes_at(5))) == pytest.approx(1)
    assert sum(likelihoods([0.0] * HOURS, [0.0] * HOURS)) == pytest.approx(1)
    with pytest.raises(ValueError, match="24"):
        likelihoods([1.0])


def test_it_finds_people_at_their_hour_more_often_than_a_random_hour_does():
    """Made-up people, each with favourite hours; a message is seen if it comes when they look."""
    rng = np.random.default_rng(7)
    chosen = random = 0.0
    for _ in range(60):
        favourite = rng.integers(8, 23)
        truth = np.array(
            [np.exp(-0.5 * (min(abs(h - favourite), 24 - abs(h - favourite)) / 1.5) ** 2) for h in range(24)]
        )
        truth = 0.9 * truth / truth.sum() + 0.1 / 24
        own = rng.multinomial(8, truth)
        moment = moment_for(own.tolist())
        chosen += truth[moment.astimezone(ZoneInfo("Europe/Berlin")).hour]
        random += 1 / 24
    assert chosen > 2.5 * random
