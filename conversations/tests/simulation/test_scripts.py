"""A script is read as carefully as anything that comes from outside, and comes back as it was."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from conversations.simulation.passing_time import hops
from conversations.simulation.scripts import MOST_STEPS, Script, ScriptError, Step

EVERYTHING = {
    "version": 1,
    "who": {
        "name": "Mia", "country": "DE", "time_zone": "Europe/Berlin", "age_band": "adult", "platforms": ["switch", "pc"],
        "avoided_genres": ["horror"], "budget": ["20", "EUR"], "english": "easy", "is_known": True,
    },
    "starts_at": "2026-05-04T18:00:00+00:00",
    "seed": 7,
    "steps": [
        {"say": "something calm"}, {"tap": "why", "title": "why this one?", "about": "paper-pond"},
        {"say": "is it on pc", "quote": 1}, {"send": "voice"}, {"send": "image", "say": "like this"}, {"wait": 720},
        {"fail": "63016"}, {"staff": "take_over"},
    ],
}  # fmt: skip


def test_a_script_comes_back_as_it_was():
    assert Script.from_json(EVERYTHING).as_json() == EVERYTHING


def test_nothing_said_is_a_script_too():
    assert Script.from_json({}).steps == ()


@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        ([], "must be an object"),
        ({"version": 2}, "version 2"),
        ({"steps": {}}, "a list"),
        ({"steps": ["hi"]}, "an object"),
        ({"steps": [{"say": "hi", "wait": 5}]}, "exactly one thing"),
        ({"steps": [{}]}, "exactly one thing"),
        ({"steps": [{"shout": "hi"}]}, "no shout"),
        ({"steps": [{"say": 3}]}, "must be text"),
        ({"steps": [{"say": "x" * 5000}]}, "4096 fit"),
        ({"steps": [{"wait": -5}]}, "whole number"),
        ({"steps": [{"wait": 10**7}]}, "90 days"),
        ({"steps": [{"wait": True}]}, "whole number"),
        ({"steps": [{"send": "parcel"}]}, "'parcel'"),
        ({"steps": [{"fail": "sometimes"}]}, "'sometimes'"),
        ({"steps": [{"staff": "sleep"}]}, "'sleep'"),
        ({"steps": [{"say": "hi", "quote": 0}]}, "from 1"),
        ({"steps": [{"say": "hi"}] * (MOST_STEPS + 1)}, "at most"),
        ({"who": "Mia"}, "an object"),
        ({"who": {"phone": "+491701234567"}}, "no phone"),
        ({"who": {"platforms": ["toaster"]}}, "'toaster'"),
        ({"who": {"platforms": "pc"}}, "a list"),
        ({"who": {"age_band": "old"}}, "'old'"),
        ({"who": {"english": "posh"}}, "'posh'"),
        ({"who": {"time_zone": "Mars/North"}}, "'Mars/North'"),
        ({"who": {"budget": ["much", "EUR"]}}, "no budget"),
        ({"who": {"budget": ["NaN", "EUR"]}}, "no budget"),
        ({"who": {"budget": 20}}, "an amount and a currency"),
        ({"starts_at": "tomorrow"}, "no time"),
        ({"starts_at": "1999-01-01"}, "2020"),
        ({"seed": 1.5}, "whole number"),
    ],
)
def test_a_broken_script_is_refused_in_words(broken, complaint):
    with pytest.raises(ScriptError, match=complaint.replace("(", r"\(")):
        Script.from_json(broken)


def test_a_chat_that_is_too_long_takes_no_further_step():
    full = Script(steps=(Step(say="hi"),) * MOST_STEPS)
    with pytest.raises(ScriptError, match="at most"):
        full.followed_by(Step(say="one more"))


def test_time_passes_in_hops_on_the_quarters_of_the_hour():
    start = datetime(2026, 5, 4, 18, 7, tzinfo=UTC)
    moments = list(hops(start, start.replace(hour=19)))
    assert [f"{moment:%H:%M}" for moment in moments] == ["18:15", "18:30", "18:45", "19:00", "19:07"]


def test_a_month_is_no_more_work_than_a_day():
    start = datetime(2026, 5, 4, 18, 7, tzinfo=UTC)
    assert len(list(hops(start, start.replace(month=6)))) < 100
