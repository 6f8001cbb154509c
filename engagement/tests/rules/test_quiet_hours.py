"""Night and its end, in every zone that there is, over midnight and over every change of clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engagement.facts import NEVER, QuietHours
from engagement.quiet_hours import calendar_day, is_quiet, next_waking

NIGHT = QuietHours(22 * 60, 9 * 60)
ZONES = sorted(available_timezones() - {"localtime", "Factory"})
minutes = st.integers(0, 1439)
moments = st.integers(1704067200, 1893455999).map(lambda second: datetime.fromtimestamp(second, UTC))


def wall(zone: str, *args: int) -> datetime:
    return datetime(*args, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def by_the_wall(at: datetime, zone: str, quiet: QuietHours) -> bool:
    """The same question asked in another way: is the minute among those of the night?"""
    local = at.astimezone(ZoneInfo(zone))
    length = (quiet.ends - quiet.starts) % 1440
    return (local.hour * 60 + local.minute - quiet.starts) % 1440 < length


@settings(max_examples=250, deadline=None)
@given(st.sampled_from(ZONES), moments, minutes, minutes)
def test_waking_is_the_first_moment_that_is_no_night(zone, at, starts, ends):
    quiet = QuietHours(starts, ends)
    waking = next_waking(at, [zone], quiet)
    assert waking >= at
    assert not by_the_wall(waking, zone, quiet)
    assert is_quiet([zone], at, quiet) == by_the_wall(at, zone, quiet)
    step = timedelta(minutes=17)
    between = at
    while between < waking:
        assert by_the_wall(between, zone, quiet), f"somebody in {zone} is awake at {between} already"
        between += step


def changes_of_clocks(zone: str) -> list[datetime]:
    """Found by looking at each day of a year and a half."""
    clock, day = ZoneInfo(zone), timedelta(days=1)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    days = [at + n * day for n in range(0, 540, 2)]
    return [one for one in days if one.astimezone(clock).utcoffset() != (one + 2 * day).astimezone(clock).utcoffset()]


def test_no_zone_wakes_anybody_around_a_change_of_clocks():
    """All zones, the hours of both nights around each change, for a night that ends right in the changed hour too."""
    looked_at = 0
    for zone in ZONES:
        for change in changes_of_clocks(zone):
            for quiet in (NIGHT, QuietHours(22 * 60, 2 * 60 + 30)):
                for hours in range(0, 60, 11):
                    at = change + timedelta(hours=hours)
                    waking = next_waking(at, [zone], quiet)
                    assert not by_the_wall(waking, zone, quiet)
                    just_before = waking - timedelta(seconds=1)
                    assert waking == at or by_the_wall(just_before, zone, quiet)
                    looked_at += 1
    assert looked_at > 3_000


def test_night_ends_at_nine_on_the_wall_before_and_after_the_clocks_change():
    # Berlin sets its clocks forward on 29 March 2026 and back on 25 October.
    assert next_waking(wall("Europe/Berlin", 2026, 3, 28, 23), ["Europe/Berlin"], NIGHT) == wall(
        "Europe/Berlin", 2026, 3, 29, 9
    )
    night = next_waking(wall("Europe/Berlin", 2026, 10, 24, 23), ["Europe/Berlin"], NIGHT)
    assert night == wall("Europe/Berlin", 2026, 10, 25, 9)
    assert night - wall("Europe/Berlin", 2026, 10, 24, 23) == timedelta(hours=11), "one hour longer"


def test_an_end_that_is_jumped_over_ends_with_the_jump():
    until_half_past_two = QuietHours(22 * 60, 2 * 60 + 30)
    waking = next_waking(wall("Europe/Berlin", 2026, 3, 29, 1), ["Europe/Berlin"], until_half_past_two)
    assert waking == wall("Europe/Berlin", 2026, 3, 29, 3)


def test_a_night_within_one_day_and_none_at_all():
    siesta = QuietHours(13 * 60, 15 * 60)
    assert next_waking(wall("Asia/Tokyo", 2026, 5, 4, 14), ["Asia/Tokyo"], siesta) == wall("Asia/Tokyo", 2026, 5, 4, 15)
    noon = datetime(2026, 5, 4, 3, tzinfo=UTC)
    assert next_waking(noon, ["Asia/Tokyo"], QuietHours(0, 0)) == noon


def test_a_weekend_may_begin_later():
    late = QuietHours(22 * 60, 9 * 60, weekend_ends=11 * 60)
    # Friday night, Saturday night, Sunday night.
    for day, hour in ((8, 11), (9, 11), (10, 9)):
        asked = wall("Asia/Tokyo", 2026, 5, day, 23)
        assert next_waking(asked, ["Asia/Tokyo"], late) == wall("Asia/Tokyo", 2026, 5, day + 1, hour)
    only_on_weekends = QuietHours(0, 0, weekend_ends=11 * 60)
    assert not is_quiet(["Asia/Tokyo"], wall("Asia/Tokyo", 2026, 5, 8, 8), only_on_weekends)
    whole_weekend = QuietHours(0, 0, weekend_ends=24 * 60)
    assert next_waking(wall("Asia/Tokyo", 2026, 5, 9, 8), ["Asia/Tokyo"], whole_weekend) == wall(
        "Asia/Tokyo", 2026, 5, 11, 0
    )


def test_who_may_live_in_several_zones_is_awake_when_all_are():
    american = ["America/New_York", "America/Los_Angeles"]
    waking = next_waking(wall("America/New_York", 2026, 5, 4, 9), american, NIGHT)
    assert waking == wall("America/Los_Angeles", 2026, 5, 4, 9)
    assert next_waking(waking, ["Etc/GMT-14", "Etc/GMT+12"], QuietHours(8 * 60, 6 * 60)) == NEVER


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "America/Havana", "Pacific/Apia"])
def test_a_day_of_the_calendar_begins_at_its_midnight(zone):
    at = datetime(2026, 3, 8, 9, tzinfo=UTC)
    begins, ends = calendar_day(at, [zone])
    assert begins <= at < ends
    assert begins.astimezone(ZoneInfo(zone)).date() == at.astimezone(ZoneInfo(zone)).date()
    assert timedelta(hours=22) < ends - begins < timedelta(hours=26)
