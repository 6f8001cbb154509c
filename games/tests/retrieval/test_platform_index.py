"""A platform's own index is taken by searches within that platform, whatever else limits them, and by no others."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from games.models import Platform
from games.recommender.limits import Limits
from games.recommender.sources.base import Ask
from games.recommender.sources.similar import Similar
from games.retrieval import platform_index, searching
from games.retrieval.pools import WidePool
from games.retrieval.statement import condition_of
from games.tests.recommender.making import direction

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def vr(make_game) -> str:
    """Three games for VR headsets, and no index of them once the test is over."""
    Platform.objects.get_or_create(key="vr", defaults={"label": "VR"})
    for number in range(3):
        make_game(platforms=["vr"], embedding=direction(number), embedding_version="test")
    yield "vr"
    platform_index.drop("vr")


def indexes_of(limits: Limits) -> str:
    """How PostgreSQL would find the nearest within these limits if it could not read everything."""
    nearest = WidePool(condition_of(limits)).nearest(direction(1), 5)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(name, 'off', false) FROM unnest(ARRAY['enable_seqscan', 'enable_sort']) AS name"
        )
        cursor.execute(f"EXPLAIN {nearest.text}", nearest.params)
        plan = "\n".join(line for (line,) in cursor.fetchall())
        cursor.execute("RESET enable_seqscan; RESET enable_sort")
    return plan


def test_it_serves_whoever_has_that_platform_whatever_else_limits_them(vr):
    platform_index.build(vr, memory="64MB")
    assert "game_embedding_of_vr" in indexes_of(Limits(platforms=("vr",)))
    assert "game_embedding_of_vr" in indexes_of(
        Limits(platforms=("vr",), excluded_genres=("horror",), excluded_ids=frozenset({7}))
    )


def test_it_serves_nobody_who_may_see_more_than_it_holds(vr):
    platform_index.build(vr, memory="64MB")
    assert "game_embedding_of_vr" not in indexes_of(Limits(platforms=("vr", "pc")))
    assert "game_embedding_of_vr" not in indexes_of(Limits())


def test_it_may_be_built_again_and_goes_when_it_is_told_to(vr):
    assert dict(platform_index.built()) == {}
    for _ in range(2):
        platform_index.build(vr, memory="64MB")
        assert dict(platform_index.built()).keys() == {"vr"}
    platform_index.drop(vr)
    platform_index.drop(vr)
    assert dict(platform_index.built()) == {}


def test_memory_for_building_is_given_back(vr):
    with connection.cursor() as cursor:
        cursor.execute("SHOW maintenance_work_mem")
        usual = cursor.fetchone()
        platform_index.build(vr, memory="77MB")
        cursor.execute("SHOW maintenance_work_mem")
        assert cursor.fetchone() == usual


def test_the_command_builds_tells_and_drops(vr):
    told = StringIO()
    call_command("index_platform", "vr", memory="64MB", stdout=told)
    call_command("index_platform", stdout=told)
    call_command("index_platform", "vr", drop=True, stdout=told)
    assert [line.split(" ")[0] for line in told.getvalue().splitlines()] == ["vr:", "vr:", "vr"]


@pytest.mark.parametrize(("asked", "why"), [
    ({"platform": "toaster"}, "no platform “toaster”"),
    ({"platform": "vr", "memory": "a lot"}, "could not be indexed"),
])  # fmt: skip
def test_the_command_says_in_one_line_what_is_wrong(vr, asked, why):
    with pytest.raises(CommandError, match=why):
        call_command("index_platform", asked.pop("platform"), **asked)


def test_what_it_finds_is_what_there_is(vr):
    platform_index.build(vr, memory="64MB")
    found = searching.find(Limits(platforms=("vr",)), Ask(words=direction(1)), (Similar(limit=5),), plan="wide").found
    assert len(found) == 3


def test_whether_it_serves_is_known_without_asking_every_time(vr, django_assert_num_queries):
    platform_index.build(vr, memory="64MB")
    assert platform_index.serves(Limits(platforms=("vr",)))
    with django_assert_num_queries(0):
        assert platform_index.serves(Limits(platforms=("vr",), excluded_genres=("horror",)))
        assert not platform_index.serves(Limits(platforms=("pc",)))
        assert not platform_index.serves(Limits(platforms=("vr", "pc")))
        assert not platform_index.serves(Limits())
    platform_index.drop(vr)
    assert not platform_index.serves(Limits(platforms=("vr",)))
