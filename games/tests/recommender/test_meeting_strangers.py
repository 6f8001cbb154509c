"""Somebody of whom nothing is known yet: the mood they say comes first, and without one the four shares decide."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest

from games.models import Game, Interaction, Player, Slate, Trend
from games.recommender import Context, blend, cold_start, recommend
from games.tests.recommender.making import TONIGHT

SEGMENTS = ("everyone", "platform:pc", "city:lyon", "age:adult", "moment:weekday-evening")


@pytest.fixture
def crowd(db) -> list[Game]:
    """A hundred games; the less one suits the tired, the better it is and the more it is loved everywhere."""
    games = Game.objects.bulk_create(
        Game(
            slug=f"crowd-{number}",
            title=f"Crowd{number:03d}",
            platforms=["pc"],
            genres=["adventure"],
            mood_fit={"tired": round(0.95 - number / 200, 3), "hyped": round(0.45 + number / 200, 3)},
            quality=0.4 + number / 200,
            popularity=number / 100,
            session_minutes=20,
        )
        for number in range(100)
    )
    Trend.objects.bulk_create(
        Trend(segment=segment, game=game, score=(number + 1) / 100)
        for segment in SEGMENTS
        for number, game in enumerate(games)
    )
    return games


@pytest.fixture
def newcomer(db) -> Player:
    return Player.objects.create(
        origin="web", platforms=["pc"], city="Lyon", age_band="adult", onboarding_intent="create"
    )


def offered(player, *, limit=10, now=TONIGHT, **wishes):
    return recommend(
        player=player, context=Context(**wishes), limit=limit, rng=np.random.default_rng(1), now=now, explore=False
    ).picks


def test_a_tired_stranger_gets_the_top_tenth_of_what_suits_the_tired(crowd, newcomer):
    best = {game.pk for game in crowd[:10]}

    for stranger in (newcomer, None):
        picks = offered(stranger, mood="tired")
        assert sum(pick.facts.game_id in best for pick in picks) >= 8


def test_limits_come_before_the_mood(crowd, newcomer):
    Game.objects.filter(pk__in=[game.pk for game in crowd[:20]]).update(platforms=["switch"])

    picks = offered(newcomer, mood="tired")
    assert not {pick.facts.game_id for pick in picks} & {game.pk for game in crowd[:20]}


def test_without_a_mood_the_blend_decides_with_its_exact_shares(crowd, newcomer):
    picks = offered(newcomer)

    assert [pick.score for pick in picks] == sorted((pick.score for pick in picks), reverse=True)
    for pick in picks:
        parts = pick.parts
        expected = (
            0.40 * parts["nearby"] + 0.25 * parts["age_group"] + 0.20 * parts["intent"] + 0.15 * parts["right_now"]
        )
        assert pick.score == pytest.approx(expected, abs=0.0002)


def test_who_told_no_city_is_met_by_the_rest_of_the_blend(crowd, newcomer):
    newcomer.city = ""

    for pick in offered(newcomer):
        parts = pick.parts
        assert "nearby" not in parts
        expected = (0.25 * parts["age_group"] + 0.20 * parts["intent"] + 0.15 * parts["right_now"]) / 0.60
        assert pick.score == pytest.approx(expected, abs=0.0002)


def test_with_every_event_the_taste_gains_and_the_crowd_loses(crowd, newcomer):
    newcomer.scores = {"genre:adventure": 0.05}
    shares = []
    for events in range(14):
        newcomer.events_count = events
        (pick, *_) = offered(newcomer)
        weights = blend.weights_for(pick.parts, warmth=cold_start.warmth(max(events, 0.05)))
        total = sum(weights[name] for name in pick.parts)
        shares.append(sum(weights[name] for name in cold_start.SHARES if name in pick.parts) / total)
    steps = [before - after for before, after in pairwise(shares)]

    assert shares[0] > 0.9
    assert shares[-1] == 0
    assert all(0 <= step <= 0.35 for step in steps)


@pytest.fixture
def tired_yesterday(newcomer):
    Slate.objects.create(
        player=newcomer, surface="chat", context={"mood": "tired"}, policy_version="x", seed=1,
        created_at=TONIGHT - timedelta(days=1),
    )  # fmt: skip
    return newcomer


def test_a_mood_of_an_earlier_day_hints_where_nothing_else_speaks(make_game, tired_yesterday):
    make_game("Lullaby", mood_fit={"tired": 0.95, "hyped": 0.1}, session_minutes=20)
    make_game("Earthquake", mood_fit={"tired": 0.1, "hyped": 0.95}, session_minutes=20)
    for number in range(20):  # well enough known that a hint may be heard
        Interaction.objects.create(
            player=tired_yesterday, game=make_game(f"Old{number}"), kind="played", source="chat", at=TONIGHT
        )
    tired_yesterday.events_count = 20

    assert next(pick.facts.title for pick in offered(tired_yesterday)) == "Lullaby"


def test_a_mood_of_an_earlier_day_never_overrides_todays(crowd, tired_yesterday):
    with_memory = [pick.facts.title for pick in offered(tired_yesterday, mood="hyped")]
    Slate.objects.all().delete()

    assert [pick.facts.title for pick in offered(tired_yesterday, mood="hyped")] == with_memory


def test_a_game_that_nobody_has_touched_is_found_the_minute_it_has_its_vector(make_game, newcomer, encoder):
    words = encoder.encode_one("a quiet lighthouse keeper writes letters")
    for number in range(40):
        make_game(f"Loved{number}", popularity=0.9)
    make_game("Out Today", release_date=TONIGHT.date(), embedding=words.tolist(), embedding_version="test")

    assert "Out Today" in {pick.facts.title for pick in offered(newcomer, text="…", vector=words)}


def test_right_now_is_by_the_clock_of_who_asks(crowd, newcomer):
    """Ten in the evening in Tokyo, while the server has its lunch: only of evenings there are figures."""
    lunch = TONIGHT.replace(hour=13)
    assert max(pick.parts["right_now"] for pick in offered(newcomer, now=lunch)) < 1
    newcomer.time_zone = "Asia/Tokyo"
    assert max(pick.parts["right_now"] for pick in offered(newcomer, now=lunch)) == 1
