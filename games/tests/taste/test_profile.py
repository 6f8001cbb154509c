"""What events leave in a player's row, and how the very next list shows it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from games.interactions.recording import record_fit, record_interaction, reset_taste, take_back
from games.models import (
    ExchangeRate,
    Impression,
    Interaction,
    Player,
    PlayerCluster,
    PlayerClusterMembership,
    Slate,
)
from games.players.facts import forget, remember
from games.players.merging import merge_players
from games.recommender import Context, recommend
from games.recommender.profiles import profile_of
from games.recommender.types import Money
from games.taste.history import history_of
from games.tests.factories import GameFactory, OfferFactory, PlayerFactory

NOW = datetime(2026, 5, 4, 20, tzinfo=UTC)
LEARNT = ("scores", "scores_at", "price_low", "price_sweet", "price_high", "events_count", "cold_start_done")


@pytest.fixture
def mika(db):
    return PlayerFactory(age_band="adult")


def tell(player, game, kind, *, days=0.0, **more):
    at = NOW + timedelta(days=days)
    record_interaction(player=player, game=game, kind=kind, source="chat", at=at, **more)


def learnt(player):
    row = Player.objects.get(pk=player.pk)
    return {name: getattr(row, name) for name in LEARNT}


def towards(axis):
    return np.eye(384)[axis].tolist()


def offered(player, *, days=0.0):
    slate = recommend(
        player=player, context=Context(), limit=2, rng=np.random.default_rng(1), now=NOW + timedelta(days=days),
        explore=False,
    )  # fmt: skip
    return [pick.facts.title for pick in slate.picks]


def test_the_very_next_list_shows_what_was_liked_and_the_one_after_what_was_not(mika):
    GameFactory(title="Racer", genres=["racing"], tags=["cars"])
    GameFactory(title="Farmer", genres=["farming"], tags=["cozy"])
    cars, cows = GameFactory(genres=["racing"], tags=["cars"]), GameFactory(genres=["farming"], tags=["cozy"])
    Interaction.objects.bulk_create(
        Interaction(player=mika, game=game, kind="played", at=NOW, is_unlearnt=True) for game in (cars, cows)
    )
    tell(mika, cows, "like")
    assert offered(mika)[0] == "Farmer"  # the caller's own copy of the player knows it at once
    for _ in range(3):
        tell(mika, cows, "dislike")
        tell(mika, cars, "like")
    assert offered(Player.objects.get(pk=mika.pk))[0] == "Racer"


def test_the_order_in_which_events_arrive_makes_no_difference(mika):
    games = [
        GameFactory(genres=["rpg"], embedding=towards(0), embedding_version="v", price="10"),
        GameFactory(genres=["rpg"], tags=["dark"], embedding=towards(1), embedding_version="v", price="30"),
    ]
    events = [(games[0], "like", 0), (games[1], "dislike", 5), (games[0], "skip", 9), (games[1], "purchase", 40)]
    other = PlayerFactory()
    for game, kind, day in events:
        tell(mika, game, kind, days=day)
    for game, kind, day in reversed(events):
        tell(other, game, kind, days=day)
    assert learnt(other) == learnt(mika)
    assert learnt(mika)["scores"]["genre:rpg"] == pytest.approx(
        (((0.15 * 0.5 ** (5 / 90)) - 0.15) * 0.5 ** (4 / 90) - 0.05) * 0.5 ** (31 / 90) + 0.15
    )


def test_what_is_taken_back_is_as_if_it_had_never_been(mika):
    first = GameFactory(genres=["rpg"], embedding=towards(0), embedding_version="v", price="10")
    second = GameFactory(genres=["rpg"], embedding=towards(1), embedding_version="v", price="60")
    tell(mika, first, "like")
    before = learnt(mika)
    tell(mika, second, "like", days=1)
    tell(mika, second, "will_play", days=1)
    assert learnt(mika) != before
    assert take_back(player_id=mika.pk, game_id=second.pk, kinds=("like",), now=NOW) == 2
    assert learnt(mika) == before


def test_prices_follow_what_was_liked(mika):
    cheap = GameFactory(embedding=towards(0), embedding_version="v", price="10")
    dear = GameFactory(embedding=towards(1), embedding_version="v", price="40")
    refused = GameFactory(embedding=towards(2), embedding_version="v", price="99")
    for game, kind in [(cheap, "purchase"), (dear, "save"), (refused, "dislike")]:
        tell(mika, game, kind)
    profile = profile_of(mika, now=NOW)
    assert profile.prices is not None
    assert (profile.prices.low, profile.prices.high) == (Decimal(10), Decimal(40))
    assert float(profile.prices.sweet) == pytest.approx((10 + 0.7 * 40) / 1.7, abs=0.01)


def test_a_price_in_another_currency_counts_by_its_rate_and_without_a_rate_not_at_all(mika):
    ExchangeRate.objects.update_or_create(currency="EUR", defaults={"per_usd": "0.5", "as_of": NOW.date()})
    game = GameFactory()
    OfferFactory(game=game, amount=Decimal(8), currency="EUR")
    OfferFactory(game=game, amount=Decimal(1), currency="XTS", store="Elsewhere")
    tell(mika, game, "like")
    assert mika.price_sweet == Decimal(16)


def test_scores_fade_by_the_half_life_that_is_set(mika, settings):
    settings.TASTE_HALF_LIFE = timedelta(days=10)
    tell(mika, GameFactory(genres=["rpg"]), "purchase")
    assert profile_of(mika, now=NOW + timedelta(days=10)).scores == {"genre:rpg": pytest.approx(0.075)}
    assert mika.scores == {"genre:rpg": 0.15}


def test_how_it_fitted_moves_the_taste_once(mika):
    slate = Slate.objects.create(player=mika, surface="chat", policy_version="p", seed=1, created_at=NOW)
    asked = Impression.objects.create(
        slate=slate, player=mika, game=GameFactory(genres=["rpg"]), slot=0, score=0.5, confidence=0.5, strategy="s",
        propensity=1, fit_asked_at=NOW,
    )  # fmt: skip
    assert record_fit(player=mika, impression_id=asked.pk, fit=0.0, source="chat", at=NOW)
    assert not record_fit(player=mika, impression_id=asked.pk, fit=1.0, source="chat", at=NOW)
    assert mika.scores == {"genre:rpg": -0.1}
    asked.refresh_from_db()
    assert (asked.fit, asked.outcome) == (0.0, "pending")


def test_a_reset_puts_a_player_back_to_cold_and_keeps_what_is_no_taste(mika):
    loved, owned = (
        GameFactory(genres=["rpg"], embedding=towards(0), embedding_version="v", price="10"),
        GameFactory(title="Owned"),
    )
    remember(player_id=mika.pk, platforms=("pc",), liked_genres=("rpg",), usual_minutes=30)
    for _ in range(3):
        tell(mika, loved, "like")
    tell(mika, owned, "purchase")
    reset_taste(player_id=mika.pk)

    mika.refresh_from_db()
    assert learnt(mika) == learnt(PlayerFactory())
    assert (mika.liked_genres, mika.platforms, mika.usual_minutes) == ([], ["pc"], 30)
    assert history_of(mika) == ()
    assert "Owned" not in offered(mika)
    tell(mika, loved, "skip", days=-5)  # what comes now counts, whenever it happened
    assert (mika.events_count, mika.scores) == (1, {"genre:rpg": -0.05})


def test_what_they_asked_to_forget_of_a_genre_is_not_learnt_again_from_the_past(mika):
    horror, racer = GameFactory(genres=["horror"]), GameFactory(genres=["racing"])
    tell(mika, horror, "like")
    tell(mika, racer, "like", days=1)
    forget(player_id=mika.pk, now=NOW + timedelta(days=2), liked_genres=("horror",))
    take_back(player_id=mika.pk, game_id=racer.pk, kinds=("like",), now=NOW)
    assert learnt(mika)["scores"] == {}
    tell(mika, horror, "like", days=3)
    assert set(learnt(mika)["scores"]) == {"genre:horror"}


def test_a_child_is_taught_nothing(mika):
    game = GameFactory(genres=["rpg"], embedding=towards(0), embedding_version="v", price="10")
    tell(mika, game, "like")
    remember(player_id=mika.pk, age_band="under_13", city="Lagos")
    tell(mika, game, "dislike", days=1)
    row = Player.objects.get(pk=mika.pk)
    assert (row.scores, row.price_sweet, row.places, row.city) == ({}, None, [], "")


def test_places_are_optional_and_surer_when_told_again(mika):
    assert Player.objects.get(pk=mika.pk).places == []
    for city, neighbourhood in [("Lagos", "Yaba"), ("Accra", ""), ("lagos", "yaba")]:
        remember(player_id=mika.pk, city=city, neighbourhood=neighbourhood)
    row = Player.objects.get(pk=mika.pk)
    assert [(place["city"], place["score"]) for place in row.places] == [("lagos", 0.75), ("Accra", 0.5)]
    assert row.city == "lagos"


def test_two_tastes_that_are_one_persons_are_learnt_as_one(mika):
    other, both = PlayerFactory(), PlayerFactory()
    games = [GameFactory(genres=["rpg"], price="10"), GameFactory(genres=["racing"], price="30")]
    for whose, game, kind, day in [(mika, 0, "like", 3), (other, 1, "save", 1), (mika, 1, "skip", 2)]:
        tell(whose, games[game], kind, days=day)
        tell(both, games[game], kind, days=day)
    remember(player_id=other.pk, city="Accra")
    merge_players(keep=Player.objects.get(pk=mika.pk), gone=Player.objects.get(pk=other.pk))
    assert learnt(mika) == learnt(both)
    assert Player.objects.get(pk=mika.pk).city == "Accra"


@pytest.mark.parametrize("is_gone_later", [True, False])
def test_of_what_two_tastes_told_the_later_word_counts(mika, is_gone_later):
    other = PlayerFactory()
    earlier, later = (mika, other) if is_gone_later else (other, mika)
    remember(player_id=earlier.pk, city="Accra", gender="male", usual_minutes=90, onboarding_intent="create", at=NOW)
    hour = timedelta(hours=1)
    remember(player_id=later.pk, city="Lagos", budget=Money(Decimal(20), "EUR"), at=NOW + hour)
    remember(player_id=earlier.pk, avoided_genres=["horror"], budget=Money(Decimal(9), "USD"), at=NOW)
    remember(player_id=later.pk, liked_genres=["horror"], at=NOW + hour)
    forget(player_id=later.pk, usual_minutes=True, now=NOW + hour)
    merge_players(keep=mika, gone=other)
    row = Player.objects.get()
    assert (row.city, row.budget, row.budget_currency) == ("Lagos", 20, "EUR")
    assert (row.gender, row.onboarding_intent, row.usual_minutes) == ("male", "create", None)
    assert (row.avoided_genres, row.liked_genres) == (["horror"], [])
    assert row.told_at["city"] == (NOW + hour).isoformat()


def test_what_was_told_at_no_known_time_is_older_than_what_was(mika):
    other = PlayerFactory()
    remember(player_id=mika.pk, city="Accra", gender="male")
    remember(player_id=other.pk, city="Lagos", at=NOW)
    merge_players(keep=mika, gone=other)
    row = Player.objects.get()
    assert (row.city, row.gender) == ("Lagos", "male")


def test_a_merge_goes_by_what_is_stored_and_not_by_what_was_read_earlier(mika):
    other = PlayerFactory()
    PlayerClusterMembership.objects.create(
        player=mika,
        cluster=PlayerCluster.objects.create(label="cosy", created_at=NOW, refreshed_at=NOW),
        closeness=0.9,
        since=NOW,
    )
    # Somebody told both of these while the caller held its own copies.
    remember(player_id=mika.pk, avoided_genres=("horror",))
    remember(player_id=other.pk, platforms=("switch",), age_band="13_17")

    with CaptureQueriesContext(connection) as statements:
        merge_players(keep=mika, gone=other)

    row = Player.objects.get(pk=mika.pk)
    assert (row.avoided_genres, row.platforms, row.age_band) == (["horror"], ["switch"], "13_17")
    assert not PlayerClusterMembership.objects.exists()
    first = next(one["sql"] for one in statements if "games_player" in one["sql"])
    assert 'ORDER BY "games_player"."id" ASC FOR UPDATE' in first


def test_a_taste_merged_with_a_childs_is_dropped(mika):
    tell(mika, GameFactory(genres=["rpg"]), "like")
    merge_players(keep=mika, gone=PlayerFactory(age_band="under_13"))
    row = Player.objects.get(pk=mika.pk)
    assert (row.age_band, row.scores, row.interactions.count()) == ("under_13", {}, 0)
