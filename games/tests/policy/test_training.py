from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from games import artefacts
from games.models import Impression, ModelArtefact, Player
from games.policy import training
from games.policy.log import is_judge, lessons_after, slots_since
from games.policy.replay import by_fixed_weights, by_policy, estimate_change
from games.recommender.policy import learnt
from games.recommender.policy.calibration import Calibration, reliability
from games.recommender.policy.learnt import LearntBlend, Line
from games.tests.policy import worlds
from games.tests.recommender.making import TONIGHT

A_MONTH_AGO = TONIGHT - timedelta(days=30)


def of_taste_alone(parts) -> float:
    """Nobody in this world cares how good a game is; they want what they are used to."""
    return 0.05 + 0.8 * parts["taste"]


@pytest.fixture
def world(db):
    """Every fifth of forty players judges, so 480 of 600 slots teach."""
    worlds.log(slates=600, players=40, until=TONIGHT, chance_of_good=of_taste_alone)


@pytest.fixture
def tried_upon(db):
    """Half of the players judge, and much is left to chance: enough to tell better from worse."""
    worlds.log(slates=1400, players=80, until=TONIGHT, chance_of_good=of_taste_alone, explored=0.72, judging=0.5)


def versions(name="policy"):
    return list(ModelArtefact.objects.filter(name=name).order_by("pk"))


def blend_of(row):
    return learnt.from_bytes(artefacts.read(row), version="")[0]


def test_it_learns_what_people_want_and_who_taught_nothing_confirms_it(tried_upon):
    training.learn(now=TONIGHT)

    row = artefacts.active("policy")
    policy = blend_of(row)
    assert policy.weights["taste"] > 3 * abs(policy.weights["quality"])
    assert policy.lessons == 700
    assert row.config["estimate"]["verdict"] == "better"
    assert row.config["estimate"]["change"][1] > 0


def test_those_who_judge_teach_nothing_and_those_who_teach_do_not_judge(world):
    lessons = lessons_after(None, until=TONIGHT, limit=1000)
    judges = slots_since(A_MONTH_AGO, until=TONIGHT, limit=1000, of_judges=True)
    assert (len(lessons), len(judges)) == (480, 120)
    assert not [slot for slot in lessons if is_judge(slot.player)]
    assert all(is_judge(slot.player) for slot in judges)


def test_what_only_its_teachers_want_is_not_told_to_be_better(tried_upon):
    """Those who teach want what they are used to; those who judge are served as they like it already."""
    pks = [pk for pk in Player.objects.values_list("pk", flat=True) if is_judge(pk)]
    judges = Impression.objects.filter(player__in=pks)
    judges.filter(strategy="best_fit").update(outcome="accepted")
    judges.exclude(strategy="best_fit").update(outcome="rejected")

    told = training.learn(now=TONIGHT)
    assert "would be worse" in told
    assert artefacts.active("policy") is None


def test_a_lesson_counts_once_however_often_the_clock_calls(world):
    first = training.learn(now=TONIGHT)
    assert first.startswith("blend: 480 lessons")
    again = training.learn(now=TONIGHT + timedelta(minutes=5))
    assert again.startswith("blend: 0 new lessons")
    assert len(versions()) == 1


def test_the_same_lessons_make_the_same_bytes(world):
    slots = lessons_after(None, until=TONIGHT, limit=1000)
    one, other = (training.taught(LearntBlend("", {}), None, slots)[0] for _ in range(2))
    assert one == other


def test_learning_in_two_goes_is_learning_in_one(world):
    slots = lessons_after(None, until=TONIGHT, limit=1000)
    at_once, _ = training.taught(LearntBlend("", {}), None, slots)
    half, state = training.taught(LearntBlend("", {}), None, slots[:240])
    in_two, _ = training.taught(half, state, slots[240:])
    assert in_two.lessons == at_once.lessons
    assert in_two.line == at_once.line
    for name, weight in at_once.weights.items():
        assert in_two.weights[name] == pytest.approx(weight, abs=1e-4)


def test_nothing_is_learnt_from_what_may_still_change_nor_from_children(world):
    Player.objects.update(age_band="under_13")
    assert lessons_after(None, until=TONIGHT, limit=10) == []
    Player.objects.update(age_band="adult")
    Impression.objects.update(shown_at=TONIGHT - timedelta(hours=71))
    assert lessons_after(None, until=TONIGHT, limit=10) == []


def test_an_older_version_that_somebody_went_back_to_stays(world):
    training.learn(now=TONIGHT)
    first = versions()[0]
    artefacts.publish(name="policy", version="f" * 64, content=b"x", config={}, embedding="", now=TONIGHT)
    artefacts.activate(first, now=TONIGHT)

    assert "stays" in training.learn(now=TONIGHT)
    assert artefacts.active("policy") == first


def test_a_damaged_version_is_learnt_anew_from_the_log(world):
    artefacts.publish(
        name="policy", version="f" * 64, content=b"no policy", config={}, embedding="", now=TONIGHT - timedelta(days=1)
    )
    training.learn(now=TONIGHT)
    assert blend_of(artefacts.active("policy")).lessons == 480


@pytest.fixture
def wanting_the_opposite(tried_upon):
    """A learner taught by people who wanted the opposite; 300 lessons of today's are still to come."""
    slots = lessons_after(None, until=TONIGHT, limit=1400)
    opposite = [replace(slot, reward=1 - slot.reward) for slot in slots for _ in range(3)]
    wrong, state = training.taught(LearntBlend("", {}), None, opposite)
    last = slots[-301]
    cursor = {"shown_at": last.shown_at.isoformat(), "impression": last.impression}
    return learnt.to_bytes(wrong, state), {"cursor": cursor}


@pytest.mark.parametrize("serves", [True, False])
def test_what_would_be_worse_is_not_used_and_its_lessons_are_not_learnt_again(
    wanting_the_opposite, serves, monkeypatch
):
    content, config = wanting_the_opposite
    monkeypatch.setattr(training, "_AT_ONCE", 200)
    artefacts.publish(
        name="policy", version="0" * 64, content=content, config=config, embedding="",
        now=TONIGHT - timedelta(days=1), in_use=serves,
    )  # fmt: skip
    before = artefacts.active("policy")

    assert "would be worse" in training.learn(now=TONIGHT)
    assert artefacts.active("policy") == before
    # Five minutes later: the refused lessons are done with, and the next hundred are not enough yet.
    assert training.learn(now=TONIGHT).startswith("blend: 100 new lessons")
    monkeypatch.setattr(training, "LEAST_LESSONS", 100)
    training.learn(now=TONIGHT)
    assert training.learn(now=TONIGHT).startswith("blend: 0 new lessons")
    assert artefacts.active("policy") == before
    # Of the refused the newest is kept, to go on from.
    (kept,) = ModelArtefact.objects.filter(name="policy", config__has_key="refused")
    assert blend_of(kept).lessons == 700 * 3 + 300


def test_learning_goes_on_from_what_was_refused_and_uses_it_once_it_is_no_longer_worse(tried_upon):
    slots = lessons_after(None, until=TONIGHT, limit=1400)
    right, state = training.taught(LearntBlend("", {}), None, slots[:400])
    cursor = {"shown_at": slots[399].shown_at.isoformat(), "impression": slots[399].impression}
    artefacts.publish(
        name="policy", version="0" * 64, content=learnt.to_bytes(right, state),
        config={"cursor": cursor, "refused": True}, embedding="", now=TONIGHT - timedelta(days=1), in_use=False,
    )  # fmt: skip

    assert training.learn(now=TONIGHT).startswith("blend: 300 lessons;")
    assert blend_of(artefacts.active("policy")).lessons == 700
    assert len(versions()) == 1


def test_a_player_hardly_known_is_replayed_as_they_were_served(world):
    """Who was met by the fixed weights alone would be met by them again, whatever was learnt."""
    policy = LearntBlend("", {"taste": 5.0}, Line(), lessons=10**9)
    slots = slots_since(A_MONTH_AGO, until=TONIGHT, limit=1000)
    assert {slot.warmth for slot in slots} == {1.0}
    assert estimate_change(slots, by_policy(policy)).touched > 0
    strangers = [replace(slot, warmth=0.0) for slot in slots]
    assert estimate_change(strangers, by_policy(policy)).touched == 0


def test_what_serves_changes_nothing_against_itself(world):
    slots = lessons_after(None, until=TONIGHT, limit=1000)
    estimate = estimate_change(slots, by_fixed_weights)
    assert (estimate.touched, estimate.effective) == (0, 0)
    assert estimate.change.value == pytest.approx(0, abs=1e-9)
    assert estimate.ips.value == pytest.approx(np.mean([slot.reward for slot in slots]))


def test_confidence_becomes_the_share_that_came_true_and_its_error_is_that_for_players_it_has_not_seen(world):
    training.learn(now=TONIGHT)
    row = artefacts.active("confidence")
    assert row.config["outcomes"] == 600
    assert row.config["error"] < row.config["error_of_the_guess"]

    curve = Calibration.from_bytes(artefacts.read(row))
    slots = slots_since(A_MONTH_AGO, until=TONIGHT, limit=1000)
    told = [curve.chance_of(slot.options[slot.taken].static_score) for slot in slots]
    flattered = reliability(told, [slot.is_good for slot in slots]).error
    assert row.config["error"] > flattered
    assert row.config["error"] < 0.06
