from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from games.interactions.recording import record_interaction
from games.models import Game, Interaction, Player
from games.players.facts import forget, forget_everything, remember
from games.recommender.types import Money

NOW = datetime(2026, 5, 4, tzinfo=UTC)


@pytest.fixture
def mika(db) -> Player:
    return Player.objects.create(origin="web")


def known(player: Player) -> Player:
    return Player.objects.get(pk=player.pk)


def test_what_is_told_is_kept_and_the_rest_is_left_alone(mika):
    remember(player_id=mika.pk, platforms=("pc",), budget=Money(Decimal(20), "GBP"), usual_minutes=45)
    remember(player_id=mika.pk, add_platforms=("switch", "pc"))

    player = known(mika)
    assert player.platforms == ["pc", "switch"]
    assert (player.budget, player.budget_currency, player.usual_minutes) == (20, "GBP", 45)
    assert player.profile_version == 2


def test_platforms_can_be_told_anew(mika):
    remember(player_id=mika.pk, platforms=("pc", "ps5"))
    remember(player_id=mika.pk, platforms=())
    assert known(mika).platforms == []


def test_the_last_word_on_a_genre_counts(mika):
    remember(player_id=mika.pk, avoided_genres=("horror", "puzzle"))
    remember(player_id=mika.pk, liked_genres=("horror",))
    player = known(mika)
    assert (player.liked_genres, player.avoided_genres) == (["horror"], ["puzzle"])

    remember(player_id=mika.pk, liked_genres=("racing",), avoided_genres=("horror", "racing"))
    player = known(mika)
    assert (player.liked_genres, set(player.avoided_genres)) == ([], {"puzzle", "horror", "racing"})


def test_nothing_new_changes_no_version(mika):
    remember(player_id=mika.pk, platforms=("pc",))
    remember(player_id=mika.pk, platforms=("pc",))
    remember(player_id=mika.pk)
    assert known(mika).profile_version == 1


def test_unknown_keys_are_ignored(mika):
    remember(player_id=mika.pk, add_platforms=("dreamcast",), liked_genres=("vibes",))
    assert (known(mika).platforms, known(mika).liked_genres) == ([], [])


def test_of_a_child_only_the_platforms_are_remembered(mika):
    remember(player_id=mika.pk, age_band="under_13")
    remember(
        player_id=mika.pk, add_platforms=("switch",), liked_genres=("racing",), avoided_genres=("horror",),
        budget=Money(Decimal(5), "USD"), usual_minutes=20,
    )  # fmt: skip

    player = known(mika)
    assert player.platforms == ["switch"]
    assert (player.liked_genres, player.avoided_genres, player.budget, player.usual_minutes) == ([], [], None, None)


def test_the_news_that_a_player_is_a_child_drops_what_was_known(mika):
    Player.objects.filter(pk=mika.pk).update(
        platforms=["pc"], city="Lagos", gender="f", scores={"genre:rpg": 0.5}, liked_genres=["rpg"], budget=9,
        budget_currency="EUR",
    )  # fmt: skip
    remember(player_id=mika.pk, age_band="under_13")

    player = known(mika)
    assert player.platforms == ["pc"]
    assert (player.city, player.gender, player.scores, player.liked_genres, player.budget) == ("", "", {}, [], None)


def test_a_forgotten_player_is_a_stranger(mika):
    game = Game.objects.create(slug="g", title="G", genres=["rpg"])
    remember(player_id=mika.pk, platforms=("pc",), liked_genres=("rpg",), age_band="adult")
    record_interaction(player=mika, game=game, kind="like", source="chat", at=NOW)

    forget_everything(player_id=mika.pk)

    player = known(mika)
    assert (player.platforms, player.liked_genres, player.age_band, player.scores) == ([], [], "", {})
    assert player.events_count == 0
    assert not Interaction.objects.exists()


def test_one_fact_is_forgotten_and_the_rest_stays(mika):
    remember(
        player_id=mika.pk, platforms=("pc", "switch"), liked_genres=("rpg", "horror"), budget=Money(Decimal(20), "GBP")
    )
    before = known(mika).profile_version
    forget(player_id=mika.pk, now=NOW, liked_genres=("horror",), platforms=("pc",))
    player = known(mika)
    assert (player.liked_genres, player.platforms, player.budget) == (["rpg"], ["switch"], 20)
    assert player.profile_version == before + 1
    forget(player_id=mika.pk, now=NOW, budget=True)
    assert (known(mika).budget, known(mika).budget_currency) == (None, "")


def test_with_a_forgotten_taste_goes_what_was_learnt_of_it(mika):
    Player.objects.filter(pk=mika.pk).update(
        liked_genres=["horror"], scores={"genre:horror": 0.5, "tag:horror": 0.2, "genre:rpg": 0.1}
    )
    forget(player_id=mika.pk, now=NOW, liked_genres=("horror",))
    assert known(mika).scores == {"genre:rpg": 0.1}


@pytest.mark.parametrize(("band", "after"), [("adult", ""), ("13_17", "13_17"), ("under_13", "under_13")])
def test_only_an_adult_may_have_their_age_forgotten(mika, band, after):
    Player.objects.filter(pk=mika.pk).update(age_band=band)
    forget(player_id=mika.pk, now=NOW, age=True)
    assert known(mika).age_band == after


def test_forgetting_what_is_not_known_changes_nothing(mika):
    before = known(mika).profile_version
    forget(player_id=mika.pk, now=NOW, liked_genres=("rpg",), budget=True, usual_minutes=True)
    assert known(mika).profile_version == before


def test_a_genre_said_to_be_forgotten_before_anything_was_learnt_of_it_stays_forgotten(mika):
    forget(player_id=mika.pk, now=NOW, liked_genres=("rpg",))

    assert set(known(mika).unlearnt) == {"genre:rpg", "tag:rpg"}
