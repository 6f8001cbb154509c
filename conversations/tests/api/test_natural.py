"""A wish in one's own words: what is heard, and games that keep to it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone

from conversations.api import natural_reading
from conversations.api.natural_reading import read_wish
from conversations.knowledge import in_use as knowledge
from games.models import Game, Impression, Slate
from games.tests.api.conftest import client_of

pytestmark = pytest.mark.django_db
NATURAL = "/v1/recommend/natural"


def parsed(text: str) -> dict:
    wish = read_wish(text, own_platforms=[], knowledge=knowledge.current(), now=timezone.now())
    return wish.as_json(default_currency="USD")


def test_what_is_said_comes_back_parsed_beside_games_that_keep_to_it(shelf, of_mika) -> None:
    Game.objects.filter(slug__endswith="0").update(player_modes=["solo", "coop"])
    told = of_mika.post(NATURAL, {"text": "co-op on switch tonight", "explain": True}, format="json")
    assert told.status_code == 200, told.content
    body = told.json()
    assert body["parsed"]["platforms"] == ["switch"]
    assert body["parsed"]["multiplayer"] == "coop"
    assert body["parsed"]["time_slot"] == "tonight"
    assert body["parsed"]["refined"] is False
    for item in body["items"]:
        assert "switch" in item["platforms"]
        assert item["parts"]
        liked = {"feedback": "like", "recommendation_id": item["recommendation_id"]}
    assert of_mika.post("/v1/feedback/", liked, format="json").status_code == 201
    assert Impression.objects.filter(slate__public_id=body["slate_id"]).count() == len(body["items"])
    assert "tonight" not in str(Slate.objects.values_list("context", "candidates"))


def test_ruled_out_kinds_are_never_among_the_games(shelf, of_mika) -> None:
    body = of_mika.post(NATURAL, {"text": "a cozy game, no shooter please", "limit": 30}, format="json").json()
    assert body["parsed"]["exclude_categories"] == ["shooter"]
    assert body["items"]
    assert not [item for item in body["items"] if "shooter" in item["genres"]]


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("something cozy and relaxing in Berlin after work", "location", "Berlin"),
        ("spooky game near sao paulo", "location", "São Paulo"),
        ("a game set in space", "location", None),
        ("something cozy and relaxing after work", "vibe_keywords", ["cozy", "relaxing"]),
        ("nothing dark, rather whimsical", "vibe_keywords", ["whimsical"]),
        ("co-op on switch tonight under $40", "price_max", 40.0),
        ("co-op on switch tonight under $40", "currency", "USD"),
        ("a puzzle for the weekend", "time_slot", "weekend"),
        ("i'm 9 and want a racing game", "youngest_age", 9),
        ("I want to die", "needs_care", True),
        ("I want to die", "mood", None),
    ],
)
def test_what_stands_around_a_wish_is_heard(text, name, value) -> None:
    assert parsed(text)[name] == value


def test_a_plain_list_has_more_than_the_address_without_a_version(shelf, of_mika) -> None:
    asked = {"user_input": "something cozy", "limit": 3}
    full = of_mika.post("/v1/recommend/", asked, format="json").json()
    assert len(full) == 3
    assert {"title", "score", "recommendation_id", "reason"} <= set(full[0])
    bare = of_mika.post("/recommend/", asked, format="json").json()
    assert [set(one) for one in bare] == [{"title", "score"}] * 3
    scores = [one["score"] for one in bare]
    assert scores == sorted(scores, reverse=True) or len(set(scores)) > 1
    assert of_mika.post("/bandit_recommend", {}, format="json").json()["items"]
    assert of_mika.get("/docs")["Location"] == "/v1/docs"


@pytest.mark.parametrize(
    "body", [{}, {"text": ""}, {"text": "x" * 1001}, {"text": ["a"]}, {"text": "a", "limit": 0}, {"text": "a\x00"}]
)
def test_a_question_that_is_none_is_refused(of_mika, body) -> None:
    response = of_mika.post(NATURAL, body, format="json")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"


def test_nobody_asks_without_a_token() -> None:
    for address in (NATURAL, "/v1/recommend/", "/recommend/", "/bandit_recommend"):
        assert client_of(None).post(address, {"text": "a"}, format="json").status_code == 401


def test_without_diversity_only_fit_counts(shelf, of_mika, mika) -> None:
    context = natural_reading.context_of(
        read_wish("rpg under $15", own_platforms=[], knowledge=knowledge.current(), now=timezone.now()),
        own_platforms=["switch"], default_currency="USD", refused=["tale-00"], exclude_seen=True, is_diverse=False,
    )  # fmt: skip
    assert not context.is_diverse
    assert context.price is not None
    assert context.price.amount == Decimal(15)
    assert context.exclude_slugs == {"tale-00"}
    asked = {"text": "anything", "limit": 30, "diversity": False}
    assert len(of_mika.post(NATURAL, asked, format="json").json()["items"]) == 30


def test_what_else_is_ruled_out_is_told_apart_from_kinds_and_kept_to(shelf, of_mika) -> None:
    Game.objects.filter(slug__contains="1").update(tags=["undead"])
    body = of_mika.post(NATURAL, {"text": "something cozy, no horror, no zombies", "limit": 30}, format="json").json()
    assert body["parsed"]["exclude_categories"] == ["horror"]
    assert body["parsed"]["exclude_themes"] == ["zombies"]
    assert body["items"]
    assert not [item for item in body["items"] if "undead" in item["tags"]]
