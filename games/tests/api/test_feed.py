"""A feed that is drawn once, and drawn anew as soon as it would be stale."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
import time_machine
from django.utils import timezone

from games.models import Game, Impression, Slate
from games.recommender import Context, Pick, recommend
from games.recommender.diversity import intra_list_diversity
from games.tests.api.conftest import client_of

pytestmark = pytest.mark.django_db
FEED = "/v1/recommend/feed"


def ids(response) -> list[str]:
    assert response.status_code == 200, response.content
    return [item["recommendation_id"] for item in response.json()["items"]]


def test_a_feed_is_drawn_once_and_then_served_with_one_query(shelf, of_mika, django_assert_num_queries) -> None:
    first = ids(of_mika.post(FEED, {}, format="json"))
    assert len(first) == 30
    assert Impression.objects.count() == 30
    with django_assert_num_queries(1):
        again = of_mika.post(FEED, {}, format="json")
    assert ids(again) == first
    assert Slate.objects.count() == 1
    assert again["RateLimit-Limit"]
    assert not Impression.objects.exclude(shown_at=None).exists()


def test_a_dislike_changes_the_very_next_feed(shelf, of_mika) -> None:
    before = of_mika.post(FEED, {"genres": ["rpg"]}, format="json").json()["items"]
    leader = before[0]
    told = of_mika.post(
        "/v1/feedback/",
        {"feedback": "dislike", "recommendation_id": leader["recommendation_id"]}, format="json",
    )  # fmt: skip
    assert told.status_code == 201, told.content
    after = of_mika.post(FEED, {"genres": ["rpg"]}, format="json").json()["items"]
    assert leader["slug"] not in [item["slug"] for item in after]
    assert Impression.objects.get(slot=0, slate=Slate.objects.earliest("pk")).outcome == "rejected"


def test_other_words_another_quarter_of_an_hour_and_other_people_get_feeds_of_their_own(shelf, of_mika, ren) -> None:
    first = ids(of_mika.post(FEED, {}, format="json"))
    assert ids(of_mika.post(FEED, {"mood": "chill"}, format="json")) != first
    assert ids(client_of(ren).post(FEED, {}, format="json")) != first
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        assert ids(of_mika.post(FEED, {}, format="json")) != first


def test_the_second_page_follows_the_first_without_repeating_it(shelf, of_mika) -> None:
    first = of_mika.post(FEED, {"limit": 10}, format="json").json()
    second = of_mika.post(FEED, {"limit": 10, "cursor": first["next_cursor"]}, format="json").json()
    assert not {item["slug"] for item in first["items"]} & {item["slug"] for item in second["items"]}
    assert of_mika.post(FEED, {"limit": 10, "cursor": "p7"}, format="json").status_code == 404


def test_where_somebody_is_never_reaches_a_row(shelf, of_mika, mika) -> None:
    ids(of_mika.post(FEED, {"lat": 51.5072, "lng": -0.1276}, format="json"))
    mika.refresh_from_db()
    assert mika.city == ""
    assert "51.5" not in str(Slate.objects.values_list("context", "candidates"))


@pytest.mark.parametrize(
    "body",
    [{"mood": "purple"}, {"limit": 31}, {"price_max": -1}, {"lat": 91}, {"cursor": "p1; drop"}, {"platforms": "pc"}],
)
def test_a_wish_that_is_none_is_refused_with_the_place_it_is_wrong_at(shelf, of_mika, body) -> None:
    response = of_mika.post(FEED, body, format="json")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["errors"][0]["at"].split(".")[0] in body


def test_who_wants_no_diversity_gets_the_best_fits_though_they_are_alike(shelf, mika) -> None:
    Game.objects.filter(genres=["rpg"]).update(quality=0.95, studio="One studio")
    rng = np.random.default_rng(1)

    def drawn(*, is_diverse: bool) -> list[Pick]:
        asked = Context(is_diverse=is_diverse)
        return list(recommend(
            player=mika, context=asked, limit=8, rng=rng, now=timezone.now(), explore=False
        ).picks)  # fmt: skip

    alike, spread = drawn(is_diverse=False), drawn(is_diverse=True)
    assert sum(pick.score for pick in alike) > sum(pick.score for pick in spread)
    variety = [intra_list_diversity([pick.facts for pick in one]) or 0.0 for one in (alike, spread)]
    assert variety[0] < variety[1]
