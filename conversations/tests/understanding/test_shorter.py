"""A wish for something short, however it is put; how many minutes there are is told in numbers only."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "text",
    ["something short", "a short one", "nothing long", "nothing too long pls", "no long games", "dont want anything long tonight",
     "i dont have long", "short on time", "not another 60 hour rpg", "something i can finish in an evening", "a quick one before bed",
     "a game that doesnt take 100 hours"],
)  # fmt: skip
def test_something_short_is_asked_for(slots_of, text):
    slots = slots_of(text)

    assert slots.wants_shorter
    assert slots.session_minutes is None


@pytest.mark.parametrize(
    "text",
    ["a short story", "long story short, im sad", "quick question, is it free", "nothing too short", "not long ago i loved it",
     "it's no longer fun", "something long", "finished it in a weekend"],
)  # fmt: skip
def test_a_short_word_is_not_always_a_wish(slots_of, text):
    assert not slots_of(text).wants_shorter
