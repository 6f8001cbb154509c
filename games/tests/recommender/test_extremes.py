"""Catalogues, wishes and vectors at their very ends."""

from __future__ import annotations

import math

import numpy as np
import pytest

from games.interactions.recording import record_interaction
from games.models import Interaction
from games.neighbours import training as neighbours_training
from games.recommender import Context, recommend
from games.taste import clustering
from games.tests.recommender.making import direction, dollars

pytestmark = pytest.mark.django_db


def _slate(now, player=None, **wishes):
    slate = recommend(player=player, context=Context(**wishes), limit=3, rng=np.random.default_rng(1), now=now)
    assert all(math.isfinite(pick.score) and 0 <= pick.confidence <= 1 for pick in slate.picks)
    assert all(math.isfinite(one.score) for one in slate.candidates)
    return slate


@pytest.mark.parametrize(
    "vector", [np.full(384, np.nan), np.full(384, np.inf), np.zeros(384), np.full(384, 1e30)],
    ids=["no numbers", "without end", "nothing", "huge"],
)  # fmt: skip
def test_a_vector_that_says_nothing_costs_meaning_and_nothing_else(vector, make_game, mika, now):
    game = make_game(embedding=direction(1).tolist(), embedding_version="test")

    slate = _slate(now, mika, mood="tired", vector=vector.astype(np.float32))

    assert [pick.facts.game_id for pick in slate.picks] == [game.pk]


def test_a_game_whose_vector_is_nothing_is_offered_all_the_same(make_game, mika, now):
    make_game(embedding=[0.0] * 384, embedding_version="test")

    assert len(_slate(now, mika, mood="tired", vector=direction(1)).picks) == 1


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_tiny_catalogue_is_offered_learnt_from_and_grouped_by(count, make_game, mika, now):
    games = [make_game() for _ in range(count)]
    for game in games[:1]:
        record_interaction(player=mika, kind=Interaction.Kind.LIKE, game=game, source="chat", at=now)

    assert neighbours_training.learn_and_publish(now=now) is None  # too little to learn from
    clustering.find_groups(now)
    assert len(_slate(now, mika, exclude_seen=False).picks) == count
    assert len(_slate(now, mika, mood="tired", like_titles=("Nothing known",)).picks) == count


def test_no_money_buys_what_costs_nothing(make_game, rates, mika, now):
    free, _ = make_game(price="0"), make_game(price="0.01")

    assert [pick.facts.game_id for pick in _slate(now, mika, price=dollars("0")).picks] == [free.pk]


def test_who_dislikes_everything_is_offered_nothing(make_game, mika, now):
    for game in [make_game() for _ in range(4)]:
        record_interaction(player=mika, kind=Interaction.Kind.DISLIKE, game=game, source="chat", at=now)

    assert _slate(now, mika).picks == ()
    assert _slate(now, mika, mood="tired", vector=direction(1)).picks == ()


def test_the_only_game_of_a_machine_is_offered_for_it(make_game, mika, now):
    make_game()
    only = make_game(platforms=["vr"], mood_fit={"tired": 0.9})

    assert [pick.facts.game_id for pick in _slate(now, mika, mood="tired", platforms=("vr",)).picks] == [only.pk]


def test_no_slots_and_fewer_than_none_are_no_picks(make_game, mika, now):
    make_game()
    for limit in (0, -1):
        assert recommend(player=mika, context=Context(), limit=limit, rng=np.random.default_rng(1), now=now).picks == ()


@pytest.mark.parametrize("mood", ["sad", "lonely", "stressed", "tired"])
def test_who_feels_low_is_not_led_to_what_its_own_text_warns_of(mood, make_game, mika, now):
    kind = make_game(mood_fit={}, mood_fit_estimate=[0.9] * 16)
    make_game(mood_fit={}, mood_fit_estimate=[1.0] * 16, summary="Sweet girls. Not for those who are easily disturbed.")
    judged = make_game(mood_fit={mood: 0.9}, summary="A tender story of a suicide, and of hope.")

    assert {pick.facts.game_id for pick in _slate(now, mika, mood=mood).picks} == {kind.pk, judged.pk}


def test_who_wants_a_fright_may_be_disturbed(make_game, mika, now):
    game = make_game(mood_fit={}, mood_fit_estimate=[1.0] * 16, summary="Not for those who are easily disturbed.")

    assert [pick.facts.game_id for pick in _slate(now, mika, mood="spooky").picks] == [game.pk]
