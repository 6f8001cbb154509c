"""A platform's own index is taken by searches within that platform, whatever else limits them, and by no others."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection

from games.models import Game, Platform
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
    platform_index.clear_away()
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
    assert "game_vectors_vr" in indexes_of(Limits(platforms=("vr",)))
    assert "game_vectors_vr" in indexes_of(
        Limits(platforms=("vr",), excluded_genres=("horror",), excluded_ids=frozenset({7}))
    )


def test_it_serves_nobody_who_may_see_more_than_it_holds(vr):
    platform_index.build(vr, memory="64MB")
    assert "game_vectors_vr" not in indexes_of(Limits(platforms=("vr", "pc")))
    assert "game_vectors_vr" not in indexes_of(Limits())


def test_it_may_be_built_again_and_goes_when_it_is_told_to(vr):
    assert dict(platform_index.built()) == {}
    for _ in range(2):
        platform_index.build(vr, memory="64MB")
        assert dict(platform_index.built()).keys() == {"vr"}
    platform_index.drop(vr)
    platform_index.drop(vr)
    assert dict(platform_index.built()) == {}


@contextmanager
def while_somebody(does: str) -> Iterator[None]:
    """Their transaction stays open."""
    elsewhere = connection.copy()
    try:
        with elsewhere.cursor() as cursor:
            cursor.execute(f"BEGIN; {does}")
        yield
    finally:
        elsewhere.close()


@contextmanager
def while_it_is_made(platform: str, *, until: str, waiting_for: str) -> Iterator[Callable[[], None]]:
    """Yields once there is an index of that name; what is yielded kills the connection that makes it."""
    ended: list[bool] = []

    def make() -> None:
        try:
            platform_index.build(platform, memory="64MB")
        except DatabaseError:
            ended.append(False)
        else:
            ended.append(True)
        finally:
            connection.close()

    def kill() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_progress_create_index")
        making.join(timeout=30)
        assert ended == [False]

    making = threading.Thread(target=make)
    with while_somebody(waiting_for):
        making.start()
        patience = time.monotonic() + 30
        while until not in [index.name for index in platform_index.standing()]:
            assert time.monotonic() < patience
            time.sleep(0.02)
        yield kill
    making.join(timeout=30)
    assert ended


BEING_MADE = {"until": "next_vectors_vr", "waiting_for": "UPDATE games_game SET title = title"}
BEING_DROPPED = {"until": "past_vectors_vr", "waiting_for": "SELECT count(*) FROM games_game"}


def test_while_it_is_made_anew_the_one_before_serves(vr):
    platform_index.build(vr, memory="64MB")
    platform_index.forget()
    with while_it_is_made(vr, **BEING_MADE):
        assert dict(platform_index.built()).keys() == {"vr"}
        assert platform_index.serves(Limits(platforms=("vr",)))
        assert "game_vectors_vr" in indexes_of(Limits(platforms=("vr",)))
        told = StringIO()
        call_command("index_platform", stdout=told)
        assert told.getvalue().splitlines() == ["vr: 0 MB", "a platform's index is being made or taken away already"]
    assert [index.name for index in platform_index.standing()] == ["game_vectors_vr"]


def test_what_is_killed_leaves_the_one_before_serving_and_is_told_until_the_next_run(vr):
    platform_index.build(vr, memory="64MB")
    with while_it_is_made(vr, **BEING_MADE) as kill:
        kill()
    assert "game_vectors_vr" in indexes_of(Limits(platforms=("vr",)))
    for asked, lines in (
        ([], ["vr: 0 MB", "vr: 0 MB that a run which was broken off has left; the next run takes it away"]),
        (["vr"], ["vr: took away 0 MB that a run which was broken off has left", "vr: 0 MB in 0 s"]),
        ([], ["vr: 0 MB"]),
    ):
        told = StringIO()
        call_command("index_platform", *asked, stdout=told)
        assert told.getvalue().splitlines() == lines
    assert [index.name for index in platform_index.standing()] == ["game_vectors_vr"]


@pytest.mark.parametrize("name", ["next_vectors_vr", "past_vectors_vr"])
def test_a_run_that_was_killed_between_two_names_is_put_right_by_the_next(vr, name):
    platform_index.build(vr, memory="64MB")
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER INDEX game_vectors_vr RENAME TO {name}")
    assert dict(platform_index.built()) == {}
    platform_index.build(vr, memory="64MB")
    assert [index.name for index in platform_index.standing()] == ["game_vectors_vr"]


def test_what_was_broken_off_by_the_name_of_a_whole_one_goes_too(vr):
    platform_index.build(vr, memory="64MB")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'game_vectors_vr'::regclass")
    assert dict(platform_index.built()) == {}
    assert [index.platform for index in platform_index.clear_away()] == ["vr"]
    assert platform_index.standing() == []


def test_nobody_waits_for_the_new_one_to_take_its_place_while_somebody_reads_on(vr):
    platform_index.build(vr, memory="64MB")
    with while_it_is_made(vr, **BEING_DROPPED):
        assert dict(platform_index.built()).keys() == {"vr"}
        find = searching.find(Limits(platforms=("vr",)), Ask(words=direction(1)), (Similar(limit=5),), plan="wide")
        assert len(find.found) == 3
        Game.objects.update(title="Another")
    assert [index.name for index in platform_index.standing()] == ["game_vectors_vr"]


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


def test_two_at_once_do_not_take_away_what_the_other_makes(vr):
    elsewhere = connection.copy()
    try:
        with elsewhere.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [platform_index._LOCK])
        for drop in (False, True):
            with pytest.raises(CommandError, match="already"):
                call_command("index_platform", "vr", drop=drop)
    finally:
        elsewhere.close()
    call_command("index_platform", "vr", memory="64MB", stdout=StringIO())
    assert dict(platform_index.built()).keys() == {"vr"}


def test_platforms_that_begin_alike_have_an_index_each():
    alike = [f"{'a-very-old-handheld-' * 3}"[:49] + end for end in "ab"]
    try:
        for platform in alike:
            platform_index.build(platform, memory="64MB")
        assert sorted(dict(platform_index.built())) == alike
    finally:
        for platform in alike:
            platform_index.drop(platform)


def test_the_index_of_a_platform_that_is_gone_can_be_taken_away(vr):
    platform_index.build(vr, memory="64MB")
    Platform.objects.filter(key=vr).delete()
    call_command("index_platform", vr, drop=True, stdout=StringIO())
    assert dict(platform_index.built()) == {}


def test_what_was_broken_off_of_a_platform_that_is_gone_can_be_taken_away(vr):
    with while_it_is_made(vr, **BEING_MADE) as kill:
        kill()
    Platform.objects.filter(key=vr).delete()
    told = StringIO()
    call_command("index_platform", vr, drop=True, stdout=told)
    assert "took away" in told.getvalue()
    assert platform_index.standing() == []


@pytest.fixture
def somebody_without_rights() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE reader; GRANT SELECT ON games_platform TO reader; SET ROLE reader")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE; DROP OWNED BY reader; DROP ROLE reader")


def test_who_may_not_is_told_in_one_line(vr, somebody_without_rights):
    with pytest.raises(CommandError, match="could not be indexed: "):
        call_command("index_platform", vr, memory="64MB")


def test_who_may_not_take_one_away_is_told_in_one_line(vr, request):
    platform_index.build(vr, memory="64MB")
    request.getfixturevalue("somebody_without_rights")
    with pytest.raises(CommandError, match="keeps its index: must be owner"):
        call_command("index_platform", vr, drop=True)


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
