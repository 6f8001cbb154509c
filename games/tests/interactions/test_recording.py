from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError

from games.interactions.recording import record_interaction, take_back
from games.models import Game, Interaction, Player
from games.recommender import cold_start
from thrum_project.tests.at_once import at_once

NOW = datetime(2026, 5, 4, 20, tzinfo=UTC)


@pytest.fixture
def mika(db) -> Player:
    return Player.objects.create(origin="web", age_band="adult")


@pytest.fixture
def valley(db) -> Game:
    return Game.objects.create(slug="valley", title="Valley", genres=["farming"], tags=["cozy"], quality=0.7)


def tell(player, game, kind, **more) -> bool:
    return record_interaction(player=player, game=game, kind=kind, source="chat", at=NOW, **more)


def scores(player) -> dict[str, float]:
    return Player.objects.get(pk=player.pk).scores


def test_a_like_lifts_the_scores_of_genres_and_tags_and_a_dislike_lowers_them(mika, valley):
    assert tell(mika, valley, "like")
    liked = scores(mika)
    assert liked == {"genre:farming": 0.15, "tag:cozy": 0.15}

    tell(mika, valley, "dislike")
    assert scores(mika)["genre:farming"] < 0.1


@pytest.mark.parametrize(
    ("kind", "score"),
    [("purchase", 0.15), ("save", 0.1), ("click", 0.05), ("will_play", 0.05), ("played", 0.03), ("view", 0.01),
     ("skip", -0.05), ("dislike", -0.15)],
)  # fmt: skip
def test_each_kind_of_event_teaches_by_its_step(kind, score, mika, valley):
    tell(mika, valley, kind)
    assert scores(mika) == {"genre:farming": score, "tag:cozy": score}


def test_steps_are_settings(mika, valley, settings):
    settings.TASTE_STEPS = {**settings.TASTE_STEPS, "skip": -0.5, "view": 0.0}
    tell(mika, valley, "view")
    assert scores(mika) == {}
    tell(mika, valley, "skip")
    assert scores(mika)["tag:cozy"] == -0.5


def test_who_looks_and_searches_has_not_told_what_they_like(mika, valley):
    for _ in range(12):
        tell(mika, None, "search")
        tell(mika, valley, "view")
    row = Player.objects.get(pk=mika.pk)
    assert (row.events_count, row.cold_start_done) == (0, False)
    assert cold_start.warmth(cold_start.evidence(events=row.events_count, scores=row.scores.values())) < 0.1


def test_a_cold_start_ends_with_the_third_event(mika, valley):
    tell(mika, valley, "click")
    tell(mika, valley, "skip")
    tell(mika, valley, "view")
    assert not Player.objects.get(pk=mika.pk).cold_start_done
    tell(mika, valley, "click")
    assert Player.objects.get(pk=mika.pk).cold_start_done
    assert (mika.events_count, mika.cold_start_done) == (3, True)


def test_scores_never_leave_their_range(mika, valley):
    for _ in range(40):
        tell(mika, valley, "like")
    assert 0.9 < scores(mika)["tag:cozy"] <= 1
    for _ in range(80):
        tell(mika, valley, "dislike")
    assert -1 <= scores(mika)["tag:cozy"] < -0.9


def test_the_same_event_told_twice_is_recorded_once(mika, valley):
    assert tell(mika, valley, "like", key="message:17:like")
    assert not tell(mika, valley, "like", key="message:17:like")
    assert Interaction.objects.count() == 1
    assert scores(mika)["tag:cozy"] == 0.15
    assert Player.objects.get(pk=mika.pk).events_count == 1


def test_a_search_needs_no_game_and_everything_else_does(mika):
    assert tell(mika, None, "search")
    with pytest.raises(IntegrityError):
        tell(mika, None, "like")
    with pytest.raises(ValueError, match="adore"):
        tell(mika, None, "adore")


def test_of_a_child_only_what_spares_it_the_game_is_kept(mika, valley):
    Player.objects.filter(pk=mika.pk).update(age_band="under_13")

    assert not tell(mika, valley, "like")
    assert not tell(mika, None, "search")
    assert tell(mika, valley, "dislike")
    assert scores(mika) == {}
    assert list(Interaction.objects.values_list("kind", flat=True)) == ["dislike"]


@pytest.mark.django_db(transaction=True)
def test_two_likes_at_once_lose_no_lesson(mika, valley):
    other = Game.objects.create(slug="other", title="Other", genres=["racing"])

    def like(game):
        for _ in range(5):
            tell(mika, game, "like")

    at_once(lambda: like(valley), lambda: like(other))

    known = scores(mika)
    assert known["genre:farming"] == known["genre:racing"] == pytest.approx(0.75)
    assert Player.objects.get(pk=mika.pk).events_count == 10


def test_what_is_taken_back_is_unlearnt_and_the_rest_is_as_if_it_had_never_been(mika, valley):
    hills = Game.objects.create(slug="hills", title="Hills", genres=["farming", "rpg"], tags=[], quality=0.7)
    tell(mika, valley, "like")
    alone = scores(mika)
    tell(mika, hills, "like")
    assert take_back(player_id=mika.pk, game_id=hills.pk, kinds=("like", "played"), now=NOW) == 1
    assert scores(mika) == alone
    assert Player.objects.get(pk=mika.pk).events_count == 1


def test_taking_back_twice_takes_back_once(mika, valley):
    tell(mika, valley, "like")
    assert take_back(player_id=mika.pk, game_id=valley.pk, kinds=("like",), now=NOW) == 1
    assert take_back(player_id=mika.pk, game_id=valley.pk, kinds=("like",), now=NOW) == 0
    assert Player.objects.get(pk=mika.pk).events_count == 0
