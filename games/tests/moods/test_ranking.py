from __future__ import annotations

import importlib

import pytest
from django.db import connection

from games.models import Game
from games.moods import ranking as mood_ranking
from games.recommender.mood_fit import UNNAMED_BY_EDITOR
from games.recommender.sources.base import Sql
from games.retrieval.pools import WidePool
from games.tests.factories import GameFactory
from games.vocabulary import MOODS

pytestmark = pytest.mark.django_db


def estimates(**fits: float) -> list[float]:
    return [fits.get(mood, 0.1) for mood in MOODS]


def best_for(*moods: tuple[str, float], limit: int = 10) -> list[str]:
    found = WidePool(Sql("is_published")).best_for(moods, limit)
    titles = dict(Game.objects.values_list("pk", "title"))
    with connection.cursor() as cursor:
        cursor.execute(found.text, found.params)
        return [titles[pk] for (pk,) in cursor.fetchall()]


def test_each_mood_has_its_index_in_the_words_of_the_query():
    migration = importlib.import_module("games.migrations.0015_an_index_for_each_mood").Migration
    assert [operation.sql for operation in migration.operations] == [mood_ranking.index_sql(mood) for mood in MOODS]
    assert str(UNNAMED_BY_EDITOR) in mood_ranking.score_sql("chill")


def test_the_best_for_a_mood_are_an_index_read():
    sql, _ = mood_ranking.from_indexes([("tired", 1.0)], "TRUE", 10)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {sql}")
        assert any("game_best_for_tired" in line for (line,) in cursor.fetchall())


def test_fit_leads_quality_breaks_ties_and_the_editor_has_the_last_word():
    GameFactory(title="Lullaby", mood_fit_estimate=estimates(tired=0.9), quality=0.5)
    GameFactory(title="Louder Lullaby", mood_fit_estimate=estimates(tired=0.9), quality=0.4)
    GameFactory(title="Earthquake", mood_fit_estimate=estimates(tired=0.1), quality=0.9)
    GameFactory(title="Corrected", mood_fit_estimate=estimates(tired=0.9), mood_fit={"tired": 0.0}, quality=0.9)
    GameFactory(title="Promoted", mood_fit_estimate=estimates(tired=0.1), mood_fit={"tired": 1.0}, quality=0.9)

    assert best_for(("tired", 1.0)) == ["Promoted", "Lullaby", "Louder Lullaby", "Earthquake", "Corrected"]


def test_a_mix_of_moods_wants_both():
    GameFactory(title="Funny Ghosts", mood_fit_estimate=estimates(spooky=0.8, silly=0.8))
    GameFactory(title="Ghosts", mood_fit_estimate=estimates(spooky=1.0))
    GameFactory(title="Jokes", mood_fit_estimate=estimates(silly=1.0))

    assert best_for(("spooky", 0.5), ("silly", 0.5), limit=1) == ["Funny Ghosts"]


def test_a_game_that_no_index_holds_is_found_all_the_same():
    GameFactory(title="Plain", mood_fit_estimate=estimates(), quality=0.1)
    GameFactory(title="Withdrawn", mood_fit_estimate=estimates(tired=1.0), is_published=False)

    assert best_for(("tired", 1.0)) == ["Plain"]
