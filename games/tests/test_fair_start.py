"""A new title gets its showings, and an editor sees what came of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from hypothesis import given
from hypothesis import strategies as st

from games import fair_start, versions
from games.models import FairStart, Game, ImportBatch, ImportRow, Impression, Job
from games.recommender import Context, recommend, record
from games.recommender.fair_start import Owed, how_it_goes, those_due, urgency
from games.tests.factories import GameFactory, PlayerFactory

NOW = datetime(2026, 5, 4, 20, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=14)


def owed(*, due=30, given=0) -> Owed:
    return Owed(due, given, NOW, LATER)


@given(due=st.integers(1, 100), given=st.integers(0, 100), days=st.integers(-5, 20))
def test_nobody_is_due_more_than_they_are_owed_nor_outside_their_time(due, given, days):
    weight = urgency(owed(due=due, given=given), NOW + timedelta(days=days))

    assert 0 <= weight <= 1
    if given >= due or days < 0 or days >= 14:
        assert weight == 0
    else:
        assert weight > 0
        assert weight >= urgency(owed(due=due, given=given + 1), NOW + timedelta(days=days))


def test_those_furthest_behind_weigh_most():
    weights = those_due({1: owed(given=0), 2: owed(given=20), 3: owed(given=30)}, NOW + timedelta(days=7))

    assert weights.keys() == {1, 2}
    assert weights[1] > weights[2]


@pytest.mark.parametrize(
    ("given", "days", "state"),
    [(30, 3, "given"), (0, 1, "on its way"), (0, 7, "starving"), (10, 7, "on its way"), (29, 14, "fell short")],
)
def test_how_it_goes_is_told_by_an_even_pace(given, days, state):
    assert how_it_goes(owed(given=given), NOW + timedelta(days=days)) == state


# --- With a catalogue ---------------------------------------------------------------------------


@pytest.fixture
def fresh(db):
    """A title of today that has its vector."""

    def make(title: str, *, age: timedelta = timedelta(), **values) -> Game:
        game = GameFactory(title=title, embedding=[0.05] * 384, embedding_version="test", **values)
        Game.objects.filter(pk=game.pk).update(created_at=NOW - age)
        return game

    return make


def test_a_title_begins_once_when_it_has_a_vector_and_is_new(fresh, settings):
    settings.FAIR_START_IMPRESSIONS, settings.FAIR_START_DAYS = 12, 7
    game = fresh("New")
    fresh("Old", age=timedelta(days=8))
    GameFactory(title="Without a vector")
    fresh("Withdrawn", is_published=False)

    assert fair_start.keep(now=NOW) == "1 begun, 0 counted"
    assert fair_start.keep(now=NOW + timedelta(minutes=10)) == "0 begun, 0 counted"

    row = FairStart.objects.get()
    assert (row.game, row.due, row.ends_at - row.begins_at) == (game, 12, timedelta(days=7))
    assert fair_start.due_now(NOW).keys() == {game.pk}


def test_zero_showings_switch_it_off(fresh, settings):
    settings.FAIR_START_IMPRESSIONS = 0
    fresh("New")
    assert fair_start.keep(now=NOW) == "0 begun, 0 counted"


def test_the_editor_who_added_it_is_known_by_file_and_by_hand(fresh):
    edith, emil = (User.objects.create_user(name) for name in ("edith", "emil"))
    imported, typed, nobodys = fresh("Imported"), fresh("Typed"), fresh("Nobody’s")
    batch = ImportBatch.objects.create(
        file_name="x.csv", sha256="", job=Job.objects.create(kind="import_games", by=edith), content=b""
    )
    ImportRow.objects.create(batch=batch, line=2, effect="created", game=imported)
    LogEntry.objects.create(
        user=emil, content_type=ContentType.objects.get_for_model(Game), object_id=str(typed.pk), action_flag=ADDITION
    )

    fair_start.keep(now=NOW)

    added_by = {row.game: row.added_by for row in FairStart.objects.select_related("game", "added_by")}
    assert added_by == {imported: edith, typed: emil, nobodys: None}


def test_showings_answers_and_what_stood_in_the_way_are_counted_once(fresh):
    game = fresh("New", mood_fit={"tired": 0.9, "hyped": 0.1})
    fair_start.keep(now=NOW)
    mika = PlayerFactory()
    shown = NOW + timedelta(hours=1)

    def serve(at, mood):
        slate = recommend(player=mika, context=Context(mood=mood), limit=1, rng=np.random.default_rng(1), now=at)
        return record(slate, player=mika, surface="chat", now=at)

    row = serve(shown, "tired")
    Impression.objects.filter(slate=row).update(shown_at=shown, outcome="accepted")
    serve(NOW + timedelta(days=8), "hyped")

    until = NOW + timedelta(days=9)
    assert fair_start.keep(now=until) == "0 begun, 1 counted"
    assert fair_start.keep(now=until) == "0 begun, 0 counted"

    counted = FairStart.objects.get(game=game)
    assert (counted.given, counted.accepted, counted.considered, counted.stayed) == (1, 1, 2, 1)
    assert counted.dropped == {"wrong for the mood": 1}


def test_a_title_that_had_its_showings_is_due_no_more(fresh):
    game = fresh("New")
    fair_start.keep(now=NOW)
    FairStart.objects.update(given=30)
    fair_start.forget()
    fresh("Another")
    fair_start.begin(now=NOW)

    assert game.pk not in fair_start.due_now(NOW)
    assert len(fair_start.due_now(NOW)) == 1
    assert not fair_start.due_now(LATER)


def test_serving_asks_what_is_due_once(fresh, django_assert_num_queries):
    fresh("New")
    fair_start.keep(now=NOW)
    fair_start.due_now(NOW)

    with django_assert_num_queries(0):
        assert len(fair_start.due_now(NOW)) == 1


def test_a_newcomer_that_plays_alone_would_never_show_is_drawn_and_never_where_it_does_not_fit(fresh):
    for number in range(6):
        GameFactory(title=f"Loved {chr(65 + number)}", quality=0.8, popularity=0.9, mood_fit={"tired": 0.8})
    newcomer = fresh("Newcomer", quality=0.5, mood_fit={"tired": 0.8, "hyped": 0.1})
    fair_start.keep(now=NOW)

    def picks(seed, mood):
        rng = np.random.default_rng(seed)
        return recommend(player=None, context=Context(mood=mood), limit=3, rng=rng, now=NOW).picks

    drawn = [pick for seed in range(60) for pick in picks(seed, "tired") if pick.facts.game_id == newcomer.pk]
    assert drawn
    assert {pick.strategy for pick in drawn} == {"fair_start"}
    assert all(0 < pick.propensity <= 0.15 for pick in drawn)
    assert not any(pick.facts.game_id == newcomer.pk for seed in range(10) for pick in picks(seed, "hyped"))


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"given": 30}, ""),
        ({"considered": 0}, "no wish has found it yet: it lacks a summary"),
        ({"considered": 40, "stayed": 2, "dropped": {"wrong for the mood": 30, "x": 8}}, "30 of 40 times wrong for"),
        ({"considered": 40, "stayed": 30}, "seldom near enough"),
    ],
)
def test_why_a_title_starves_is_said(fresh, values, told):
    row = FairStart.objects.create(game=fresh("New"), due=30, begins_at=NOW, ends_at=LATER, **values)

    why = fair_start.why_short(row, now=NOW + timedelta(days=10))

    assert told in why
    assert bool(why) == bool(told)


def test_the_audit_shows_mine(fresh, client):
    edith = User.objects.create_superuser("edith")
    for title, user in (("Of hers", edith), ("Of others", None)):
        FairStart.objects.create(game=fresh(title), added_by=user, due=30, begins_at=NOW, ends_at=LATER)
    client.force_login(edith)

    every, mine = (client.get(f"/admin/games/fairstart/{query}").content.decode() for query in ("", "?added=mine"))

    assert "Of hers" in every
    assert "Of others" in every
    assert "Of hers" in mine
    assert "Of others" not in mine


def test_what_is_due_is_reckoned_once_a_minute(db):
    game = GameFactory()
    FairStart.objects.create(game=game, due=30, begins_at=NOW, ends_at=LATER)
    versions.bump("fair_start")

    first = fair_start.due_now(NOW)

    assert first[game.pk] > 0
    assert fair_start.due_now(NOW + timedelta(seconds=59)) is first
    assert fair_start.due_now(NOW + timedelta(days=5))[game.pk] > first[game.pk]
