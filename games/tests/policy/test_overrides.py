"""Some players get other settings, always the same ones, within bounds, and at no price for anybody else."""

from __future__ import annotations

from uuid import UUID

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from games.buckets import BUCKETS, bucket_of
from games.models import Player, PolicyOverride
from games.policy import overrides as policy_overrides
from games.policy.in_use import is_held_back
from games.recommender import Context, recommend, record, tuning
from games.recommender.tuning import problems_of, tuned


def side(label, config, *, bucket_from=0, bucket_to=BUCKETS, salt="salt"):
    return PolicyOverride(label=label, salt=salt, bucket_from=bucket_from, bucket_to=bucket_to, config=config)


def put(*overrides):
    policy_overrides.policy.replace(drop=[one.label for one in overrides], put=overrides)


@pytest.fixture
def noa(db) -> Player:
    """Not among the one in twenty that stay as they are."""
    free = next(UUID(int=number) for number in range(1, 99) if not is_held_back(UUID(int=number)))
    return Player.objects.create(origin="web", platforms=["pc"], age_band="adult", public_id=free)


def slate_for(player, now, *, seed=1, explore=False, **wishes):
    return recommend(
        player=player, context=Context(**wishes), limit=3, rng=np.random.default_rng(seed), now=now, explore=explore
    )


def test_other_weights_put_another_game_first_for_those_on_that_side(make_game, noa, now):
    make_game("Famous", popularity=1.0, quality=0.2)
    make_game("Good", popularity=0.0, quality=0.55)
    Player.objects.filter(pk=noa.pk).update(events_count=13)
    noa.refresh_from_db()
    assert slate_for(noa, now).picks[0].facts.title == "Good"
    cut = bucket_of(noa.public_id, salt="salt") + 1
    weights = {"weights": {"popularity": 2, "quality": 0.5}}
    put(side("x1.a", {}, bucket_to=cut - 1), side("x1.b", weights, bucket_from=cut - 1))
    slate = slate_for(noa, now)
    assert slate.overrides == ("x1.b",)
    assert slate.picks[0].facts.title == "Famous"
    put(side("x1.a", {}, bucket_to=cut), side("x1.b", weights, bucket_from=cut))
    slate = slate_for(noa, now)
    assert slate.overrides == ("x1.a",)
    assert slate.picks[0].facts.title == "Good"


def test_a_record_says_which_side_it_was(make_game, noa, now):
    make_game("Tale")
    put(side("x2.b", {"relevance": 0.9}))
    row = record(slate_for(noa, now), player=noa, surface="chat", now=now)
    assert row.context["overrides"] == ["x2.b"]
    policy_overrides.policy.replace(drop=["x2.b"])
    row = record(slate_for(noa, now), player=noa, surface="chat", now=now)
    assert "overrides" not in row.context


def test_the_one_budget_of_chance_can_shrink_and_never_grow(make_game, noa, now):
    for number in range(8):
        make_game(f"Close{number}", quality=0.7 - number / 1000)
    put(side("x3.b", {"exploration_share": 0.0}))
    assert all(pick.propensity == 1 for pick in slate_for(noa, now, explore=True).picks)
    put(side("x3.b", {"exploration_share": 0.9}))
    assert policy_overrides.tuning_for(noa).exploration_share == 0.15


def test_children_and_those_held_back_take_part_in_nothing(db):
    put(side("x4.b", {"relevance": 0.9}))
    held = next(one for one in (Player(origin="web") for _ in range(2000)) if is_held_back(one.public_id))
    for nobody in (None, held, Player(origin="web", age_band="13_17"), Player(origin="demo", age_band="under_13")):
        assert policy_overrides.tuning_for(nobody) is tuning.PLAIN


def test_settings_cost_no_statement_of_their_own(make_game, noa, now):
    make_game("Tale")
    slate_for(noa, now)
    with CaptureQueriesContext(connection) as without:
        slate_for(noa, now)
    put(side("x5.b", {"relevance": 0.9}))
    slate_for(noa, now)
    with CaptureQueriesContext(connection) as within:
        assert slate_for(noa, now).overrides == ("x5.b",)
    assert len(within) <= len(without)


def test_of_two_experiments_each_keeps_what_the_other_leaves_alone():
    both = tuned([("x6.b", {"relevance": 0.8, "weights": {"mood": 2}}), ("x7.b", {"weights": {"taste": 0.5}})])
    assert both.labels == ("x6.b", "x7.b")
    assert both.relevance == 0.8
    assert both.factors == (("mood", 2.0), ("taste", 0.5))


def test_what_is_out_of_bounds_or_unknown_changes_nothing():
    wild = {"relevance": 7, "warm_from": "soon", "weights": {"mood": 90, "quality": True}, "learnt": "no", "age": 3}
    assert tuned([("x8.b", wild)]) == tuning.Tuning(labels=("x8.b",))
    assert len(problems_of(wild)) == 6
    assert problems_of({"weights": 3}) == [
        'weights are given as {"mood": 1.2}, with mood, words, taste, collaborative, quality, popularity'
    ]


def test_what_may_be_set_is_heard():
    config = {"exploration_share": 0.1, "warm_from": 20, "learnt": False, "weights": {"mood": 0.5}}
    assert problems_of(config) == []
    told = tuned([("x9.b", config)])
    assert (told.exploration_share, told.warm_from, told.uses_learnt) == (0.1, 20, False)
