"""Variety and rotation. No database."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.catalogue.series import series_of
from games.recommender.diversity import RELEVANCE, coverage, intra_list_diversity, likeness, spread
from games.recommender.rotation import rotate, weariness, what_stays
from games.recommender.types import Candidate
from games.tests.recommender.test_choosing import PLAIN


def _candidate(number, score, title, genres, studio, hours) -> Candidate:
    facts = replace(PLAIN, game_id=number, title=title, genres=tuple(genres), studio=studio, hours_to_finish=hours)
    return Candidate(facts, "mood", {}, round(score, 4))


_candidates = st.lists(
    st.tuples(
        st.floats(0.01, 1),
        st.sampled_from(["Hades", "Hades II", "Portal", "Celeste", "Baba", "Tetris"]),
        st.sets(st.sampled_from(["puzzle", "shooter", "cozy", "fast"]), max_size=3),
        st.sampled_from(["", "One", "Two"]),
        st.none() | st.floats(0.5, 90),
    ),
    max_size=9,
).map(lambda rows: sorted((_candidate(number, *row) for number, row in enumerate(rows)), key=lambda one: -one.score))


@settings(max_examples=50, deadline=None)
@given(ranked=_candidates, limit=st.integers(0, 5), relevance=st.floats(0.3, 1))
def test_the_lead_stays_the_limit_holds_and_a_series_comes_once(ranked, limit, relevance):
    chosen = spread(ranked, limit, relevance=relevance)

    series = [series_of(one.facts.title) for one in chosen]
    assert len(series) == len(set(series)) == min(limit, len({series_of(one.facts.title) for one in ranked}))
    assert [one.score for one in chosen] == sorted((one.score for one in chosen), reverse=True)
    if chosen:
        assert chosen[0] == ranked[0]


@settings(max_examples=100, deadline=None)
@given(ranked=_candidates, limit=st.integers(0, 5), relevance=st.floats(0.3, 1))
def test_each_slot_goes_to_whom_comparing_all_with_all_would_give_it(ranked, limit, relevance):
    left, expected = list(ranked), []
    while left and len(expected) < limit:

        def value(one, so_far=tuple(expected)):
            near = max((likeness(it.facts, one.facts) for it in so_far), default=0.0)
            return relevance * one.score - (1 - relevance) * near

        best = max(left, key=value)
        expected.append(best)
        left = [one for one in left if likeness(best.facts, one.facts) < 1.0]

    assert spread(ranked, limit, relevance=relevance) == sorted(expected, key=lambda one: -one.score)


@settings(max_examples=50, deadline=None)
@given(ranked=_candidates, one=st.floats(0.3, 1), other=st.floats(0.3, 1))
def test_more_weight_on_fit_never_takes_a_worse_second(ranked, one, other):
    less, more = (spread(ranked, 2, relevance=weight) for weight in sorted((one, other)))

    if len(less) == 2:
        assert more[1].score >= less[1].score
        assert likeness(more[0].facts, more[1].facts) >= likeness(less[0].facts, less[1].facts) - 1e-9


@settings(max_examples=50, deadline=None)
@given(ranked=_candidates, limit=st.integers(1, 4))
def test_with_all_weight_on_fit_only_a_series_is_passed_over(ranked, limit):
    first_of_series = {}
    for one in ranked:
        first_of_series.setdefault(series_of(one.facts.title), one)

    assert spread(ranked, limit, relevance=1) == list(first_of_series.values())[:limit]


def test_genre_studio_and_length_each_make_alike():
    one = replace(PLAIN, title="One", genres=("puzzle",), studio="A", hours_to_finish=10.0)
    other = replace(PLAIN, title="Other", genres=("shooter",), studio="B", hours_to_finish=100.0)

    assert likeness(one, other) == 0
    assert likeness(one, replace(other, genres=("puzzle",))) == pytest.approx(0.65)
    assert likeness(one, replace(other, studio="a")) == pytest.approx(0.2)
    assert likeness(one, replace(other, hours_to_finish=10.0)) == pytest.approx(0.1)
    assert likeness(one, replace(one, title="Another")) < 1 == likeness(one, replace(other, title="One II"))


def test_a_pinned_game_leads_whatever_its_score():
    ranked = [
        Candidate(replace(PLAIN, game_id=n, title=f"Tale {chr(65 + n)}x"), "mood", {}, 0.9 - n / 10, is_pinned=n == 3)
        for n in range(4)
    ]

    assert [one.facts.game_id for one in spread(ranked, 2)] == [3, 0]


def test_a_list_of_twins_has_no_diversity_and_a_list_of_one_none_to_speak_of():
    one, twin = replace(PLAIN, title="Portal"), replace(PLAIN, title="Portal 2")
    stranger = replace(PLAIN, title="Baba", genres=("farming",))

    assert intra_list_diversity([one, twin]) == 0
    assert intra_list_diversity([one, stranger]) == 1
    assert intra_list_diversity([one]) is None


def test_coverage_counts_each_game_once():
    assert coverage([[1, 2], [2, 3]], 12) == 0.25
    assert coverage([], 0) == 0
    assert 0.5 < RELEVANCE < 1


@settings(max_examples=50)
@given(days=st.lists(st.floats(0, 400), max_size=6), more=st.floats(0, 400))
def test_each_unanswered_showing_costs_and_time_heals(days, more):
    assert 0.6 <= what_stays(weariness([*days, more])) <= what_stays(weariness(days)) <= 1
    assert weariness([*days, more]) <= weariness([*days, 0.0])
    assert weariness([day + 14 for day in days]) == pytest.approx(weariness(days) / 2)


def test_what_was_shown_in_vain_gives_way_to_a_near_equal_and_not_to_a_stranger():
    worn_out, near, far = (
        Candidate(replace(PLAIN, game_id=n), "mood", {}, score) for n, score in ((1, 0.8), (2, 0.78), (3, 0.4))
    )

    turned = sorted(rotate([worn_out, near, far], {1: 1.4}), key=lambda one: -one.score)

    assert [one.facts.game_id for one in turned] == [2, 1, 3]
    assert turned[1].plain_score == 0.8
