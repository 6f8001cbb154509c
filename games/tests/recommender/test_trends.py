"""What is loved of late: by whom, how long it counts, and what too few people must not tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from games import trends
from games.models import Game, Interaction, Player, Trend
from games.tests.recommender.making import TONIGHT


@pytest.fixture
def fans(db):
    def make(count: int, **told) -> list[Player]:
        return Player.objects.bulk_create(Player(origin="web", **told) for _ in range(count))

    return make


def love(game: Game, players: list[Player], *, kind: str = "like", days_ago: float = 1) -> None:
    at = TONIGHT - timedelta(days=days_ago)
    Interaction.objects.bulk_create(
        Interaction(player=player, game=game, kind=kind, source="chat", at=at) for player in players
    )


def figures(segment: str) -> dict[str, float]:
    trends.refresh_trends(now=TONIGHT)
    return {row.game.title: row.score for row in Trend.objects.filter(segment=segment).select_related("game")}


def test_the_best_of_a_segment_is_one_and_the_rest_a_share_of_it(make_game, fans):
    love(make_game("Loved"), fans(4))
    love(make_game("Liked by Half as Many"), fans(2))

    assert figures("everyone") == {"Loved": 1.0, "Liked by Half as Many": pytest.approx(0.5)}


def test_what_was_loved_a_fortnight_earlier_counts_half(make_game, fans):
    love(make_game("Today"), fans(2), days_ago=0)
    love(make_game("Two Weeks Ago"), fans(2), days_ago=14)
    love(make_game("Long Ago"), fans(2), days_ago=100)

    assert figures("everyone") == {"Today": 1.0, "Two Weeks Ago": pytest.approx(0.5)}


def test_one_fan_who_clicks_all_day_is_one_fan(make_game, fans):
    (fan,) = fans(1)
    love(make_game("Clicked by One"), [fan] * 40, kind="click")
    love(make_game("Clicked by Two"), fans(2), kind="click")

    assert figures("everyone")["Clicked by One"] == pytest.approx(0.5)


def test_who_dislikes_a_game_later_no_longer_speaks_for_it(make_game, fans):
    players, game = fans(2), make_game("Second Thoughts")
    love(game, players, days_ago=3)
    love(game, players[:1], kind="dislike", days_ago=2)
    love(make_game("Steady"), fans(2), days_ago=3)

    assert figures("everyone")["Second Thoughts"] == pytest.approx(0.5)


def test_what_a_child_plays_counts_nowhere(make_game, fans):
    love(make_game("Played by Children"), fans(6, age_band="under_13", platforms=["pc"]), kind="played")

    trends.refresh_trends(now=TONIGHT)
    assert not Trend.objects.exists()


@pytest.mark.parametrize(("told", "segment"), [({"city": " Lyon "}, "city:lyon"), ({"age_band": "13_17"}, "age:13_17")])
def test_four_people_of_a_city_or_an_age_tell_nothing_and_five_do(told, segment, make_game, fans):
    game = make_game("Neighbours' Game")
    love(game, fans(4, **told))
    assert figures(segment) == {}

    love(game, fans(1, **told))
    assert figures(segment) == {"Neighbours' Game": 1.0}


def test_every_machine_of_a_player_counts(make_game, fans):
    love(make_game("On Both"), fans(1, platforms=["pc", "switch"]))

    assert figures("platform:pc") == {"On Both": 1.0}
    assert Trend.objects.filter(segment="platform:switch").count() == 1


@pytest.mark.parametrize("hours", range(0, 7 * 24, 11))
def test_an_event_counts_for_the_moment_that_a_question_at_that_time_asks_for(hours, make_game, fans):
    at = datetime(2026, 5, 4, tzinfo=UTC) + timedelta(hours=hours)
    Interaction.objects.create(player=fans(1)[0], game=make_game(), kind="like", source="chat", at=at)

    trends.refresh_trends(now=at + timedelta(days=1))

    assert Trend.objects.filter(segment__startswith="moment:").get().segment == trends.segment_of_moment(at)


def test_new_figures_take_the_place_of_the_old(make_game, fans):
    love(make_game("Old Love"), fans(1), days_ago=80)
    trends.refresh_trends(now=TONIGHT)
    trends.refresh_trends(now=TONIGHT + timedelta(days=30))

    assert not Trend.objects.exists()


def test_what_is_played_in_the_evening_is_told_by_the_clock_that_each_player_lives_by(make_game, fans):
    love(make_game("Tea Time"), fans(2, time_zone="Asia/Tokyo"), days_ago=0.5)
    love(make_game("Tea Time in Lima"), fans(2, time_zone="America/Lima"), days_ago=0.5)
    at = TONIGHT - timedelta(days=0.5)

    for zone, title in (("Asia/Tokyo", "Tea Time"), ("America/Lima", "Tea Time in Lima")):
        assert set(figures(trends.segment_of_moment(at, zone))) == {title}
    assert trends.segment_of_moment(at, "Asia/Tokyo") != trends.segment_of_moment(at, "America/Lima")
    assert trends.segment_of_moment(at, "Nowhere/Land") == trends.segment_of_moment(at)
