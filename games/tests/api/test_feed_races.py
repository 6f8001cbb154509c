"""A feed is drawn before any row is locked: whatever happens meanwhile, it is drawn and stored once and never stale."""

from __future__ import annotations

import functools
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from games import one_at_a_time
from games.api import feeds
from games.api.problems import Problem
from games.interactions.recording import record_interaction
from games.models import Game, Interaction, Player, Slate, StoredFeed
from games.tests.api.conftest import client_of
from thrum_project.tests.at_once import at_once

FEED = "/v1/recommend/feed"


@pytest.fixture
def while_drawing(monkeypatch) -> Callable[[Callable[[], object]], list[int]]:
    """Do something each time a feed is being drawn. Returns the profile versions drawn for, so far."""
    really_draw = feeds._draw

    def arrange(act: Callable[[], object]) -> list[int]:
        drawn_for: list[int] = []

        def draw(player: Player, *args: Any, **kwargs: Any) -> Any:
            drawn_for.append(player.profile_version)
            slate = really_draw(player, *args, **kwargs)
            act()
            return slate

        monkeypatch.setattr(feeds, "_draw", draw)
        return drawn_for

    return arrange


def dislike(player: Player, game: Game) -> None:
    record_interaction(player=player, game=game, kind=Interaction.Kind.DISLIKE, source="api", at=timezone.now())


@pytest.mark.django_db
def test_what_is_disliked_while_a_feed_is_drawn_is_not_in_it(shelf, mika, of_mika, while_drawing) -> None:
    waiting = [shelf[0]]
    drawn_for = while_drawing(lambda: dislike(mika, waiting.pop()) if waiting else None)
    items = of_mika.post(FEED, {"limit": 10}, format="json").json()["items"]
    assert shelf[0].slug not in [item["slug"] for item in items]
    assert len(drawn_for) == 2
    mika.refresh_from_db()
    assert StoredFeed.objects.get().profile_version == mika.profile_version
    assert Slate.objects.count() == 1


@pytest.mark.django_db
def test_who_reacts_without_a_pause_has_a_feed_all_the_same(shelf, mika, of_mika, while_drawing) -> None:
    waiting = shelf[:]
    while_drawing(lambda: None if len(waiting) < 38 else dislike(mika, waiting.pop()))
    answer = of_mika.post(FEED, {"limit": 10}, format="json")
    assert answer.status_code == 200, answer.content
    assert len(answer.json()["items"]) == 10


@pytest.mark.django_db
def test_who_is_erased_while_a_feed_is_drawn_gets_none_of_it(shelf, mika, of_mika, while_drawing) -> None:
    while_drawing(lambda: Player.objects.filter(pk=mika.pk).delete())
    assert of_mika.post(FEED, {}, format="json").status_code == 404
    assert not Slate.objects.exists()


@pytest.fixture
def patient(monkeypatch) -> None:
    """However busy the machine is, nobody loses patience before the first has drawn."""
    monkeypatch.setattr(feeds, "_PATIENCE", "60s")


def feeds_at_once(player: Player, wishes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is answered to these, asked in the same moment."""

    def ask(wish: dict[str, Any]) -> dict[str, Any]:
        return dict(client_of(player).post(FEED, wish, format="json").json())

    return at_once(*(functools.partial(ask, wish) for wish in wishes))


@pytest.mark.django_db(transaction=True)
def test_of_eight_requests_at_once_one_draws_and_all_get_its_feed(shelf, mika, while_drawing, patient) -> None:
    drawn_for = while_drawing(lambda: time.sleep(0.1))
    answers = feeds_at_once(mika, [{}] * 8)
    assert len(drawn_for) == 1
    assert len({tuple(item["recommendation_id"] for item in answer["items"]) for answer in answers}) == 1
    assert Slate.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_another_wish_of_the_same_player_waits_for_nobody(shelf, mika, while_drawing) -> None:
    both = threading.Barrier(2, timeout=20)
    while_drawing(both.wait)  # neither is done before the other draws
    first, second = feeds_at_once(mika, [{"limit": 5}, {"limit": 6}])
    assert first["slate_id"] != second["slate_id"]


@pytest.mark.django_db(transaction=True)
def test_where_the_first_fails_one_of_the_others_draws(shelf, mika, while_drawing, patient) -> None:
    failing = [True]

    def fail_once() -> None:
        time.sleep(0.1)
        if failing and failing.pop():
            raise Problem("unavailable", "Not now.", 503)

    drawn_for = while_drawing(fail_once)
    answers = feeds_at_once(mika, [{}] * 4)
    assert len(drawn_for) == 2
    assert sorted("items" in answer for answer in answers) == [False, True, True, True]


@pytest.mark.django_db(transaction=True)
def test_who_waits_too_long_draws_and_still_gets_the_one_that_is_stored(
    shelf, mika, while_drawing, monkeypatch
) -> None:
    monkeypatch.setattr(feeds, "_PATIENCE", "50ms")
    both = threading.Barrier(2, timeout=20)
    drawn_for = while_drawing(both.wait)  # the first is not done before the second has lost patience
    first, second = feeds_at_once(mika, [{}] * 2)
    assert len(drawn_for) == 2
    assert first["slate_id"] == second["slate_id"]


@pytest.mark.django_db(transaction=True)
def test_who_need_not_wait_pays_one_statement_and_leaves_no_lock(shelf, mika, of_mika) -> None:
    with CaptureQueriesContext(connection) as asked:
        of_mika.post(FEED, {}, format="json")
    locking = [number for number, query in enumerate(asked) if "advisory" in (query["sql"] or "")]
    taken, given_back = locking
    assert 'FROM "games_player"' in asked[taken]["sql"]  # read in any case
    assert given_back == len(asked) - 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db(transaction=True)
def test_behind_a_pooler_that_lends_out_the_session_no_more_turns_are_taken(
    shelf, mika, of_mika, while_drawing, monkeypatch
) -> None:
    def another_session() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock_all()")

    monkeypatch.setattr(one_at_a_time, "_lent", type(one_at_a_time._lent)())
    while_drawing(another_session)
    of_mika.post(FEED, {"limit": 5}, format="json")
    with CaptureQueriesContext(connection) as asked:
        assert len(of_mika.post(FEED, {"limit": 6}, format="json").json()["items"]) == 6
    assert not [query for query in asked if "try_advisory" in (query["sql"] or "")]


@pytest.mark.django_db(transaction=True)
def test_a_turn_within_a_transaction_that_fails_leaves_no_lock(mika) -> None:
    with transaction.atomic(), one_at_a_time.Turn(1, 2, patience="1s") as turn:
        assert turn.first_of(Player.objects.filter(pk=mika.pk)) == mika
        transaction.set_rollback(True)  # as after an error: nothing more can be asked
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
        assert cursor.fetchone() == (0,)
