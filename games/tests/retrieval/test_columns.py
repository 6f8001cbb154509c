"""What columns at hand see is what the database sees, prices aside."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from games.columns import at_hand, reading
from games.columns.table import Table
from games.models import Game
from games.recommender.limits import Limits
from games.recommender.sources import SOURCES
from games.recommender.sources.base import Ask
from games.recommender.sources.editors_picks import EditorsPicks
from games.recommender.sources.popular import Popular
from games.recommender.sources.similar import Similar
from games.retrieval import searching
from games.tests.recommender.making import direction
from games.vocabulary import MOODS

pytestmark = pytest.mark.django_db

_EACH_LIMIT = {
    "nothing": Limits(),
    "machines": Limits(platforms=("switch", "vr")),
    "no horror": Limits(excluded_genres=("horror", "rpg")),
    "a genre": Limits(wanted_genres=("puzzle", "racing")),
    "a child": Limits(oldest_rating=7),
    "alone": Limits(player_mode="solo"),
    "together": Limits(player_mode="together"),
    "in a team": Limits(player_mode="coop"),
    "nothing grown-up": Limits(rated_below=16),
    "no game of mere rivals": Limits(never_only=("versus",)),
    "new": Limits(released_from=2015),
    "old": Limits(released_to=2015),
    "a short sitting": Limits(longest_sitting=30),
    "all of it": Limits(
        platforms=("pc", "switch"), excluded_genres=("horror",), oldest_rating=12, player_mode="solo",
        longest_sitting=60, released_from=2001,
    ),
}  # fmt: skip


@pytest.fixture
def motley(db) -> list[Game]:
    """Games that differ in everything limits look at, unknowns included."""
    rng = np.random.default_rng(3)

    def some(keys: list[str]) -> list[str]:
        return [key for key in keys if rng.random() < 0.4]

    return Game.objects.bulk_create(
        Game(
            slug=f"motley-{number}", title=f"Motley {number}", platforms=some(["pc", "switch", "vr", "browser"]),
            genres=some(["puzzle", "horror", "racing"]), tags=some(["horror", "cozy", "puzzle"]),
            player_modes=some(["solo", "coop", "versus"]),
            age_rating=[None, 3, 7, 12, 18][rng.integers(5)], session_minutes=[None, 10, 30, 31, 90][rng.integers(5)],
            release_date=[None, date(2014, 12, 31), date(2015, 1, 1), date(2015, 12, 31), date(2016, 1, 1)][rng.integers(5)],
            is_published=bool(rng.random() < 0.9), has_sexual_content=bool(rng.random() < 0.1),
            quality=float(rng.random()), mood_fit={"tired": float(rng.random())} if rng.random() < 0.5 else {},
            mood_fit_estimate=rng.random(16).tolist() if rng.random() < 0.5 else None,
            embedding=direction(number).tolist() if number % 10 else None,
            embedding_version="test" if number % 10 else "",
        )
        for number in range(120)
    )  # fmt: skip


def _ids_within(table: Table, limits: Limits) -> set[int]:
    return set(table.rows.ids[table.within(limits)].tolist())


def test_every_limit_leaves_the_same_games(motley, columns_at_hand):
    table = columns_at_hand()

    for name, limits in _EACH_LIMIT.items():
        assert _ids_within(table, limits) == set(Game.objects.within(limits).values_list("pk", flat=True)), name


def test_a_word_that_is_no_genre_leaves_out_too_few_and_never_too_many(motley, columns_at_hand):
    limits = Limits(excluded_genres=("cozy", "horror"))

    assert _ids_within(columns_at_hand(), limits) > set(Game.objects.within(limits).values_list("pk", flat=True))
    found = searching.find(limits, Ask(words=direction(1)), SOURCES, plan="proposed").found
    assert not {"cozy", "horror"} & {word for game in found for word in (*game.facts.genres, *game.facts.tags)}


@pytest.mark.parametrize("moods", [(("tired", 1.0),), (("chill", 0.7), ("sad", 0.3))])
def test_the_best_for_a_mood_are_those_that_the_database_finds(moods, motley, columns_at_hand):
    columns_at_hand()

    told = [
        {
            game.facts.game_id: game.sources
            for game in searching.find(Limits(), Ask(moods=moods), SOURCES, plan=plan).found
        }
        for plan in ("proposed", "exact")
    ]

    assert told[0] == told[1]


def test_what_somebody_has_seen_makes_room_for_the_next(motley, columns_at_hand):
    columns_at_hand()
    everything = [
        game.facts.game_id for game in searching.find(Limits(), Ask(), [Popular(limit=30)], plan="proposed").found
    ]
    limits = Limits(excluded_ids=frozenset(everything))

    found = searching.find(
        limits, Ask(words=direction(3)), [Popular(limit=30), Similar(limit=50)], plan="proposed"
    ).found

    known = searching.find(limits, Ask(words=direction(3)), [Popular(limit=30), Similar(limit=50)], plan="exact").found
    assert {game.facts.game_id for game in found} == {game.facts.game_id for game in known}


def test_what_was_written_is_seen_at_the_next_look(motley, columns_at_hand):
    columns_at_hand()
    new = Game.objects.create(
        slug="motley-new",
        title="New",
        platforms=["browser"],
        embedding=direction(500).tolist(),
        embedding_version="test",
    )
    moved, hidden, gone = motley[11], motley[12], motley[13]
    Game.objects.filter(pk=moved.pk).update(platforms=["browser"], is_published=True, has_sexual_content=False)
    Game.objects.filter(pk=hidden.pk).update(is_published=False)
    Game.objects.filter(pk=gone.pk).delete()

    seen = _ids_within(columns_at_hand(), Limits(platforms=("browser",)))

    assert {new.pk, moved.pk} <= seen
    assert hidden.pk not in seen
    found = searching.find(Limits(), Ask(words=direction(500)), SOURCES, plan="proposed").found
    assert new.pk in {game.facts.game_id for game in found}
    assert gone.pk not in {game.facts.game_id for game in found}


def test_what_editors_name_is_looked_up_once_for_the_same_rows(motley, columns_at_hand):
    columns_at_hand()
    ask = Ask(pinned=("motley-1", "motley-2", "motley-none"))
    may_be_offered = set(Game.objects.within(Limits()).filter(slug__in=ask.pinned).values_list("pk", flat=True))

    for times in (1, 0):
        with CaptureQueriesContext(connection) as captured:
            found = searching.find(Limits(), ask, [EditorsPicks()], plan="proposed").found
        assert {game.facts.game_id for game in found} == may_be_offered
        assert sum("slug = ANY" in query["sql"] for query in captured) == times


def test_what_is_likely_to_be_proposed_are_the_best_and_the_best_for_each_mood(motley, columns_at_hand):
    table = columns_at_hand()
    offered = table.rows.is_offered

    likely = set(table.likely(10).tolist())

    assert likely > set(table.best(offered, 10).tolist())
    assert all(likely >= set(table.best_for(offered, [(mood, 1.0)], 5).tolist()) for mood in MOODS)


def test_an_empty_catalogue_offers_nothing(columns_at_hand):
    Game.objects.all().delete()
    columns_at_hand()

    ask = Ask(words=direction(1), moods=(("tired", 1.0),), platforms=("platform:pc",))
    assert searching.find(Limits(excluded_ids=frozenset({1})), ask, SOURCES, plan="proposed").found == ()


def test_limits_in_words_that_no_column_knows_go_by_the_database(motley, columns_at_hand):
    columns_at_hand()

    assert searching.find(Limits(wanted_genres=("cozy",)), Ask(), SOURCES).plan != "proposed"


def test_a_small_catalogue_is_not_kept(motley, columns_at_hand, monkeypatch):
    monkeypatch.setattr(at_hand, "WORTH_IT", range(2_000, 300_001))

    assert columns_at_hand() is None
    assert searching.find(Limits(), Ask(words=direction(1)), SOURCES).plan == "exact"


def test_columns_that_cannot_be_read_leave_the_search_to_the_database(motley, columns_at_hand, monkeypatch):
    def fail() -> Table:
        raise DatabaseError("no")

    monkeypatch.setattr(reading, "whole_table", fail)
    at_hand._read_beside()

    assert at_hand.current() is None
    assert len(searching.find(Limits(), Ask(words=direction(1)), SOURCES).found) > 30


@pytest.mark.django_db
@pytest.mark.parametrize(("goes_on", "told"), [(True, 1), (False, 0)])
def test_a_reader_that_outlives_its_command_says_nothing(goes_on, told, monkeypatch, caplog):
    """The last to leave stops the embedded server, and a command of a second is over before its columns are read."""
    monkeypatch.setattr(at_hand, "refresh", lambda: (_ for _ in ()).throw(DatabaseError("terminated")))
    monkeypatch.setattr(at_hand.threading, "main_thread", lambda: SimpleNamespace(is_alive=lambda: goes_on))
    at_hand._read_beside()
    assert len(caplog.records) == told
    at_hand.forget()
