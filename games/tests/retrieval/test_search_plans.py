"""Every plan finds what a full count and a full sort would find."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest
from django.db import connection

from games import themes
from games.models import Game
from games.recommender.limits import Limits
from games.recommender.sources import SOURCES
from games.recommender.sources.base import Ask
from games.recommender.sources.similar import Similar
from games.retrieval import searching
from games.tests.recommender.making import direction

pytestmark = pytest.mark.django_db

ROWS = 3_000
_FILTERS = {
    "everything": Limits(),
    "half": Limits(platforms=("pc",)),
    "a twentieth": Limits(platforms=("vr",)),
    "a hundredth": Limits(platforms=("browser",)),
}


@dataclass(frozen=True)
class Table:
    vectors: np.ndarray
    ids: np.ndarray
    platforms: list[list[str]]

    def matching(self, limits: Limits) -> np.ndarray:
        if not limits.platforms:
            return np.ones(len(self.ids), dtype=bool)
        return np.array([bool(set(limits.platforms) & set(keys)) for keys in self.platforms])

    def nearest(self, vector: np.ndarray, limits: Limits, limit: int) -> set[int]:
        similar = np.where(self.matching(limits), self.vectors @ vector, -2.0)
        return set(self.ids[np.argsort(-similar)[:limit]].tolist())


@pytest.fixture(scope="module")
def table(django_db_setup, django_db_blocker) -> Iterator[Table]:
    """Vectors in loose clouds, as texts lie; platforms of every rarity, one of them bound to a cloud.

    Indexing them takes seconds, so they stand for the whole module.
    """
    index = next(one for one in Game._meta.indexes if one.name == "game_embedding_hnsw")
    with django_db_blocker.unblock():
        made = _make_table()
        with connection.schema_editor() as editor:
            editor.add_index(Game, index)
    yield made
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.remove_index(Game, index)
        Game.objects.filter(pk__in=made.ids.tolist()).delete()


def _make_table() -> Table:
    rng = np.random.default_rng(11)
    centres = rng.normal(size=(25, 384))
    cloud = rng.integers(25, size=ROWS)
    vectors = (centres[cloud] + 1.1 * rng.normal(size=(ROWS, 384))).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    platforms = [
        [key for key, share in (("pc", 0.5), ("browser", 0.01)) if rng.random() < share]
        + (["vr"] if cloud[number] == 3 or rng.random() < 0.02 else [])
        for number in range(ROWS)
    ]
    games = Game.objects.bulk_create(
        Game(
            slug=f"row-{number}",
            title=f"Row {number}",
            platforms=platforms[number],
            embedding=vectors[number].tolist(),
            embedding_version="test",
            quality=float(rng.random()),
            mood_fit={"tired": float(rng.random())},
        )
        for number in range(ROWS)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE games_game")
    return Table(vectors, np.array([game.pk for game in games]), platforms)


@pytest.mark.parametrize("name", _FILTERS)
@pytest.mark.parametrize("plan", ["exact", "wide", "proposed"])
@pytest.mark.usefixtures("_as_planned")
def test_each_plan_gives_as_many_as_asked_for_and_the_nearest_of_them(plan, name, table):
    limits = _FILTERS[name]
    source = Similar(limit=50)
    expected_count = min(50, int(table.matching(limits).sum()))
    recalls = []
    for seed in range(8):
        ask = table.vectors[seed * 350] + 0.05 * direction(seed)
        ask = (ask / np.linalg.norm(ask)).astype(np.float32)
        found = searching.find(limits, Ask(words=ask), [source], plan=plan).found
        ids = {game.facts.game_id for game in found}
        assert len(ids) == expected_count
        recalls.append(len(ids & table.nearest(ask, limits, 50)) / expected_count)

    assert np.mean(recalls) >= (0.99 if plan == "exact" else 0.95)


def test_few_matches_are_read_exactly_and_many_through_the_index(table, monkeypatch):
    monkeypatch.setattr(searching, "EXACT_UP_TO", 500)

    assert searching.find(Limits(platforms=("browser",)), Ask(), SOURCES).plan == "exact"
    assert searching.find(Limits(), Ask(), SOURCES).plan == "wide"


def test_the_estimate_is_close_enough_to_choose_by(table):
    for limits in _FILTERS.values():
        assert searching.estimate(limits) == pytest.approx(table.matching(limits).sum(), rel=0.35, abs=25)


def test_an_index_search_that_comes_back_short_is_done_again_exactly(table, monkeypatch):
    monkeypatch.setattr(searching, "EXACT_UP_TO", -1)
    monkeypatch.setattr(searching, "_MAX_SCANNED", 1)
    limits = Limits(platforms=("browser",))

    findings = searching.find(limits, Ask(words=direction(5)), [Similar()])

    assert findings.plan == "exact"
    assert len(findings.found) == table.matching(limits).sum()


def test_columns_propose_where_more_than_a_few_match(table, columns_at_hand, monkeypatch):
    columns_at_hand()
    monkeypatch.setattr(searching, "_EXACT_BESIDE_COLUMNS", 100)
    monkeypatch.setattr(searching, "EXACT_UP_TO", 500)

    told = {"a twentieth": "proposed", "a hundredth": "exact", "everything": "proposed"}
    assert {name: searching.find(_FILTERS[name], Ask(words=direction(5)), SOURCES).plan for name in told} == told


def test_proposals_that_are_no_longer_within_the_limits_are_made_good_by_another_search(
    table, columns_at_hand, monkeypatch
):
    columns_at_hand()
    monkeypatch.setattr(searching, "_EXACT_BESIDE_COLUMNS", 100)
    limits = Limits(platforms=("vr",))
    fits = table.matching(limits)
    stays, moves, comes = table.ids[fits][:45].tolist(), table.ids[fits][45:].tolist(), table.ids[~fits][:5].tolist()
    Game.objects.filter(pk__in=moves).update(platforms=["switch"])
    Game.objects.filter(pk__in=comes).update(platforms=["vr"])

    findings = searching.find(limits, Ask(words=table.vectors[0]), [Similar()])

    assert {game.facts.game_id for game in findings.found} == {*stays, *comes}


def test_where_most_texts_speak_of_what_is_left_out_columns_propose_more_before_all_texts_are_read(
    table, columns_at_hand, monkeypatch
):
    best_first = np.argsort(-(table.vectors @ table.vectors[0]))
    spoilt = table.ids[best_first[:400]].tolist()
    Game.objects.filter(pk__in=spoilt).update(summary="The zombies are coming.")
    columns_at_hand()
    monkeypatch.setattr(searching, "_EXACT_BESIDE_COLUMNS", 100)
    limits = Limits(excluded_text=themes.unwanted(("zombies",)).text)

    findings = searching.find(limits, Ask(words=table.vectors[0]), [Similar()])

    assert findings.plan == "proposed"
    found = {game.facts.game_id for game in findings.found}
    assert found.isdisjoint(spoilt)
    nearest = set(table.ids[best_first[400 : 400 + len(found)]].tolist())
    assert len(found & nearest) >= 0.9 * len(found)
