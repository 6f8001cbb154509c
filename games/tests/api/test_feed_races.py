"""A feed is drawn before anything is locked: whatever happens meanwhile, it is stored once and never stale."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from games.api import feeds
from games.interactions.recording import record_interaction
from games.models import Game, Interaction, Player, Slate, StoredFeed
from games.tests.api.conftest import client_of

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


@pytest.mark.django_db(transaction=True)
def test_eight_requests_at_once_get_one_and_the_same_feed(shelf, mika) -> None:
    begin = threading.Barrier(8)
    answers: list[Any] = []

    def ask() -> None:
        try:
            client = client_of(mika)
            begin.wait()
            answers.append(client.post(FEED, {}, format="json").json()["slate_id"])
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 8
    assert len({*answers}) == 1
    assert Slate.objects.count() == 1
