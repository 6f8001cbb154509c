"""What stands in for an unknown taste, with its exact shares, and how it makes way."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.recommender import blend, cold_start
from games.recommender.cold_start import SHARES, Acquaintance
from games.recommender.wishes import Wishes
from games.tests.recommender.test_choosing import PLAIN

NEWCOMER = Acquaintance(warmth=0.0, intent="create", moment="moment:weekday-evening")
EVERYTHING = {"nearby": 0.9, "age_group": 0.4, "right_now": 0.6}


def parts(facts=PLAIN, *, who=NEWCOMER, measures=EVERYTHING, counted=tuple(EVERYTHING)):
    return blend.parts_of(
        facts,
        Wishes(acquaintance=who),
        mood_estimate=None,
        to_words=None,
        to_liked=None,
        measures=measures,
        counted=counted,
    )


def test_of_a_stranger_without_a_wish_the_four_shares_alone_decide():
    told = parts()

    assert SHARES == {"nearby": 0.40, "age_group": 0.25, "intent": 0.20, "right_now": 0.15}
    expected = 0.40 * 0.9 + 0.25 * 0.4 + 0.20 * told["intent"] + 0.15 * told["right_now"]
    assert blend.score_of(told, warmth=0.0) == pytest.approx(expected)


@given(st.sets(st.sampled_from(sorted(SHARES)), min_size=1))
@settings(max_examples=20)
def test_what_is_unknown_gives_its_share_to_the_rest(known):
    shares = cold_start.shares_of(known)

    assert sum(shares.values()) == pytest.approx(1)
    assert all(share >= SHARES[name] - 1e-12 for name, share in shares.items())
    (first, *others) = sorted(shares)
    assert all(shares[other] / shares[first] == pytest.approx(SHARES[other] / SHARES[first]) for other in others)


def test_a_city_of_which_nothing_is_counted_is_an_unknown_city():
    told = parts(measures={"age_group": 0.4}, counted=("age_group",))

    assert "nearby" not in told
    weights = blend.weights_for(told, warmth=0.0)
    assert weights["age_group"] / sum(weights[name] for name in told) == pytest.approx(0.25 / 0.60)


def test_a_game_nobody_nearby_plays_has_nothing_there():
    assert parts(measures={"age_group": 0.4})["nearby"] == 0.0


@given(st.floats(0, 60), st.floats(0, 60))
@settings(max_examples=50)
def test_the_more_is_known_the_warmer_and_never_by_a_jump(one, other):
    fewer, more = sorted((one, other))

    assert 0 <= cold_start.warmth(fewer) <= cold_start.warmth(more) <= 1
    assert cold_start.warmth(more) - cold_start.warmth(fewer) <= 0.26 * (more - fewer) + 1e-12


def test_without_evidence_all_is_cold_and_after_a_dozen_events_nothing_is():
    assert cold_start.warmth(0) == 0
    assert cold_start.warmth(cold_start.COLD_BELOW) == pytest.approx(0.578, abs=0.001)
    assert cold_start.warmth(12) == 1
    assert parts(who=replace(NEWCOMER, warmth=1.0)).keys() == {"quality", "popularity"}


def test_genres_told_in_so_many_words_are_evidence_up_to_three():
    assert cold_start.evidence(events=1, liked_genres=("rpg", "farming")) == 9
    assert cold_start.evidence(events=0, liked_genres=("rpg", "farming", "card", "idle")) == 12


def test_scores_are_evidence_even_where_no_event_is_counted():
    assert cold_start.evidence(events=1, scores=(0.9, -0.6, 0.5)) == pytest.approx(2.0)
    assert cold_start.evidence(events=5, scores=(0.9,)) == 5


@given(st.floats(0, 1), st.floats(0, 1))
@settings(max_examples=30)
def test_the_place_is_handed_over_from_the_cold_start_to_the_taste(one, other):
    colder, warmer = sorted((one, other))
    names = {*SHARES, "taste", "quality", "popularity", "mood"}
    before, after = (blend.weights_for(names, warmth=warmth) for warmth in (colder, warmer))

    assert after["taste"] >= before["taste"]
    assert all(after[name] <= before[name] for name in SHARES)
    assert after["mood"] == before["mood"]


@pytest.mark.parametrize(
    ("intent", "better", "worse"),
    [
        ("explore", {"genres": ("open-world",), "tags": ("exploration",)}, {"genres": ("sports",)}),
        ("explore", {"mood_fit": {"adventurous": 0.9}}, {"mood_fit": {"adventurous": 0.2}}),
        ("explore", {"popularity": 0.1}, {"popularity": 0.9}),
        ("create", {"genres": ("sandbox",), "tags": ("building",)}, {"genres": ("shooter",)}),
        ("freelance", {"session_minutes": 20}, {"session_minutes": 60}),
        ("freelance", {"player_modes": ("solo",)}, {"player_modes": ("versus",)}),
    ],
)
def test_an_intent_is_met_by(intent, better, worse):
    good, bad = (cold_start.intent_fit(intent, replace(PLAIN, **told), None) for told in (better, worse))

    assert 0 <= bad < good <= 1


def test_in_the_morning_before_work_a_short_sitting_fits_and_at_the_weekend_a_long_one():
    short, long = (replace(PLAIN, session_minutes=minutes) for minutes in (10, 120))

    assert cold_start.moment_fit("weekday-morning", short) > cold_start.moment_fit("weekday-morning", long)
    assert cold_start.moment_fit("weekend-evening", long) > cold_start.moment_fit("weekend-evening", short)


def test_a_mood_of_an_earlier_day_is_a_weak_prior_and_silent_where_one_was_said_today():
    yesterday = replace(NEWCOMER, mood_before="tired")
    hinted = parts(who=yesterday)
    today = blend.parts_of(
        PLAIN, Wishes(moods=(("hyped", 1.0),), acquaintance=yesterday), mood_estimate=None, to_words=None, to_liked=None
    )

    assert "mood_before" in hinted
    assert "mood_before" not in today
    assert blend.WEIGHTS["mood_before"] < 0.15 * blend.WEIGHTS["mood"]
