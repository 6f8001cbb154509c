from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("half an hour", 30),
        ("i've got an hr n a half", 90),
        ("hour and a half", 90),
        ("20 mins", 20),
        ("30ish min", 30),
        ("quick 10 min one", 10),
        ("30 min game on my phone", 30),
        ("2 hrs to kill", 120),
        ("a couple of hours", 120),
        ("1h30", 90),
        ("20-30 min", 30),
        ("before my bus in 15", 15),
        ("20 min matches max", 20),
        ("5 hour flight", 300),
        ("tengo media hora", 30),
        ("quarter of an hour", 15),
        ("about forty five minutes a night", 45),
    ],
)
def test_the_time_there_is(slots_of, text, minutes):
    assert slots_of(text).session_minutes == minutes


@pytest.mark.parametrize(
    "text",
    [
        "just off a 12 hour shift",
        "slept 3 hours",
        "been awake for 30 hours",
        "under 10 hours to beat",
        "a 40 hour rpg",
        "2 hours in and loving it",
        "i close every game after 5 min",
        "i have 500 hours in it",
        "finished it 2 hours ago",
        "my 8 year old laptop",
        "all weekend",
        "i am what i am",
        "15 minutes late already",
    ],
)
def test_the_length_of_something_else_is_no_time_to_play(slots_of, text):
    assert slots_of(text).session_minutes is None


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("i work 9 hours a day and im done", None),
        ("half an hour a day is what i have", 30),
        ("my baby wakes every 20", 20),
        ("walking around a house for 6h is not it", None),
        ("8 hours on the forklift. something calm", None),
        ("3 hours at the dentist, cheer me up", None),
        ("6 hrs at my desk done, shooter pls", None),
        ("five hours of crying babies and im cooked", None),
        ("3 hours in, cant stop", None),
        ("2 hours on the train", 120),
        ("an hour on the sofa before bed", 60),
        ("30 min on the bus", 30),
        ("got 2 hours in the evening", 120),
        ("3 hrs on a saturday", 180),
        ("an hour on my ps5", 60),
        ("20 min in the dark", 20),
    ],
)
def test_what_a_day_is_spent_on_is_not_free(slots_of, text, minutes):
    assert slots_of(text).session_minutes == minutes
