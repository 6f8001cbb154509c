"""When to remind somebody: days, hours, parts of the day, on their own clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.dialogue.times.hindi_times import in_english
from conversations.dialogue.times.times_ahead import read_moment, without_moment
from conversations.dialogue.times.times_said import gap_in_words, in_words

LONDON = ZoneInfo("Europe/London")
MONDAY = datetime(2026, 5, 4, 18, 0, tzinfo=LONDON)  # a Monday, six in the evening


def said(text: str, now: datetime = MONDAY) -> str:
    moment = read_moment(text, now=now)
    return in_words(moment.at, now=now) if moment else ""


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("remind me friday 8pm", "Friday at 8pm"), ("remind me tomorrow about this", "tomorrow at 7pm"),
        ("in half an hour", "today at 6:30pm"), ("in an hour and a half", "today at 7:30pm"), ("in 1h30", "today at 7:30pm"),
        ("in a couple of days", "Wednesday at 6pm"), ("in 2 days at 8pm", "Wednesday at 8pm"), ("tmrw", "tomorrow at 7pm"),
        ("tonight", "today at 8pm"), ("tonight at 9", "today at 9pm"), ("at 8", "today at 8pm"), ("at 5", "tomorrow at 5pm"),
        ("friday", "Friday at 7pm"), ("next friday", "Fri 15 May at 7pm"), ("on sunday morning", "Sunday at 9am"),
        ("sat 20:00", "Saturday at 8pm"), ("this weekend", "Saturday at 11am"), ("next weekend", "Sat 16 May at 11am"),
        ("next week", "Mon 11 May at 7pm"), ("after work tomorrow", "tomorrow at 6pm"), ("on the 24th", "Sun 24 May at 7pm"),
        ("on the 3rd at 5pm", "Wed 3 Jun at 5pm"), ("dec 24", "Thu 24 Dec at 7pm"), ("24/12", "Thu 24 Dec at 7pm"),
        ("24 december at 18:00", "Thu 24 Dec at 6pm"), ("half past 8", "today at 8:30pm"), ("quarter to 9", "today at 8:45pm"),
        ("noon tomorrow", "tomorrow at noon"), ("at midnight", "tomorrow at midnight"), ("monday", "today at 7pm"),
        ("monday at 9am", "Mon 11 May at 9am"), ("friday night", "Friday at 8pm"), ("8 tonight", "today at 8pm"),
        ("when the kids are asleep", "today at 8pm"), ("about 2048 tomorrow", "tomorrow at 7pm"), ("in 20", "today at 6:20pm"),
        ("saturday at 10 in the morning", "Saturday at 10am"), ("march 3rd", "Wed 3 Mar 2027 at 7pm"), ("at eight", "today at 8pm"),
        ("the day after tomorrow at 7", "Wednesday at 7pm"), ("2 hours from now", "today at 8pm"), ("fri at 9", "Friday at 9pm"),
        ("tomorrow before work", "tomorrow at 7:30am"), ("in 3 weeks", "Mon 25 May at 6pm"), ("when im off work", "tomorrow at 6pm"), ("at 20.30", "today at 8:30pm"),
    ],
)  # fmt: skip
def test_a_moment_is_read_from_many_words(text, when):
    assert said(text) == when


@pytest.mark.parametrize(
    "text",
    ["remind me about hollow knight", "remind me to play portal 2", "remind me later", "4/5", "save 20 bucks", ""],
)
def test_words_that_name_no_moment_name_none(text):
    assert read_moment(text, now=MONDAY) is None


@pytest.mark.parametrize(
    ("text", "problem"), [("today at 3pm", "past"), ("this afternoon", "past"), ("in 5 years", "far")]
)
def test_a_moment_that_nobody_can_be_reminded_at_says_why(text, problem):
    moment = read_moment(text, now=MONDAY)
    assert moment is not None
    assert moment.problem == problem


@pytest.mark.parametrize(
    ("text", "needs"), [("in 2 hours", False), ("in 3 days", False), ("at 8", True), ("tomorrow", True)]
)
def test_only_a_moment_on_a_clock_needs_one(text, needs):
    moment = read_moment(text, now=MONDAY)
    assert moment is not None
    assert moment.needs_clock is needs


def test_an_hour_that_the_clock_skips_becomes_the_one_after():
    night = datetime(2026, 3, 28, 20, 0, tzinfo=LONDON)
    moment = read_moment("tomorrow at 1:30am", now=night)
    assert moment is not None
    assert moment.at.astimezone(UTC) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert moment.at.hour == 2


def test_the_same_hour_on_either_side_of_a_clock_change_is_that_hour():
    before = datetime(2026, 10, 24, 20, 0, tzinfo=LONDON)
    moment = read_moment("tomorrow 8pm", now=before)
    assert moment is not None
    assert moment.at.hour == 20
    assert moment.at.astimezone(UTC) - before.astimezone(UTC) == timedelta(hours=25)


def test_an_hour_alone_keeps_the_day_that_was_said_before():
    friday = MONDAY.date() + timedelta(days=4)
    moment = read_moment("no, 9pm", now=MONDAY, unless_said=friday)
    assert moment is not None
    assert in_words(moment.at, now=MONDAY) == "Friday at 9pm"
    assert read_moment("no thanks", now=MONDAY, unless_said=friday) is None


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("remind me friday 8pm about hades", "remind me about hades"),
        ("call mum at 8", "call mum"),
        ("play every day at 8", "play"),
    ],
)
def test_what_it_is_about_is_left_without_the_moment(text, left):
    assert without_moment(text) == left


@pytest.mark.parametrize(
    ("gap", "words"),
    [(timedelta(minutes=20), "in 20 minutes"), (timedelta(hours=2), "in 2 hours"), (timedelta(hours=1), "in 1 hour")],
)
def test_a_gap_is_told_where_no_clock_is_known(gap, words):
    assert gap_in_words(gap) == words


@given(
    st.lists(
        st.sampled_from(
            [
                "at",
                "in",
                "on",
                "the",
                "0",
                "1",
                "7",
                "13",
                "31",
                "59",
                "99",
                ":",
                ".",
                "/",
                "am",
                "pm",
                "p",
                "fri",
                "next",
                "th",
                "day",
                "hour",
                "may",
                "half",
                "to",
            ]
        ),
        max_size=8,
    )
)
def test_no_text_breaks_the_reading_and_what_is_fine_lies_ahead(pieces):
    moment = read_moment(" ".join(pieces), now=MONDAY) or read_moment("".join(pieces), now=MONDAY)
    if moment is not None and not moment.problem:
        assert MONDAY < moment.at <= MONDAY + timedelta(days=366)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("remind me midnight 9999-12-31", "far"), ("remind me on 9999-12-31", "far"), ("2029-01-01", "far"),
        ("remind me midnight 0001-01-01", "past"), ("on 2020-01-01", "past"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("zone", ["Europe/London", "Etc/GMT+12", "Pacific/Kiritimati"])
def test_a_year_that_nobody_means_is_refused_on_every_clock(text, problem, zone):
    moment = read_moment(text, now=MONDAY.astimezone(ZoneInfo(zone)))
    assert moment is not None
    assert moment.problem == problem


@pytest.mark.parametrize(
    ("text", "when"),
    [("kal shaam 8 baje", "tomorrow at 8pm"), ("2 ghante baad", "today at 8pm"), ("aadhe ghante baad", "today at 6:30pm"),
     ("shukrawar ko 8 baje", "Friday at 8pm"), ("parso subah", "Wednesday at 9am"), ("aaj raat 9 baje", "today at 9pm")],
)  # fmt: skip
def test_times_are_known_as_hindi_is_typed(text, when):
    assert said(text) == when


def test_a_request_in_hindi_is_one_and_what_calls_something_up_is_none():
    assert in_english("mujhe kal subah 9 baje yaad dila dena") == "remind me tomorrow in the morning at 9"
    assert in_english("friday ko 8 baje hades ka reminder laga do") == "remind me friday at 8 hades"
    game = "bachpan ki yaad dilane wala game do"
    assert in_english(game) == game
