"""Whom nothing is tried on: what the talk knows of a person reaches the draw."""

from __future__ import annotations

import pytest

from games.models import Impression


def chances_of(said) -> list[float]:
    return list(Impression.objects.filter(slate=said.slate).order_by("slot").values_list("propensity", flat=True))


def test_the_very_first_game_somebody_is_shown_is_no_experiment(mia):
    assert chances_of(mia.say("something silly on pc"))[0] == 1


@pytest.mark.parametrize("words", ["i'm so sad tonight, something on pc", "really stressed, something on pc"])
def test_nothing_is_tried_on_who_feels_low(mia, words):
    assert set(chances_of(mia.say(words))) == {1.0}


def test_nothing_is_tried_right_after_a_disappointment(mia):
    mia.say("something calm on pc")
    assert set(chances_of(mia.say("nah, not that one"))) == {1.0}
    assert set(chances_of(mia.say("something calm on switch"))) == {1.0}
