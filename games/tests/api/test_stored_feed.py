"""A stored feed is served by a way of its own, which must never open more, or say other, than the usual one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from games import versions
from games.api import feed_views
from games.api.tokens import make_access_token
from games.interactions.recording import record_interaction, reset_taste
from games.models import DataVersion, Player
from games.players.facts import remember

pytestmark = pytest.mark.django_db
FEED = "/v1/recommend/feed"


def post(player: Player, body: str = "{}", *, kind: str = "application/json", **headers: str) -> Any:
    sent = {"Authorization": f"Bearer {make_access_token(player)}", **headers}
    return Client().post(FEED, body, content_type=kind, headers=sent)


def slate(answer: Any) -> str:
    assert answer.status_code == 200, answer.content
    return str(answer.json()["slate_id"])


@pytest.fixture
def stored(shelf, mika) -> Player:
    slate(post(mika))
    return mika


def test_it_says_how_long_it_is_and_that_no_cache_may_hold_it(stored) -> None:
    answer = post(stored)
    assert int(answer["Content-Length"]) == len(answer.content)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"


def test_what_the_usual_way_refuses_is_refused_though_a_page_is_stored(stored, settings) -> None:
    assert post(stored, kind="text/plain").status_code == 415
    assert post(stored, Accept="text/csv").status_code == 406
    assert post(stored, '{"limit": NaN}').status_code == 400
    assert post(stored, '{"of_no_concern": NaN}').status_code == 400
    assert post(stored, "\ufeff{}").status_code == 400
    assert post(stored, '{"of_no_concern": "\\u0000"}').status_code == 400
    assert post(stored, "{" + " " * 5_000).status_code == 400
    assert Client().post(FEED, "{}", "application/json").status_code == 401
    settings.API_LIMITS = {**settings.API_LIMITS, "reads": 1}
    assert 429 in [post(stored).status_code for _ in range(3)]


def test_a_token_that_was_good_opens_nothing_once_it_is_over(stored) -> None:
    token = make_access_token(stored)

    def ask() -> Any:
        return Client().post(FEED, "{}", "application/json", headers={"Authorization": f"Bearer {token}"})

    assert ask().status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        assert ask().json()["code"] == "token_expired"
    Player.objects.filter(pk=stored.pk).update(token_generation=1)
    assert ask().json()["code"] == "not_authenticated"
    Player.objects.filter(pk=stored.pk).update(token_generation=0)
    assert ask().status_code == 200
    Player.objects.filter(pk=stored.pk).delete()
    assert ask().json()["code"] == "not_authenticated"


def test_a_token_without_the_scope_gets_no_stored_page(stored) -> None:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {make_access_token(stored, scopes=['learn'])}")
    refused = client.post(FEED, {}, format="json")
    assert refused.status_code == 403
    assert "the scope recommend" in refused.json()["detail"]
    assert refused["Cache-Control"] == "no-store"


@pytest.mark.parametrize("act", ["dislike", "remember", "reset", "rules"])
def test_whatever_changes_what_fits_makes_the_stored_page_stale_at_once(stored, shelf, act) -> None:
    before = slate(post(stored))
    match act:
        case "dislike":
            record_interaction(player=stored, game=shelf[3], kind="dislike", source="api", at=timezone.now())
        case "remember":
            remember(player_id=stored.pk, avoided_genres=["rpg"])
        case "reset":
            reset_taste(player_id=stored.pk)
        case "rules":
            versions.bump(DataVersion.Kind.RULES)
    assert slate(post(stored)) != before


def test_where_somebody_is_is_not_remembered_by_the_process(stored) -> None:
    feed_views._read_once.cache_clear()
    slate(post(stored, '{"lat": 51.5, "lng": -0.1}'))
    slate(post(stored, '{"l\\u0061t": 51.5, "lng": -0.1}'))
    assert feed_views._read_once.cache_info().currsize == 0
    slate(post(stored, '{"platforms": ["switch"]}'))
    assert feed_views._read_once.cache_info().currsize == 1


@pytest.mark.django_db(transaction=True)
def test_after_the_database_hung_up_the_next_request_is_answered(shelf, mika) -> None:
    before = slate(post(mika))
    number = connection.connection.info.backend_pid
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 2000)", [number])
    other.close()
    assert slate(post(mika)) == before
    assert connection.connection.info.backend_pid != number
