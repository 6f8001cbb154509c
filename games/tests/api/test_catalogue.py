"""The catalogue as partners page through it."""

from __future__ import annotations

import math

import pytest
from django.db import connection

from games.models import Game, Player
from games.tests.api.conftest import client_of

pytestmark = pytest.mark.django_db


def test_pages_of_games_follow_each_other_and_end(shelf, of_mika) -> None:
    slugs, cursor = [], ""
    while cursor is not None:
        page = of_mika.get("/v1/games", {"limit": 15, "cursor": cursor}).json()
        slugs += [item["slug"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert slugs == [game.slug for game in shelf]


def test_games_are_found_by_words_machine_and_genre(shelf, of_mika) -> None:
    found = of_mika.get("/v1/games", {"q": "tale07", "platform": "pc", "genre": "shooter"}).json()["items"]
    assert [item["slug"] for item in found] == ["tale-07"]


def test_what_has_not_changed_is_not_sent_again(shelf, of_mika) -> None:
    first = of_mika.get("/v1/games/tale-01")
    assert first.json()["title"] == "Tale01"
    again = of_mika.get("/v1/games/tale-01", HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    for held in (f"W/{first['ETag']}", f'"old", {first["ETag"]}', "*"):  # a proxy that packs answers makes the tag weak
        assert of_mika.get("/v1/games/tale-01", HTTP_IF_NONE_MATCH=held).status_code == 304
    assert of_mika.get("/v1/games/tale-01", HTTP_IF_NONE_MATCH='"old"').status_code == 200


def test_what_is_not_there_is_a_problem_document(shelf, of_mika) -> None:
    shelf[0].is_published = False
    shelf[0].save()
    for path in ("/v1/games/tale-00", "/v1/games/no-such-game", "/v1/games/tale-00/similar"):
        response = of_mika.get(path)
        assert (response.status_code, response.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("cursor", ["x", "bm8", "WzEsIDJd", "%00", "a" * 700, "W1siYSJdXQ"])
def test_a_cursor_that_is_none_is_refused(shelf, of_mika, cursor) -> None:
    assert of_mika.get("/v1/games", {"cursor": cursor}).status_code == 400


def test_without_a_token_nothing_is_told(shelf) -> None:
    response = client_of(None).get("/v1/games")
    assert (response.status_code, response.json()["code"]) == (401, "not_authenticated")


def test_highlights_are_five_to_ten(shelf, of_mika) -> None:
    assert len(of_mika.get("/v1/recommend/highlights").json()["items"]) == 10
    assert of_mika.post("/v1/recommend/highlights", {"limit": 4}, format="json").status_code == 400


@pytest.mark.parametrize(("age_band", "most"), [("under_13", 7), ("13_17", 13), ("adult", 18), ("", 18)])
def test_highlights_are_rated_for_whom_they_are_for(shelf, mika, of_mika, age_band, most) -> None:
    ages = (3, 7, 12, 16, 18)
    for number, game in enumerate(shelf[:30]):
        Game.objects.filter(pk=game.pk).update(age_rating=ages[number % 5])
    Player.objects.filter(pk=mika.pk).update(age_band=age_band)
    told = [one["age_rating"] for one in of_mika.get("/v1/recommend/highlights").json()["items"]]
    assert len(told) == 10
    assert max(told) == max(age for age in ages if age <= most)


def test_the_bandit_tells_the_chance_of_each_place(shelf, of_mika) -> None:
    slate = of_mika.post("/v1/recommend/bandit", {"limit": 3}, format="json").json()
    assert len(slate["items"]) == 3
    assert all(0 < item["propensity"] <= 1 for item in slate["items"])


def test_what_is_like_a_game_is_found_behind_a_crowd_of_nearer_ones_that_are_not_offered(shelf, of_mika) -> None:
    wanted = shelf[0]
    Game.objects.filter(pk=wanted.pk).update(embedding=_vector(0), embedding_version="v")
    Game.objects.filter(pk=shelf[1].pk).update(embedding=_vector(0.5), embedding_version="v")
    for number in range(60):
        Game.objects.create(
            slug=f"hidden-{number}", title=f"Hidden{number}", is_published=False, embedding=_vector(number / 1000),
            embedding_version="v",
        )  # fmt: skip
    with connection.cursor() as cursor:  # so that the index is used however few the rows are
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    found = of_mika.get(f"/v1/games/{wanted.slug}/similar").json()["items"]
    assert [item["slug"] for item in found] == [shelf[1].slug]


def _vector(angle: float) -> list[float]:
    return [math.cos(angle), math.sin(angle)] + [0.0] * 382
