"""What Vowpal Wabbit learnt, applied with numpy. No database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.policy import training
from games.policy.log import Option, ShownSlot
from games.recommender import blend, cold_start
from games.recommender.policy import calibrating, features, learnt
from games.recommender.policy.calibration import Calibration, UnreadableCalibrationError, reliability
from games.recommender.policy.learner import Learner, Lesson
from games.recommender.policy.learnt import PRIOR_SLOPE, LearntBlend, Line, UnreadablePolicyError
from games.recommender.types import PriceTag
from games.tests.recommender.making import TONIGHT
from games.tests.recommender.test_choosing import PLAIN

MOMENT = "moment:weekend-evening"


def rows(number: int, rng: np.random.Generator) -> list[dict[str, float]]:
    return [{name: float(rng.random()) for name in features.PARTS if rng.random() < 0.7} for _ in range(number)]


@pytest.fixture(scope="module")
def taught():
    rng = np.random.default_rng(4)
    with Learner() as learner:
        for _ in range(400):
            parts = rows(6, rng)
            options = [features.features_of(row, static=rng.random(), moment=MOMENT, slot=1) for row in parts]
            taken = int(rng.integers(6))
            good = 0.2 + 0.6 * parts[taken].get("mood", 0.3)
            learner.learn(Lesson(options, taken, 1 / 6, float(rng.random() < good)))
        yield learner


def test_numpy_says_what_vowpal_wabbit_says(taught):
    rng = np.random.default_rng(9)
    parts = rows(60, rng)
    static = [float(rng.random()) for _ in parts]
    blend = LearntBlend("", taught.weights())
    by_library = taught.expected(
        [features.features_of(row, static=score, moment=MOMENT) for row, score in zip(parts, static, strict=True)]
    )
    assert np.ptp(by_library) > 0.05
    assert blend.rewards(parts, static, moment=MOMENT) == pytest.approx(by_library, abs=1e-5)


def test_every_feature_has_a_place_and_no_name_that_the_learner_would_misread():
    named = features.features_of(dict.fromkeys(features.PARTS, 0.4), static=0.3, moment=MOMENT, slot=9)
    assert set(named) <= set(features.feature_names())
    assert not [name for name in features.feature_names() if set(name) & set(": |\t")]
    assert features.times_in("moment:weekday-night") == ("night",)


def test_learning_knows_every_part_that_has_a_fixed_weight_but_not_the_promise_that_mood_comes_first():
    assert {*blend.WEIGHTS, *cold_start.SHARES} <= set(features.PARTS)
    assert "mood_first" not in features.PARTS


weights_learnt = st.dictionaries(st.sampled_from(features.feature_names()), st.floats(-3, 3), max_size=12)
shares = st.floats(0, 1)


@settings(max_examples=50, deadline=None)
@given(
    weights=weights_learnt,
    parts=st.dictionaries(st.sampled_from(sorted(blend.WEIGHTS)), shares, min_size=1, max_size=6),
    warmth=shares,
    lessons=st.integers(0, 10**6),
)
def test_whatever_was_learnt_what_does_not_suit_the_mood_steps_back_as_far_as_ever(weights, parts, warmth, lessons):
    parts = {"mood": 0.5, **parts}
    held = {**parts, "mood_first": 0.0}
    static = [blend.score_of(parts, warmth=warmth), blend.score_of(held, warmth=warmth)]
    left = blend.set_back_of(held, warmth=warmth)
    assert static[1] == pytest.approx(left * static[0])
    assert left < 1

    policy = LearntBlend("", weights, lessons=lessons)
    first, behind = policy.scores([parts, held], static, moment=MOMENT, warmth=warmth, set_back=[1.0, left])
    assert behind == pytest.approx(left * first)


@settings(max_examples=50, deadline=None)
@given(
    weights=weights_learnt,
    parts=st.dictionaries(st.sampled_from(sorted(blend.WEIGHTS)), st.floats(0.2, 0.8), min_size=1, max_size=6),
    warmth=shares,
    lessons=st.integers(0, 10**6),
    data=st.data(),
)
def test_the_weights_that_reasons_go_by_are_those_by_which_the_score_moves(weights, parts, warmth, lessons, data):
    weights = {name: weight / 40 for name, weight in weights.items()}  # so that no score ends at 0 or 1
    policy = LearntBlend("", weights, Line(4, 2.0, 1.0, 1.5, 0.75), lessons=lessons)
    parts = {"quality": 0.5, "mood": 0.5, **parts}
    fixed = blend.weights_for(parts)
    told = policy.weights_that_rank(parts, blend.shares_of_score(fixed), moment=MOMENT, warmth=warmth)

    name = data.draw(st.sampled_from(sorted(parts)))
    more = {**parts, name: parts[name] + 0.1}
    static = [blend.score_of(parts), blend.score_of(more)]
    before, after = policy.scores([parts, more], static, moment=MOMENT, warmth=warmth)
    if min(before, after) > 0 and max(before, after) < 1:
        assert after - before == pytest.approx(0.1 * told[name], abs=1e-9)


def test_price_fits_around_what_they_usually_pay_and_novelty_fades():
    def told(amount=None, currency="EUR", released=None, usual=10.0):
        price = None if amount is None else PriceTag(Decimal(amount), currency, "Steam")
        facts = replace(PLAIN, price=price, release_date=released)
        purse = features.Purse(usual, {"USD": Decimal(1), "EUR": Decimal("0.5")})
        return features.told_to_learning(facts, today=date(2026, 5, 4), purse=purse)

    assert told("5")["price"] == pytest.approx(1)
    assert told("0")["price"] < told("3")["price"] < 1 > told("30")["price"]
    assert told("30", usual=None)["price"] > told("30")["price"]
    assert told("5", currency="XXX") == told() == {}
    assert told(released=date(2027, 1, 1))["novelty"] == 1
    assert told(released=date(2024, 5, 4))["novelty"] == pytest.approx(0.5, abs=0.01)


def test_bytes_bring_back_the_same_policy(taught):
    policy = LearntBlend("v", taught.weights(), Line().with_lesson(0.5, 1.0), 400)
    back, state = learnt.from_bytes(learnt.to_bytes(policy, taught.state()), version="v")
    assert back == policy
    with Learner(state) as again:
        assert again.weights() == pytest.approx(taught.weights())
    for broken in (b"", b"PK\x03\x04", learnt.to_bytes(policy, b"")[:200]):
        with pytest.raises(UnreadablePolicyError):
            learnt.from_bytes(broken, version="v")
    with pytest.raises(ValueError, match="cannot be read"):
        Learner(b"no state")


def test_with_few_lessons_and_for_a_stranger_the_fixed_weights_speak():
    parts, static = [{"quality": 1.0}, {"quality": 0.0}], [0.4, 0.6]
    weights = {"quality": 1.0}
    assert LearntBlend("", weights, lessons=0).scores(parts, static, moment="") == static
    assert LearntBlend("", weights, lessons=10**9).scores(parts, static, moment="", warmth=0.0) == static
    known = LearntBlend("", weights, lessons=10**9).scores(parts, static, moment="")
    assert known[0] > known[1]
    assert LearntBlend("", {}).scores([], [], moment="") == []


@settings(max_examples=50, deadline=None)
@given(
    lessons=st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), max_size=60),
    static=st.lists(st.floats(0, 1), min_size=1, max_size=8),
    count=st.integers(0, 10**6),
)
def test_a_score_is_always_a_share_whatever_was_learnt(lessons, static, count):
    line = Line()
    for score, reward in lessons:
        line = line.with_lesson(score, reward)
    assert line.slope > 0
    policy = LearntBlend("", {"static": 3.0, "constant": -1.0}, line, count)
    told = policy.scores([{} for _ in static], static, moment="")
    assert all(0 <= score <= 1 for score in told)
    assert [a for a, _ in sorted(zip(told, static, strict=True))] == sorted(told)


def test_before_any_lesson_a_point_of_score_is_worth_what_was_assumed():
    assert Line().slope == PRIOR_SLOPE
    line = Line()
    for score in np.linspace(0, 1, 400):
        line = line.with_lesson(float(score), 0.1 + 0.3 * float(score))
    assert line.slope == pytest.approx(0.3, abs=0.01)
    assert line.offset == pytest.approx(0.1, abs=0.01)


def test_scores_do_not_creep_up_as_it_is_learnt_that_lower_slots_earn_less():
    rng = np.random.default_rng(5)
    slots = []
    for number in range(6_000):
        quality = rng.random(2)
        options = tuple(
            Option(game, {"quality": float(own)}, float(own), float(own), float(own), 0.5)
            for game, own in enumerate(quality)
        )
        place, taken = number % 3, int(rng.integers(2))
        reward = (0.5, 0.2, 0.1)[place] + 0.4 * float(quality[taken])
        slots.append(ShownSlot(number, number, place, TONIGHT, MOMENT, "", "", 0.5, True, reward, options, taken))
    policy, _ = training.taught(LearntBlend("", {}), None, slots)
    static = [0.2, 0.5, 0.8]
    told = replace(policy, lessons=10**9).scores([{"quality": score} for score in static], static, moment=MOMENT)
    assert told == pytest.approx(static, abs=0.12)


# --- Calibration -------------------------------------------------------------------------------


def outcomes(number: int, seed: int = 2):
    """A guess that is far too sure of itself."""
    rng = np.random.default_rng(seed)
    guesses = rng.random(number)
    return guesses, rng.random(number) < 0.3 * guesses**2, rng.integers(0, 200, number)


def test_many_outcomes_correct_a_guess_that_is_too_sure():
    guesses, came, players = outcomes(6_000)
    curve = calibrating.fit(guesses, came, players)
    later, came_later, _ = outcomes(6_000, seed=3)
    told = [curve.chance_of(guess) for guess in later]
    assert reliability(told, came_later).error < 0.03 < reliability(later, came_later).error
    assert told[0] == pytest.approx(0.3 * later[0] ** 2, abs=0.06)


def test_a_curve_is_judged_on_players_that_it_has_not_seen():
    guesses, came, players = outcomes(400)
    curve = calibrating.fit(guesses, came, players)
    unseen = calibrating.held_out(curve, guesses, came, players)
    own = players % 5 == 2
    turned = calibrating.held_out(curve, guesses, np.where(own, ~came, came), players)
    assert list(unseen[own]) == list(turned[own])
    assert list(unseen[~own]) != list(turned[~own])


def test_without_outcomes_the_guess_stands_and_a_few_only_move_it_a_little():
    assert calibrating.fit([], [], []).chance_of(0.37) == 0.37
    few = calibrating.fit([0.8] * 4, [False] * 4, [1, 2, 3, 4])
    more = calibrating.fit([0.8] * 400, [False] * 400, list(range(400)))
    assert 0.55 < few.chance_of(0.8) < 0.8
    assert more.chance_of(0.8) < 0.3


@settings(max_examples=8, deadline=None)
@given(guesses=st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40), at=st.floats(-1, 2))
def test_a_better_guess_is_never_told_as_less_likely(guesses, at):
    curve = calibrating.fit([g for g, _ in guesses], [c for _, c in guesses], list(range(len(guesses))))
    assert 0 <= curve.chance_of(at) <= curve.chance_of(at + 0.1) <= 1
    assert Calibration.from_bytes(curve.to_bytes()) == curve


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b'{"guesses": [0, 1], "chances": [0.9, 0.1], "method": "x", "outcomes": 1}',
     b'{"guesses": [0], "chances": [2], "method": "x", "outcomes": 1}', b'{"guesses": [], "chances": [], "method": "", "outcomes": 0}'],
)  # fmt: skip
def test_what_is_no_calibration_is_refused(content):
    with pytest.raises(UnreadableCalibrationError):
        Calibration.from_bytes(content)


def test_the_reliability_figure_by_hand():
    told = reliability([0.15, 0.15, 0.85, 0.85], [0, 1, 1, 1])
    assert told.error == pytest.approx((2 * 0.35 + 2 * 0.15) / 4)
    assert told.brier == pytest.approx((0.15**2 + 0.85**2 + 2 * 0.15**2) / 4)
    assert [row.count for row in told.bins] == [2, 2]
    assert reliability([], []) is None
