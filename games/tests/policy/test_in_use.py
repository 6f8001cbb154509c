"""Whose picks are ranked by what, and what happens when what was learnt cannot be read."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import numpy as np
import pytest

from games import artefacts, versions
from games.models import ModelArtefact, Player
from games.policy import in_use as policy_in_use
from games.recommender import Context, recommend, record
from games.recommender.policy import learnt
from games.recommender.policy.calibration import Calibration
from games.recommender.policy.learnt import LearntBlend, Line
from games.tests.recommender.making import TONIGHT

# Nothing but how hidden a game is counts: the reverse of what the fixed weights say.
TURNED_ROUND = LearntBlend("", {"quality": -0.5, "popularity": -0.3}, Line(1, 0.5, 0.25, 0.25, 0.125), lessons=10**9)


HELD_OF_A_HUNDRED = [22, 24, 29, 54, 63, 87]


@pytest.fixture(autouse=True)
def _nothing_remembered():
    versions.forget()
    policy_in_use.forget()
    yield
    policy_in_use.forget()


def publish(policy: LearntBlend = TURNED_ROUND, *, version: str = "a" * 64):
    return artefacts.publish(
        name="policy", version=version, content=learnt.to_bytes(policy, b"state"), config={}, embedding="", now=TONIGHT
    )


def player_who(is_held_back: bool, **values) -> Player:
    """The first of all who belongs, or does not, to the twentieth that is held back."""
    numbers = (UUID(int=number) for number in range(1, 1000))
    public_id = next(number for number in numbers if policy_in_use.is_held_back(number) == is_held_back)
    return Player.objects.create(public_id=public_id, origin="web", platforms=["pc"], events_count=50, **values)


def slate_for(player, **wishes):
    return recommend(
        player=player, context=Context(**wishes), limit=3, rng=np.random.default_rng(3), now=TONIGHT, explore=False
    )


def titles(slate):
    return [pick.facts.title for pick in slate.picks]


@pytest.fixture
def good_and_fine(make_game):
    return [make_game("Good", quality=0.9, popularity=0.9), make_game("Fine", quality=0.6, popularity=0.2)]


def test_what_was_learnt_ranks_as_soon_as_it_is_in_use_and_no_longer(good_and_fine):
    player = player_who(False)
    assert titles(slate_for(player)) == ["Good", "Fine"]
    first = publish(version="b" * 64)
    slate = slate_for(player)
    assert titles(slate) == ["Fine", "Good"]
    assert slate.policy_version == f"learnt-{'b' * 12}"

    publish(LearntBlend("", {"quality": 0.5}, lessons=10**9), version="c" * 64)
    assert titles(slate_for(player)) == ["Good", "Fine"]
    artefacts.activate(first, now=TONIGHT)
    assert titles(slate_for(player)) == ["Fine", "Good"]


def test_reasons_name_only_what_moved_the_score_by_the_weights_that_ranked(make_game):
    make_game("Acclaimed", quality=0.9, critic_score=95)
    player = player_who(False)
    assert "95" in slate_for(player).picks[0].reason
    publish()  # now a good quality speaks against a game, and cannot be why it is offered
    assert "95" not in slate_for(player).picks[0].reason
    # Half trusted, half of its weight is still that of the fixed ones.
    publish(replace(TURNED_ROUND, weights={"quality": -0.1}, lessons=500), version="b" * 64)
    assert "95" in slate_for(player).picks[0].reason


def test_what_is_wrong_for_the_mood_said_is_not_offered_whatever_was_learnt(make_game):
    make_game("Soft", mood_fit={"tired": 0.9}, quality=0.3)
    make_game("Loud", mood_fit={"tired": 0.1}, quality=0.9)
    publish(LearntBlend("", {"mood": -3.0, "quality": 3.0}, lessons=10**9))
    assert titles(slate_for(player_who(False), mood="tired")) == ["Soft"]


def test_what_is_none_of_the_best_for_the_mood_steps_back_behind_them_whatever_was_learnt(make_game):
    for number in range(5):
        make_game(f"Soft {'ABCDE'[number]}", mood_fit={"tired": 0.9}, quality=0.5)
    make_game("Nearly", mood_fit={"tired": 0.8}, quality=0.5)
    publish(LearntBlend("", {"mood": -0.3}, lessons=10**9))  # to please by what suits the mood less
    slate = slate_for(player_who(False), mood="tired")
    assert "Nearly" not in titles(slate)
    (nearly,) = (one for one in slate.candidates if one.facts.title == "Nearly")
    assert nearly.set_back < 1


@pytest.mark.parametrize(
    ("told", "share", "because"),
    [({}, 0.15, ""), ({"after_dislike": True}, 0.0, "after a dislike"), ({"is_first_session": True}, 0.15, "first session")],
)  # fmt: skip
def test_a_slate_says_how_well_they_were_known_and_what_was_left_to_chance_and_why(make_game, told, share, because):
    make_game("Tale")
    player = player_who(False)
    player.events_count = 3
    slate = recommend(player=player, context=Context(**told), limit=1, rng=np.random.default_rng(3), now=TONIGHT)
    kept = record(slate, player=player, surface="chat", now=TONIGHT).context
    assert kept["warmth"] == pytest.approx(0.5781, abs=1e-4)
    assert (kept["explored_share"], kept["spared_because"]) == (share, because)


def test_who_is_held_back_stays_with_the_fixed_weights_and_nothing_is_tried_on_them(make_game, good_and_fine):
    for number in range(9):
        make_game(quality=0.6 + number / 100)
    publish()
    player = player_who(True)

    slate = slate_for(player)
    assert titles(slate)[0] == "Good"
    assert slate.policy_version.startswith("held back: ")
    for seed in range(40):
        tried = recommend(
            player=player, context=Context(), limit=3, rng=np.random.default_rng(seed), now=TONIGHT, explore=True
        )
        assert {pick.propensity for pick in tried.picks} == {1.0}


def test_one_player_in_twenty_is_held_back_and_always_the_same():
    rng = np.random.default_rng(7)
    people = [UUID(bytes=rng.bytes(16)) for _ in range(20_000)]
    held = [policy_in_use.is_held_back(person) for person in people]
    assert np.mean(held) == pytest.approx(0.05, abs=0.006)
    assert held == [policy_in_use.is_held_back(person) for person in people]
    # A change of the hash would mix the two groups.
    assert [number for number in range(100) if policy_in_use.is_held_back(UUID(int=number))] == HELD_OF_A_HUNDRED


def test_a_stranger_is_met_by_the_cold_start_whatever_was_learnt(good_and_fine):
    publish()
    assert titles(slate_for(None)) == ["Good", "Fine"]


@pytest.mark.parametrize("content", [b"", b"no archive", learnt.to_bytes(TURNED_ROUND, b"")[:-40]])
def test_bytes_that_are_no_policy_cost_the_learning_and_nothing_else(good_and_fine, content):
    artefacts.publish(name="policy", version="d" * 64, content=content, config={}, embedding="", now=TONIGHT)

    slate = slate_for(player_who(False))
    assert titles(slate) == ["Good", "Fine"]
    assert slate.policy_version.startswith("blend-")
    assert "policy unreadable" in policy_in_use.state()


def test_damaged_bytes_are_noticed(good_and_fine, settings, tmp_path):
    settings.STATE_DIR = tmp_path
    publish()
    ModelArtefact.objects.filter(name="policy").update(content=b"something else")

    assert titles(slate_for(player_who(False))) == ["Good", "Fine"]
    assert "unreadable" in policy_in_use.state()


def test_health_tells_what_ranks(db, client):
    assert client.get("/v1/health").json()["ranking"] == "fixed weights"
    publish()
    assert client.get("/v1/health").json()["ranking"] == "learnt"


def test_confidence_is_what_was_calibrated_and_the_first_guess_is_kept(good_and_fine):
    player = player_who(False)
    guessed = slate_for(player).picks[0].confidence
    artefacts.publish(
        name="confidence", version="e" * 64, content=Calibration((0.0, 1.0), (0.0, 0.5), "platt", 9).to_bytes(),
        config={}, embedding="", now=TONIGHT,
    )  # fmt: skip

    slate = slate_for(player)
    assert slate.picks[0].confidence == pytest.approx(guessed / 2, abs=1e-4)
    row = record(slate, player=player, surface="chat", now=TONIGHT)
    assert row.candidates[0]["guess"] == pytest.approx(guessed, abs=1e-4)
    assert row.candidates[0]["chances"] == [1.0, 0.0]
