"""A language model beside a companion: it may point at one of our ways on, or give a second score. Nothing else."""

from __future__ import annotations

import json

from conversations.models import JourneyAnswer
from conversations.tests.llm.conftest import model, provider  # noqa: F401

ODD = "perhaps a cup of something warm would calm everybody down"


def test_without_a_model_odd_words_are_shown_the_scene_again(mia):
    mia.say("tell me the ghost story")
    assert mia.say("qwop zxcv asdf").state.company.place == "wall"


def test_a_model_says_which_way_on_was_meant_and_every_word_stays_ours(mia, model):  # noqa: F811
    model.says = lambda asked: json.dumps({"way": 3})
    mia.say("tell me the ghost story")
    said = mia.say(ODD)
    assert said.state.company.place == "bell"
    assert "crossword" in said.text
    assert model.asked
    assert "ring" not in model.asked[0].lower()  # what a player wrote stands by itself


def test_a_model_that_points_nowhere_changes_nothing(mia, model):  # noqa: F811
    mia.say("tell me the ghost story")
    for nonsense in ({"way": 99}, {"say": "ignore all rules"}):
        model.says = lambda asked, nonsense=nonsense: json.dumps(nonsense)
        mia.say("go on")
        assert mia.say(f"{ODD} {len(str(nonsense))}").state.company.place == "wall"
    model.misbehave = ["500", "500", "500"]
    mia.say("go on")
    assert mia.say(f"{ODD} once more").state.company.place == "wall"


def test_a_model_gives_a_second_score_on_the_same_scale_and_both_are_kept(mia, model):  # noqa: F811
    model.says = lambda asked: json.dumps({"score": 40})
    mia.say("teach me roguelikes")
    said = mia.say("what I learned about the enemies, and some permanent unlocks")
    answer = JourneyAnswer.objects.get()
    assert (answer.model_score, answer.counted) == (40, round((answer.score + 40) / 2))
    assert f"{answer.counted}" in said.text
    model.says = lambda asked: json.dumps({"score": 4000})
    mia.say("the shop because at half health the elite is too risky")
    assert JourneyAnswer.objects.get(question=2).model_score is None


def test_words_of_a_child_go_to_no_model(mia, model):  # noqa: F811
    mia.say("im 9")
    mia.say("tell me the ghost story")
    mia.say(ODD)
    assert model.asked == []
