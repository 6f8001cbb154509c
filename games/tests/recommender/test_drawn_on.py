"""A reason names the liked game that the neighbours really led from."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from games.collaborative.neighbours import WAYS
from games.collaborative.ranker import FEATURES, Ranker
from games.interactions.recording import record_interaction
from games.models import GameNeighbours, ModelArtefact
from games.neighbours import in_use as neighbours_in_use
from games.neighbours.in_use import Kin, everybody_in, kindred_of
from games.recommender import Context, recommend
from games.recommender.drawn_on import drawn_on


@pytest.fixture
def neighbours(db, now):
    """Rows of neighbours, told as game → {neighbour: nearness}."""
    artefact = ModelArtefact.objects.create(
        name="collaborative", version="1", sha256="", content=b"", size=0, created_at=now
    )

    def tell(near) -> int:
        for game, others in near.items():
            ways = {way: list(others.values()) for way in WAYS}
            GameNeighbours.objects.create(
                artefact=artefact, game=game, plays=9, neighbours=[other.pk for other in others], **ways
            )
        return artefact.pk

    return tell


@pytest.fixture
def kindred(neighbours, monkeypatch):
    """What rows like these say to a history."""
    sums = tuple(1.0 if name in WAYS else 0.0 for name in FEATURES)

    def tell(near, history):
        artefact = neighbours(near)
        known = Kin(artefact, Ranker(sums, (0.0,) * len(FEATURES), centre=1.0, spread=1.0), everybody_in(artefact))
        monkeypatch.setattr(neighbours_in_use, "kin", lambda: known)
        return kindred_of([(game.pk, weight) for game, weight in history])

    return tell


def test_the_nearest_of_the_liked_is_named_and_only_if_it_stands_out(make_game, kindred):
    hades, celeste, quake, pick, other = (make_game(title) for title in ("Hades", "Celeste", "Quake", "Pick", "Other"))
    known = kindred(
        {hades: {pick: 0.9, other: 0.01}, celeste: {pick: 0.3, other: 0.9}, quake: {pick: 0.8}},
        [(celeste, 0.5), (hades, 1.0), (quake, -1.0)],
    )

    named = drawn_on(known, [pick.pk, other.pk])

    assert {game: liked.title for game, liked in named.items()} == {pick.pk: "Hades", other.pk: "Celeste"}


def test_nothing_stands_out_of_many(make_game, kindred):
    pick, *liked = (make_game() for _ in range(6))
    known = kindred({game: {pick: 0.2} for game in liked}, [(game, 1.0) for game in liked])

    assert drawn_on(known, [pick.pk]) == {}


def test_without_a_liking_or_neighbours_nothing_is_asked(make_game, kindred, django_assert_num_queries):
    pick, loved, unloved = (make_game() for _ in range(3))
    known = kindred({loved: {pick: 0.9}}, [(loved, 1.0)])
    with django_assert_num_queries(0):
        assert kindred_of([]) is None
        assert kindred_of([(unloved.pk, -1.0)]) is None
        assert drawn_on(None, [pick.pk]) == {}
        assert drawn_on(known, []) == {}
        assert drawn_on(known, [unloved.pk]) == {}


def test_rows_are_read_once_and_those_asked_for_last_are_kept(
    make_game, kindred, monkeypatch, django_assert_num_queries
):
    loved, old, pick = (make_game() for _ in range(3))
    kindred({loved: {pick: 0.9}, old: {pick: 0.5}}, [(loved, 1.0)])
    with django_assert_num_queries(0):
        assert kindred_of([(loved.pk, 0.5)]).drawn_on([pick.pk], least_share=0.2) == {pick.pk: loved.pk}
    monkeypatch.setattr(neighbours_in_use, "_ROWS_KEPT", 1)

    kindred_of([(old.pk, 1.0)])

    assert list(neighbours_in_use.kin().rows) == [old.pk]


def test_a_like_is_named_in_the_next_reason(make_game, mika, now, neighbours, monkeypatch):
    hades = make_game("Hades", genres=["roguelike"])
    others = [make_game(genres=["roguelike"]) for _ in range(3)]
    pick = make_game("Dead Cells", genres=["roguelike"], feel="Fast runs. One more.", session_minutes=25)
    artefact = neighbours({hades: {pick: 0.9} | dict.fromkeys(others, 0.01)})
    sums = tuple(1.0 if name in WAYS else 0.0 for name in FEATURES)
    known = Kin(artefact, Ranker(sums, (0.0,) * len(FEATURES), centre=1.0, spread=1.0), everybody_in(artefact))
    monkeypatch.setattr(neighbours_in_use, "kin", lambda: known)
    record_interaction(player=mika, game=hades, kind="like", source="chat", at=now - timedelta(minutes=1))
    mika.refresh_from_db()

    slate = recommend(
        player=mika, context=Context(minutes=30), limit=3, rng=np.random.default_rng(1), now=now, explore=False
    )
    reason = next(one.reason for one in slate.picks if one.facts.title == "Dead Cells")

    assert reason.startswith("because you liked Hades: fast runs")
