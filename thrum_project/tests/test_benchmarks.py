"""The measurements measure what they say. How fast we are is never asserted here."""

from __future__ import annotations

import csv
import importlib
import json
from collections import Counter

import numpy as np
import pytest
from django.core.management import call_command

from games.embedding import game_vectors
from games.embedding.encoder import DIMENSIONS
from games.models import Game, Impression, Interaction, Offer, Player
from games.recommender import Context, recommend
from games.recommender.limits import Limits
from games.vocabulary import MOODS
from thrum_project.benchmarks import (
    OPT_IN,
    QUESTIONS,
    Bench,
    Row,
    engagement,
    made_up_catalogue,
    made_up_past,
    overlap,
    retrieval,
    webhook,
)
from thrum_project.management.commands import bench as command


@pytest.fixture
def few(rng):
    """A catalogue a little larger than the demo's."""
    return Bench(games=400, rng=rng, database_url="", say=lambda text: None)


@pytest.mark.parametrize("name", [*QUESTIONS, *(module for module, _ in OPT_IN.values())])
def test_a_question_can_be_asked(name):
    assert callable(importlib.import_module(f"thrum_project.benchmarks.{name}").measure)


def test_the_made_up_file_has_a_row_a_game_and_no_slug_twice(tmp_path, rng):
    made_up_catalogue.write_csv(tmp_path / "games.csv", 50, rng)

    with (tmp_path / "games.csv").open(newline="", encoding="utf-8") as file:
        assert len({row["slug"] for row in csv.DictReader(file)}) == 50


@pytest.mark.django_db
def test_the_made_up_catalogue_is_made_once_and_searched_beside_the_true_nearest(few, encoder):
    call_command("load_demo", stdout=made_up_catalogue.Quiet())
    _give_vectors(few.rng)
    made_up_catalogue.fill(few.games, few.rng)
    made_up_catalogue.fill(few.games, few.rng)

    assert Game.objects.filter(embedding_version=game_vectors.CURRENT_VERSION).count() == few.games
    assert Offer.objects.filter(game__slug__startswith="made-up-").exists()
    vector = encoder.encode_one("something calm")
    rows = Game.objects.values_list("pk", "embedding")
    by_hand = sorted(rows, key=lambda row: -float(np.dot(vector, np.asarray(row[1], dtype=np.float32))))
    assert len(retrieval._exact(Limits(), vector) & {pk for pk, _ in by_hand[:50]}) >= 49  # halves round the last


@pytest.mark.django_db
def test_the_made_up_past_costs_an_answer_all_that_a_real_one_does(few):
    Game.objects.bulk_create(
        Game(slug=f"g-{n}", title=f"Game {n}", platforms=["pc"], quality=n / 30) for n in range(30)
    )

    events = made_up_past.fill(40, few.rng)

    known = Counter(Player.objects.filter(origin="bench").values_list("events_count", flat=True))
    assert known.keys() == made_up_past.EVENTS.keys()
    assert sum(count * players for count, players in known.items()) == events == Interaction.objects.count()
    assert set(Impression.objects.values_list("player_id", flat=True)) == set(
        Player.objects.filter(origin="bench", events_count__gt=0).values_list("pk", flat=True)
    )
    busy = Player.objects.filter(origin="bench", events_count=40).first()
    slate = recommend(player=busy, context=Context(), limit=3, rng=np.random.default_rng(1), now=made_up_past.NOW)
    assert slate.picks
    assert slate.policy_version.startswith("learnt-") or slate.policy_version.startswith("held back")
    assert any("collaborative" in candidate.parts for candidate in slate.candidates)
    assert any(candidate.worn for candidate in slate.candidates)
    assert any("Ours to show" in candidate.rules for candidate in slate.candidates)


def _give_vectors(rng):
    """Any will do; encoding three hundred texts takes seconds."""
    games = list(Game.objects.only("pk"))
    for game in games:
        vector = rng.normal(size=DIMENSIONS)
        game.embedding, game.embedding_version = vector / np.linalg.norm(vector), game_vectors.CURRENT_VERSION
        game.mood_fit_estimate = [0.5] * len(MOODS)
    Game.objects.bulk_update(games, ["embedding", "embedding_version", "mood_fit_estimate"])


@pytest.mark.django_db
def test_the_webhook_is_asked_for_people_known_and_new(few, monkeypatch):
    monkeypatch.setattr(webhook, "_COUNT", 3)
    acknowledged, statements = webhook.measure(few)

    assert acknowledged.ratio
    assert statements.met, statements.ours


@pytest.mark.django_db
def test_a_cycle_is_measured_beside_the_loop_and_both_decide_the_same(rng, monkeypatch):
    monkeypatch.setattr(engagement, "_LOOKED_AT", 40)
    rows = {row.question: row for row in engagement.measure(Bench(20, rng, "", lambda text: None))}

    assert rows["people about whom both decide the same"].met
    assert rows["the same cycle again"].met
    assert rows["an engagement cycle over 200 people"].ratio


def test_what_two_searches_share_is_counted_in_any_order():
    assert overlap.overlap(np.array([[1, 2], [3, 4]]), np.array([[2, 1], [4, 9]])) == 0.75


@pytest.mark.parametrize(
    ("met", "verdict"), [(True, "✓ target ≤ 20 ms"), (False, "✗ MISSED target ≤ 20 ms"), (None, "target ≤ 20 ms")]
)
def test_a_line_says_ours_the_peer_the_ratio_and_whether_the_target_is_met(met, verdict):
    row = Row("a search", "9 ms", "reading everything: 90 ms", 10.0, "≤ 20 ms", met)

    assert command._as_line(row) == f"a search: 9 ms  beside reading everything: 90 ms  10.00 ×  {verdict}"


def test_a_row_travels_as_json():
    assert json.loads(json.dumps(Row("a search", "9 ms").as_json()))["ours"] == "9 ms"


def test_a_question_nobody_knows_is_refused_before_any_database_is_made():
    with pytest.raises(Exception, match="invalid choice"):
        call_command("bench", "--only", "weather")
