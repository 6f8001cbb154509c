"""Which days a question about something earlier means, on the asker's own clock."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from conversations.dialogue.times.days_past import day_in_words, read_days, without_days

NOW = datetime(2026, 5, 6, 18, 0, tzinfo=ZoneInfo("Asia/Tokyo"))  # a Wednesday


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("what did you tell me on monday", 4, 5), ("the game from yesterday", 5, 6), ("thursday's game", 0, 1),
        ("3 days ago", 3, 4), ("this morning", 6, 7), ("the day before yesterday", 4, 5), ("last night", 5, 6), ("on sun", 3, 4),
        ("over the weekend", 2, 4), ("a couple of days ago", 4, 5),
    ],
)  # fmt: skip
def test_a_day_is_theirs_from_midnight_to_midnight(text, since, until):
    days = read_days(text, now=NOW)
    assert days is not None
    may = datetime(2026, 5, 1, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert ((days.since - may).days + 1, (days.until - may).days + 1) == (since, until)
    assert days.since.tzinfo is UTC
    assert days.since.hour == 15  # midnight in Tokyo


@pytest.mark.parametrize(
    "text", ["that sun game", "the satisfying one", "the monster one", "thunder", "that wed", "hades"]
)
def test_words_that_name_no_day_name_none(text):
    assert read_days(text, now=NOW) is None


def test_the_rest_of_the_question_stays():
    assert without_days("the cozy one from last week") == "the cozy one from"
    assert without_days("that sun game") == "that sun game"


@pytest.mark.parametrize(
    ("day", "words"),
    [(6, "earlier today"), (5, "yesterday"), (4, "on Monday"), (1, "on Friday")],
)
def test_a_day_is_said_as_a_friend_would(day, words):
    assert day_in_words(datetime(2026, 5, day, 12, tzinfo=NOW.tzinfo), now=NOW) == words
