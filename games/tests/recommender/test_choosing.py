"""The pure core: scores, padding, variety, chance, confidence. No database."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from games.catalogue.series import series_of
from games.recommender import blend
from games.recommender.choosing import CANDIDATES_KEPT, Found, choose
from games.recommender.confidence import guess_at
from games.recommender.types import GameFacts
from games.recommender.wishes import LikedGame, Wishes

PLAIN = GameFacts(
    game_id=1, slug="plain", title="Plain", platforms=("pc",), genres=("puzzle",), tags=(), feel="", summary="",
    release_date=None, session_minutes=None, hours_to_finish=None, player_modes=(), difficulty=None, age_rating=None,
    critic_score=None, studio="", image_url="", mood_fit={}, popularity=0.5, quality=0.5, price=None,
)  # fmt: skip
TIRED = Wishes(moods=(("tired", 1.0),))


def found(number: int, *, to_words: float | None = None, sources=("popular",), **facts) -> Found:
    named = {"game_id": number, "slug": f"g-{number}", "title": f"{chr(65 + number % 26)} Tale {number}x", **facts}
    return Found(replace(PLAIN, **named), tuple(sources), None, to_words, None)


def score(game: Found, wishes: Wishes) -> float:
    parts = blend.parts_of(game.facts, wishes, mood_estimate=None, to_words=game.to_words, to_liked=game.to_liked)
    return blend.score_of(parts)


def test_meaning_alone_never_decides():
    wishes = replace(TIRED, has_words=True)
    toy = found(1, title="No Time to Relax", to_words=0.6, quality=0.2, popularity=0.1, mood_fit={"tired": 0.3})
    rest = found(2, title="A Quiet Garden", to_words=0.2, quality=0.8, mood_fit={"tired": 0.9})
    assert score(rest, wishes) > score(toy, wishes) + 0.2
    assert [pick.facts.title for pick in choose([toy, rest], wishes, limit=3, rng=None).picks] == ["A Quiet Garden"]


def test_each_wish_that_is_met_lifts_the_score():
    wishes = Wishes(
        genres=("puzzle",), minutes=20, wants_easier=True, wants_shorter_than=40, taste={"genre:puzzle": 0.8},
        liked=(LikedGame(9, "Beloved", ("puzzle",), ("cozy",)),), has_words=True,
    )  # fmt: skip
    base = found(1, genres=("shooter",), session_minutes=60, difficulty=5, to_words=0.1)
    for better in (
        {"genres": ("puzzle",)},
        {"session_minutes": 15},
        {"difficulty": 1},
        {"tags": ("cozy",)},
        {"quality": 0.9},
        {"popularity": 0.9},
    ):
        assert score(replace(base, facts=replace(base.facts, **better)), wishes) > score(base, wishes)
    assert score(replace(base, to_words=0.5), wishes) > score(base, wishes)


def test_fewer_good_games_beat_padding():
    games = [found(n, mood_fit={"tired": 0.9 if n == 1 else 0.1}) for n in range(1, 6)]
    choice = choose(games, TIRED, limit=3, rng=None)
    assert [pick.facts.game_id for pick in choice.picks] == [1]
    assert {candidate.dropped_because for candidate in choice.candidates} == {"", "wrong for the mood"}


def test_without_any_wish_every_game_fits():
    assert len(choose([found(n) for n in range(5)], Wishes(), limit=3, rng=None).picks) == 3


def test_a_genre_asked_for_is_not_answered_with_another_unless_the_words_say_so():
    wishes = Wishes(genres=("racing",), has_words=True)
    other, unfiled = found(1, to_words=0.2, quality=1.0), found(2, to_words=0.5)
    assert [pick.facts.game_id for pick in choose([other, unfiled], wishes, limit=3, rng=None).picks] == [2]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Portal", "Portal 2"),
        ("Doom", "DOOM: Eternal"),
        ("Final Fantasy VII", "Final Fantasy X"),
        ("The Witcher 3: Wild Hunt", "The Witcher 3: Wild Hunt – Game of the Year Edition"),
        ("Dark Souls", "Dark Souls Remastered"),
    ],
)
def test_sequels_and_editions_are_one_series(one, other):
    assert series_of(one) == series_of(other)


@pytest.mark.parametrize(("one", "other"), [("Overcooked", "Overwatch"), ("Mario Party", "Mario Kart")])
def test_different_games_are_not(one, other):
    assert series_of(one) != series_of(other)


@pytest.mark.parametrize("title", ["1942", "I", "VR", "2: The", "", "Ultimate Edition", "☆"])
def test_odd_titles_have_a_series_too(title):
    assert series_of(title) == series_of(title)


def test_a_slate_holds_one_game_of_a_series():
    games = [found(n, title=title, quality=0.9) for n, title in enumerate(("Portal", "Portal 2", "Portal: Revolution"))]
    other = found(9, title="Baba", quality=0.3)
    choice = choose([*games, other], Wishes(), limit=3, rng=None)
    assert [pick.facts.title for pick in choice.picks] == ["Portal", "Baba"]
    assert "same series as a pick" in {candidate.dropped_because for candidate in choice.candidates}


def test_near_equals_give_way_to_variety():
    alike = [found(n, genres=("shooter", "action"), studio="One", quality=0.80) for n in range(1, 4)]
    different = found(9, genres=("puzzle",), quality=0.78)
    picked = {pick.facts.game_id for pick in choose([*alike, different], Wishes(), limit=2, rng=None).picks}
    assert 9 in picked


def test_picks_come_by_falling_score_in_numbered_slots():
    picks = choose([found(n, quality=n / 20) for n in range(1, 18)], Wishes(), limit=5, rng=None).picks
    assert [pick.slot for pick in picks] == [0, 1, 2, 3, 4]
    assert [pick.score for pick in picks] == sorted((pick.score for pick in picks), reverse=True)


def test_at_most_sixty_candidates_are_kept_the_picks_first():
    choice = choose([found(n, quality=(n % 50) / 50) for n in range(100)], Wishes(), limit=3, rng=None)
    assert len(choice.candidates) == CANDIDATES_KEPT
    kept = [candidate.facts.game_id for candidate in choice.candidates[:3]]
    assert kept == [pick.facts.game_id for pick in choice.picks]
    assert all(candidate.dropped_because for candidate in choice.candidates[3:])


def test_nothing_found_is_an_empty_answer():
    assert choose([], TIRED, limit=3, rng=np.random.default_rng(1)).picks == ()


def test_without_chance_every_propensity_is_one():
    picks = choose([found(n) for n in range(9)], Wishes(), limit=3, rng=None).picks
    assert {(pick.strategy, pick.propensity) for pick in picks} == {("best_fit", 1.0)}


def test_confidence_grows_with_what_is_known():
    known = replace(PLAIN, feel="Warm.", session_minutes=20, critic_score=90, mood_fit={"tired": 0.9})
    vague = guess_at(0.7, PLAIN, told=1, sources=("popular",))
    assert vague < guess_at(0.7, known, told=1, sources=("popular",))
    assert vague < guess_at(0.7, PLAIN, told=4, sources=("popular",))
    assert vague < guess_at(0.7, PLAIN, told=1, sources=("popular", "mood"))


_shares = st.floats(0, 1)


@given(
    quality=_shares, popularity=_shares, fit=_shares, to_words=st.none() | st.floats(-1, 1),
    minutes=st.none() | st.integers(0, 600), sitting=st.none() | st.integers(0, 600), told=st.integers(0, 9),
    taste=st.dictionaries(st.sampled_from(["genre:puzzle", "tag:cozy"]), st.floats(-1, 1)),
)  # fmt: skip
def test_every_number_stays_a_share(quality, popularity, fit, to_words, minutes, sitting, told, taste):
    game = found(
        1, quality=quality, popularity=popularity, mood_fit={"tired": fit}, session_minutes=sitting, to_words=to_words
    )
    wishes = replace(TIRED, minutes=minutes, has_words=True, taste=taste, genres=("puzzle",))
    parts = blend.parts_of(game.facts, wishes, mood_estimate=None, to_words=to_words, to_liked=None)
    assert all(0 <= part <= 1 for part in parts.values())
    assert 0 <= blend.score_of(parts) <= 1
    assert 0 <= guess_at(blend.score_of(parts), game.facts, told=told, sources=("a", "b")) <= 1
