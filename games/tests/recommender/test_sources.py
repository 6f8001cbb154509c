"""One contract for every source of candidates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from games.collaborative.reach import Reach
from games.models import Game, Offer, Trend
from games.recommender.limits import Limits
from games.recommender.sources import SOURCES
from games.recommender.sources.base import Ask, Knowing, Measuring, Pool, Source, Sql
from games.retrieval import searching
from games.tests.recommender.making import TONIGHT, direction

pytestmark = pytest.mark.django_db

TODAY = TONIGHT.date()
WORDS = direction(1)
SEGMENTS = ("everyone", "platform:pc", "city:lyon", "age:13_17", "moment:weekday-evening")
# Whoever asks, something can be said to them; the others need something to go by.
NEED_NOTHING = {"popular", "trend"}
LIMITS = Limits(
    platforms=("pc",),
    families=(("pc", ("pc",)),),
    price_caps=(("USD", Decimal(20)),),
    excluded_genres=("horror",),
    oldest_rating=12,
    player_mode="solo",
    longest_sitting=60,
    wanted_genres=("adventure",),
    released_from=2000,
    released_to=TODAY.year,
)
ALLOWED: dict[str, Any] = {
    "platforms": ["pc"], "genres": ["adventure"], "tags": ["cozy"], "player_modes": ["solo"], "age_rating": 7,
    "session_minutes": 20, "release_date": TODAY - timedelta(days=30), "mood_fit": {"tired": 0.9, "creative": 0.9},
    "quality": 0.5,
}  # fmt: skip
# Each breaks one limit, and is better than all that is allowed in everything else.
FORBIDDEN: dict[str, dict[str, Any]] = {
    "another machine": {"platforms": ["switch"]},
    "too dear": {"price": 30},
    "no price known": {"price": None},
    "an unwanted genre": {"genres": ["adventure", "horror"]},
    "an unwanted tag": {"tags": ["horror"]},
    "not the genre": {"genres": ["puzzle"]},
    "for grown-ups": {"age_rating": 18},
    "no rating known": {"age_rating": None},
    "only with others": {"player_modes": ["coop"]},
    "too long": {"session_minutes": 90},
    "too old": {"release_date": date(1999, 1, 1)},
    "sexual": {"has_sexual_content": True},
    "not published": {"is_published": False},
    "seen": {"slug": "seen"},
    "turned down": {"slug": "turned-down"},
}


@dataclass(frozen=True)
class Shelf:
    """What stands in the catalogue, and what was asked so that every source has something to go by."""

    allowed: frozenset[int]
    limits: Limits
    ask: Ask


@pytest.fixture(scope="module")
def shelf(django_db_setup, django_db_blocker) -> Iterator[Shelf]:
    with django_db_blocker.unblock():
        made = _fill()
    yield made
    with django_db_blocker.unblock():
        Game.objects.filter(slug__startswith="shelf-").delete()


def _fill() -> Shelf:
    games, prices = [], {}
    for number in range(6):
        games.append((f"allowed {number}", 10, ALLOWED | {"slug": f"shelf-{number}"}))
    for name, broken in FORBIDDEN.items():
        told = ALLOWED | {"quality": 0.9, "mood_fit": {"tired": 1.0, "creative": 1.0}} | broken
        price = told.pop("price", 10)
        games.append((name, price, told | {"slug": f"shelf-{told.get('slug', name.replace(' ', '-'))}"}))
    rows = Game.objects.bulk_create(
        Game(title=name, embedding=WORDS.tolist(), embedding_version="test", **told) for name, _, told in games
    )
    for row, (_, price, _) in zip(rows, games, strict=True):
        prices[row.pk] = price
    Offer.objects.bulk_create(
        Offer(game_id=pk, store="Steam", family="pc", amount=price, currency="USD", seen_at=TONIGHT)
        for pk, price in prices.items()
        if price is not None
    )
    Trend.objects.bulk_create(
        Trend(segment=segment, game=row, score=1.0 if row.title in FORBIDDEN else 0.5)
        for segment in SEGMENTS
        for row in rows
    )
    by_title = {row.title: row.pk for row in rows}
    return Shelf(
        frozenset(row.pk for row in rows if row.title not in FORBIDDEN),
        replace(LIMITS, excluded_ids=frozenset({by_title["seen"]}), excluded_slugs=frozenset({"shelf-turned-down"})),
        Ask(
            words=WORDS, liked=WORDS, moods=(("tired", 1.0),), known_words=("racing",),
            city="city:lyon", age_group="age:13_17", platforms=("platform:pc",), moment="moment:weekday-evening",
            intent="create", pinned=tuple(row.slug for row in rows[::2]), boosted=tuple(row.slug for row in rows[1::2]),
            today=TODAY, reach=_reach(rows),
        ),
    )  # fmt: skip


def _reach(rows: list[Game]) -> Reach:
    """The forbidden ones suit best."""
    ids = sorted(row.pk for row in rows)
    forbidden = {row.pk for row in rows if row.title in FORBIDDEN}
    return Reach(np.array(ids), np.array([1.0 if pk in forbidden else 0.5 for pk in ids], dtype=np.float32))


def found_by(source: Source, shelf: Shelf, plan: str, **changed: Any) -> searching.Findings:
    return searching.find(shelf.limits, replace(shelf.ask, **changed), [source], plan=plan)


each_source = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
every_plan = pytest.mark.parametrize("plan", ["exact", "wide", "proposed"])
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_as_planned")]


@each_source
@every_plan
def test_it_finds_something_and_nothing_beyond_any_limit(plan, source, shelf):
    found = found_by(source, shelf, plan).found

    assert {game.facts.game_id for game in found} == shelf.allowed
    assert {game.sources for game in found} == {(source.name,)}


@each_source
@every_plan
def test_it_gives_no_more_than_its_limit(plan, source, shelf):
    assert len(found_by(replace(source, limit=2), shelf, plan).found) == 2


@each_source
def test_without_anything_to_go_by_it_says_so(source):
    class Nothing:
        def __getattr__(self, name: str) -> Any:
            return lambda *arguments: Sql("SELECT id FROM games_game")

    pool: Pool = Nothing()  # type: ignore[assignment]
    selected = source.select(pool, Ask())
    assert (selected is None) == (source.name not in NEED_NOTHING)
    if selected is None and isinstance(source, Measuring):
        assert source.measure(Ask()) is None
    if isinstance(source, Knowing):
        assert source.known(Ask()) is None


@each_source
@every_plan
def test_asked_twice_it_answers_the_same(plan, source, shelf):
    first, second = (
        [(game.facts.game_id, game.measures) for game in found_by(replace(source, limit=3), shelf, plan).found]
        for _ in range(2)
    )
    assert sorted(first, key=str) == sorted(second, key=str)


@each_source
@every_plan
def test_when_it_fails_the_others_go_on(plan, source, shelf):
    @dataclass(frozen=True)
    class Failing:
        name: str = source.name

        def select(self, pool: Pool, ask: Ask) -> Sql | None:
            return Sql("SELECT id FROM no_such_table")

    others = [other for other in SOURCES if other != source]
    findings = searching.find(shelf.limits, shelf.ask, [Failing(), *others], plan=plan)

    assert findings.failed == (source.name,)
    assert {game.facts.game_id for game in findings.found} == shelf.allowed


@every_plan
def test_all_together_take_as_many_statements_as_one(plan, shelf):
    searching.find(shelf.limits, shelf.ask, SOURCES, plan=plan)  # what a process keeps is at hand
    with CaptureQueriesContext(connection) as captured:
        searching.find(shelf.limits, shelf.ask, SOURCES, plan=plan)

    if plan == "proposed":  # the ids of named titles twice, the rows of what is proposed, prices; two savepoints
        assert len(captured) <= 8
        return
    assert sum("FROM found" in query["sql"] for query in captured) == 1
    # Beside it: the savepoint and its end.
    assert len(captured) <= 3


@each_source
@every_plan
def test_what_it_measures_every_candidate_bears(plan, source, shelf):
    if not isinstance(source, (Measuring, Knowing)):
        return
    everybody = searching.find(shelf.limits, shelf.ask, SOURCES, plan=plan).found

    assert all(0 < game.measures[source.name] <= 1 for game in everybody)
    if source.name in ("trend", "nearby", "age_group", "right_now", "collaborative"):
        assert {game.measures[source.name] for game in everybody} == {0.5}


def test_figures_of_several_machines_count_by_the_best(shelf):
    game = min(shelf.allowed)
    Trend.objects.create(segment="platform:switch", game_id=game, score=0.8)
    (trend,) = (source for source in SOURCES if source.name == "trend")

    found = found_by(trend, shelf, "exact", platforms=("platform:pc", "platform:switch")).found

    assert {game.facts.game_id: game.measures["trend"] for game in found}[game] == 0.8


def test_an_intent_to_play_between_two_jobs_finds_what_is_short(shelf):
    (intent,) = (source for source in SOURCES if source.name == "intent")
    Game.objects.filter(pk=min(shelf.allowed)).update(session_minutes=45)

    found = found_by(intent, shelf, "exact", intent="freelance").found

    assert {game.facts.game_id for game in found} == shelf.allowed - {min(shelf.allowed)}


def test_a_discovery_is_nothing_like_what_they_know(shelf):
    (discovery,) = (source for source in SOURCES if source.name == "discovery")

    assert found_by(discovery, shelf, "exact", known_words=("adventure",)).found == ()
    assert found_by(discovery, shelf, "exact", known_words=("cozy",)).found == ()


@every_plan
def test_a_long_list_of_pins_and_boosts_crowds_out_no_pin_that_may_be_offered(plan, shelf):
    (named,) = (source for source in SOURCES if source.name == "editors_picks")
    pinned = Game.objects.get(slug="shelf-3")
    Game.objects.filter(pk=pinned.pk).update(quality=0.1)
    elsewhere = tuple(f"aaa-not-sold-here-{number}" for number in range(150))
    boosted = tuple(f"shelf-{number}" for number in range(6))

    found = found_by(replace(named, limit=2), shelf, plan, pinned=(*elsewhere, pinned.slug), boosted=boosted).found

    assert pinned.pk in {game.facts.game_id for game in found}
