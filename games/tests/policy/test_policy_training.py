from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from games import artefacts, policy_training
from games.models import Impression, ModelArtefact, Player
from games.policy_log import slots_after
from games.policy_replay import by_fixed_weights, estimate_change
from games.recommender.policy import learnt
from games.recommender.policy.learnt import LearntBlend
from games.tests.policy import worlds
from games.tests.recommender.making import TONIGHT


def of_taste_alone(parts) -> float:
    """Nobody in this world cares how good a game is; they want what they are used to."""
    return 0.05 + 0.8 * parts["taste"]


@pytest.fixture
def world(db):
    worlds.log(slates=600, players=40, until=TONIGHT, chance_of_good=of_taste_alone)


def versions(name="policy"):
    return list(ModelArtefact.objects.filter(name=name).order_by("pk"))


def test_it_learns_what_people_want_and_says_so_in_its_own_estimate(world):
    policy_training.learn(now=TONIGHT)

    row = artefacts.active("policy")
    policy, _ = learnt.from_bytes(artefacts.read(row), version="")
    assert policy.weights["taste"] > 3 * abs(policy.weights["quality"])
    assert policy.lessons == 600
    assert row.config["estimate"]["verdict"] in ("better", "no difference to be seen", "not enough data")
    assert row.config["estimate"]["change"][0] > 0


def test_a_lesson_counts_once_however_often_the_clock_calls(world):
    first = policy_training.learn(now=TONIGHT)
    assert first.startswith("blend: 600 lessons")
    again = policy_training.learn(now=TONIGHT + timedelta(minutes=5))
    assert again.startswith("blend: 0 new lessons")
    assert len(versions()) == 1


def test_the_same_lessons_make_the_same_bytes(world):
    slots = slots_after(None, until=TONIGHT, limit=1000)
    one, other = (policy_training.taught(LearntBlend("", {}), None, slots)[0] for _ in range(2))
    assert one == other


def test_learning_in_two_goes_is_learning_in_one(world):
    slots = slots_after(None, until=TONIGHT, limit=1000)
    at_once, _ = policy_training.taught(LearntBlend("", {}), None, slots)
    half, state = policy_training.taught(LearntBlend("", {}), None, slots[:300])
    in_two, _ = policy_training.taught(half, state, slots[300:])
    assert in_two.lessons == at_once.lessons
    assert in_two.line == at_once.line
    for name, weight in at_once.weights.items():
        assert in_two.weights[name] == pytest.approx(weight, abs=1e-4)


def test_nothing_is_learnt_from_what_may_still_change_nor_from_children(world):
    Player.objects.update(age_band="under_13")
    assert slots_after(None, until=TONIGHT, limit=10) == []
    Player.objects.update(age_band="adult")
    Impression.objects.update(shown_at=TONIGHT - timedelta(hours=71))
    assert slots_after(None, until=TONIGHT, limit=10) == []


def test_an_older_version_that_somebody_went_back_to_stays(world):
    policy_training.learn(now=TONIGHT)
    first = versions()[0]
    artefacts.publish(name="policy", version="f" * 64, content=b"x", config={}, embedding="", now=TONIGHT)
    artefacts.activate(first, now=TONIGHT)

    assert "stays" in policy_training.learn(now=TONIGHT)
    assert artefacts.active("policy") == first


def test_a_damaged_version_is_learnt_anew_from_the_log(world):
    artefacts.publish(
        name="policy", version="f" * 64, content=b"no policy", config={}, embedding="", now=TONIGHT - timedelta(days=1)
    )
    policy_training.learn(now=TONIGHT)
    policy, _ = learnt.from_bytes(artefacts.read(artefacts.active("policy")), version="")
    assert policy.lessons == 600


def test_a_version_that_would_be_worse_is_not_used(db):
    worlds.log(slates=2100, players=60, until=TONIGHT, chance_of_good=of_taste_alone)
    slots = slots_after(None, until=TONIGHT, limit=2100)
    # Learnt from people who wanted the opposite; only the last lessons are of today's.
    opposite = [replace(slot, reward=1 - slot.reward) for slot in slots]
    wrong, state = policy_training.taught(LearntBlend("", {}), None, opposite)
    last = slots[-(policy_training.LEAST_LESSONS + 1)]
    cursor = {"shown_at": last.shown_at.isoformat(), "impression": last.impression}
    artefacts.publish(
        name="policy", version="0" * 64, content=learnt.to_bytes(wrong, state), config={"cursor": cursor},
        embedding="", now=TONIGHT - timedelta(days=1),
    )  # fmt: skip

    assert "would be worse" in policy_training.learn(now=TONIGHT)
    assert artefacts.active("policy").version == "0" * 64
    # The refused lessons are done with: they are not learnt and refused again at every call.
    assert policy_training.learn(now=TONIGHT).startswith("blend: 0 new lessons")
    assert learnt.from_bytes(artefacts.read(artefacts.active("policy")), version="")[0].lessons == wrong.lessons


def test_what_serves_changes_nothing_against_itself(world):
    slots = slots_after(None, until=TONIGHT, limit=1000)
    estimate = estimate_change(slots, by_fixed_weights)
    assert (estimate.touched, estimate.effective) == (0, 0)
    assert estimate.change.value == pytest.approx(0, abs=1e-9)
    assert estimate.ips.value == pytest.approx(np.mean([slot.reward for slot in slots]))


def test_confidence_becomes_the_share_that_came_true(world):
    policy_training.learn(now=TONIGHT)
    row = artefacts.active("confidence")
    assert row.config["outcomes"] == 600
    assert row.config["error"] < row.config["error_of_the_guess"]
    assert row.config["error"] < 0.06
