"""Whose clock says what: by number, by word, by the hour on the wall."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from conversations.clocks import (
    clock_of_phone,
    guesses_for_phone,
    is_night,
    name_of,
    zone_in_words,
    zone_said_with_the_hour,
    zones_of_phone,
)

NOW = datetime(2026, 5, 4, 13, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("number", "zone"),
    [("+447911123456", "Europe/London"), ("+447700900123", "Europe/London"), ("+4915112345678", "Europe/Berlin"), ("+919876543210", "Asia/Kolkata"),
     ("+254712345678", "Africa/Nairobi"), ("+34612345678", ""), ("+12125550123", ""), ("+61412345678", ""), ("nonsense", "")],
)  # fmt: skip
def test_a_number_tells_the_clock_only_where_its_country_has_one(number, zone):
    assert clock_of_phone(number, now=NOW) == zone


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("london", "Europe/London"), ("I'm in Berlin", "Europe/Berlin"), ("nyc", "America/New_York"), ("EST", "America/New_York"),
        ("mumbai, india", "Asia/Kolkata"), ("UTC+2", "Etc/GMT-2"), ("gmt-5", "Etc/GMT+5"), ("+5:30", "Asia/Kolkata"),
        ("it's 3pm here", "Etc/GMT-2"), ("15:00", "Etc/GMT-2"), ("Europe/Paris", "Europe/Paris"), ("são paulo", ""),
        ("san francisco", "America/Los_Angeles"), ("somewhere near new york i guess", "America/New_York"), ("manila po", "Asia/Manila"),
        ("a dragon", ""), ("no", ""), ("something calm", ""), ("utc", "UTC"), ("tokyo!", "Asia/Tokyo"),
    ],
)  # fmt: skip
def test_a_zone_is_read_from_how_people_say_where_they_are(text, zone):
    assert zone_in_words(text, now=NOW) == zone


def test_the_hour_on_the_wall_picks_among_the_zones_of_the_number():
    likely = zones_of_phone("+12125550123")
    assert zone_in_words("it's 6am here", now=NOW, likely=likely) == "America/Los_Angeles"


def test_a_few_zones_are_offered_and_never_a_lottery():
    assert guesses_for_phone("+12125550123", now=NOW) == ("America/New_York", "America/Chicago", "America/Los_Angeles")
    assert set(guesses_for_phone("+34612345678", now=NOW)) == {"Atlantic/Canary", "Europe/Madrid"}
    assert guesses_for_phone("+79161234567", now=NOW) == ()


@pytest.mark.parametrize(
    ("zones", "hour", "night"),
    [(("Europe/London",), 13, False), (("Europe/London",), 21, True), (("Europe/London",), 7, True), ((), 13, True),
     (("America/New_York", "Pacific/Honolulu"), 13, True), (("America/New_York", "Pacific/Honolulu"), 22, False)],
)  # fmt: skip
def test_it_is_night_if_it_may_be_night_for_them(zones, hour, night):
    assert is_night(zones, NOW.replace(hour=hour)) is night


@pytest.mark.parametrize(
    ("zone", "name"),
    [("Europe/London", "London time"), ("Etc/GMT-2", "UTC+2"), ("UTC", "UTC"), ("America/New_York", "New York time")],
)
def test_a_zone_is_said_in_words(zone, name):
    assert name_of(zone) == name


@pytest.mark.parametrize("text", ["utc+5:75", "+1:20", "utc+4:15", "gmt-7:30", "utc+15"])
def test_an_offset_that_no_zone_has_is_unclear(text):
    assert zone_in_words(text, now=NOW) == ""


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("utc+10:30", "Australia/Adelaide"), ("utc+9:30", "Australia/Darwin"), ("+13:45", "Pacific/Chatham"),
        ("+12:45", "Pacific/Chatham"), ("utc-9:30", "Pacific/Marquesas"), ("-3:30", "America/St_Johns"),
    ],
)  # fmt: skip
def test_an_offset_between_the_hours_is_the_zone_that_stands_there_today(text, zone):
    assert zone_in_words(text, now=datetime(2026, 1, 5, 13, 0, tzinfo=UTC)) == zone


def test_the_hour_on_the_wall_is_rounded_as_people_round_it():
    assert zone_in_words("it's 3pm here", now=NOW.replace(minute=20)) == "Etc/GMT-2"


def test_minutes_of_an_offset_said_with_the_hour_are_heard():
    assert zone_said_with_the_hour("friday 8pm utc+5:30", now=NOW) == "Asia/Kolkata"
