"""Rich talk on the topic scores more than much talk of nothing."""

from __future__ import annotations

import pytest

from analytics.engagement_score import Talk, content_words, score_of

RICH = Talk(turns=4, led_on=4, lost=0, told=6, words=18)


def test_a_score_is_a_share():
    assert score_of(Talk(0, 0, 0, 0, 0)) == 0
    assert 0 < score_of(Talk(1, 0, 0, 0, 0)) < 0.3
    assert score_of(Talk(10_000, 10_000, 0, 90_000, 9_000)) < 1


@pytest.mark.parametrize(
    "poorer",
    [
        Talk(turns=4, led_on=4, lost=0, told=1, words=18),
        Talk(turns=4, led_on=1, lost=0, told=6, words=18),
        Talk(turns=4, led_on=4, lost=3, told=6, words=18),
        Talk(turns=4, led_on=4, lost=0, told=6, words=2),
        Talk(turns=1, led_on=1, lost=0, told=1, words=18),
    ],
)
def test_less_told_less_on_topic_fewer_words_or_turns_score_less(poorer):
    assert score_of(poorer) < score_of(RICH)


def test_forty_turns_of_lol_score_less_than_four_that_say_something():
    assert score_of(Talk(turns=40, led_on=0, lost=10, told=0, words=0)) < score_of(RICH)


def test_words_that_say_something_are_counted_once():
    assert content_words(["I want something calm, calm please", "no GUNS, thanks!"]) == 2
