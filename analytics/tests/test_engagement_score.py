"""Rich talk on the topic scores more than much talk of nothing."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from analytics import rollups
from analytics.engagement_score import Talk, content_words, score_of
from analytics.score_validation import check, validate
from analytics.tests.history import MONDAY, at, person, talk

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


def test_a_score_that_knows_who_comes_back_is_told_from_one_that_guesses():
    knows = check("came back", [0.2, 0.3, 0.4, 0.8, 0.9, 0.9], [False, False, False, True, True, True])
    assert knows.auc == 1
    assert knows.correlation > 0.9
    guesses = check("came back", [0.5] * 6, [True, False] * 3)
    assert guesses.auc == 0.5
    assert guesses.low < 0.5 < guesses.high
    assert check("came back", [0.1], [True]).auc is None


@pytest.mark.django_db
def test_the_score_is_held_against_what_came_later(capsys):
    ada, ben = person("Ada", came=at(0)), person("Ben", came=at(0))
    told = {"told": {"genres": ["rpg"], "platforms": ["pc"]}, "mood": "sad", "body": "a quiet story about grief"}
    talk(ada, at(0), [told, told])
    talk(ben, at(0), [{"intent": "other", "body": "lol"}])
    talk(ada, at(3))
    rollups.rebuild(MONDAY.date(), at(3).date(), now=at(20))
    checks = validate(now=at(20), is_demo=False)
    assert (checks[0].talks, checks[0].share) == (3, pytest.approx(1 / 3))
    assert checks[0].auc == 1
    assert checks[1].talks == 0
    call_command("evaluate_engagement_score", "--json")
    assert "came back" in capsys.readouterr().out
