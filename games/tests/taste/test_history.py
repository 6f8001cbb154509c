from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from games.models import Interaction, Player
from games.taste.history import history_of
from games.taste.scores import weight_of
from games.tests.factories import GameFactory, PlayerFactory

NOW = datetime(2026, 5, 4, 20, tzinfo=UTC)


def tell(player, game, kind, *, hours=0, **more) -> None:
    Interaction.objects.create(player=player, game=game, kind=kind, at=NOW + timedelta(hours=hours), **more)


@pytest.mark.django_db
def test_a_history_holds_each_game_once_with_the_last_word_on_it_newest_first(django_assert_num_queries):
    mika, (hills, valley, cave, lake) = PlayerFactory(), GameFactory.create_batch(4)
    tell(mika, hills, "click")
    tell(mika, hills, "like", hours=1)
    tell(mika, valley, "like", hours=2)
    tell(mika, valley, "dislike", hours=3)
    tell(mika, cave, "view", hours=4)
    tell(mika, lake, "like", hours=5, is_unlearnt=True)
    tell(PlayerFactory(), lake, "like", hours=6)
    with django_assert_num_queries(1):
        history = history_of(mika)
    assert [(item.game_id, item.weight) for item in history] == [(valley.pk, -1.0), (hills.pk, 1.0)]
    assert history[1].at == NOW + timedelta(hours=1)


@pytest.mark.django_db
def test_a_history_ends_after_fifty_games_and_a_child_has_none():
    mika = PlayerFactory()
    games = GameFactory.create_batch(53)
    Interaction.objects.bulk_create(
        Interaction(player=mika, game=game, kind="like", at=NOW - timedelta(days=day)) for day, game in enumerate(games)
    )
    assert [item.game_id for item in history_of(mika)] == [game.pk for game in games[:50]]
    mika.age_band = Player.AgeBand.UNDER_13
    assert history_of(mika) == ()


@pytest.mark.parametrize(
    ("events", "weight"),
    [
        (["like"], 1.0),
        (["dislike", "like"], 1.0),
        (["like", "dislike"], -1.0),
        (["dislike", "click", "played"], -1.0),
        (["save"], 0.7),
        (["save", "unsave"], 0.0),
        (["like", "save", "unsave"], 1.0),
        (["skip"], -0.3),
        (["save", "skip"], 0.7),
        (["view"], 0.0),
    ],
)
def test_the_last_word_on_a_game_counts(events, weight):
    assert weight_of((kind, 1.0) for kind in events) == weight


def test_how_it_fitted_moves_what_they_think_of_it():
    assert weight_of([("like", 1.0), ("fit", -1.0)]) == 0.5
    assert weight_of([("played", 1.0), ("fit", 1.0)]) == 1.0
    assert weight_of([("like", 1.0), ("fit", 0.0)]) == 1.0
