"""Facts are read once, and never served old."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from games.columns import facts_at_hand
from games.models import Game
from games.recommender.limits import Limits
from games.recommender.sources.base import Ask
from games.recommender.sources.popular import Popular
from games.retrieval import searching

pytestmark = pytest.mark.django_db


def look() -> tuple[dict[str, tuple[str, ...]], int]:
    """Titles with their genres, and how many statements read facts."""
    with CaptureQueriesContext(connection) as captured:
        found = searching.find(Limits(), Ask(), [Popular()], plan="wide").found
    return (
        {game.facts.title: game.facts.genres for game in found},
        sum("g.summary" in query["sql"] for query in captured),
    )


def test_what_was_read_is_not_read_again(make_game):
    make_game("Hades", genres=["roguelike"])
    look()

    assert look() == ({"Hades": ("roguelike",)}, 0)


def test_what_was_read_ahead_is_at_hand_for_the_first_who_asks_and_never_old(make_game):
    hades, celeste = make_game("Hades", genres=["roguelike"]), make_game("Celeste", genres=["platformer"])
    facts_at_hand.read_ahead([hades.pk, celeste.pk])
    facts_at_hand.read_ahead([hades.pk])
    assert look()[1] == 0

    Game.objects.filter(pk=hades.pk).update(genres=["action"])
    assert look() == ({"Hades": ("action",), "Celeste": ("platformer",)}, 1)


def test_a_change_shows_in_the_very_next_search_whoever_made_it(make_game):
    hades, _ = make_game("Hades", genres=["roguelike"]), make_game("Celeste", genres=["platformer"])
    look()
    Game.objects.filter(pk=hades.pk).update(genres=["action"])
    assert look() == ({"Hades": ("action",), "Celeste": ("platformer",)}, 1)
    Game.objects.filter(pk=hades.pk).update(genres=["roguelike"])

    assert look() == ({"Hades": ("roguelike",), "Celeste": ("platformer",)}, 1)


def test_those_asked_for_last_are_kept(make_game, monkeypatch):
    monkeypatch.setattr(facts_at_hand, "_KEPT", 2)
    for title in ("Hades", "Celeste", "Quake"):
        make_game(title)

    assert len(look()[0]) == 3
    assert len(facts_at_hand._held) == 2
    facts_at_hand.forget()
