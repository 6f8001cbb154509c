"""Another policy's worth, told from a log: against a known truth, by hand, and against the Open Bandit estimators."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.recommender.policy.intervals import mean_by_cluster, wilson
from games.recommender.policy.off_policy import LoggedSlot, effective_size, estimate

ACTIONS = 6


def reward_of(features: np.ndarray) -> np.ndarray:
    """The truth of this world; bent, so that no straight line is right about it."""
    return 0.1 + 0.5 * features[:, 0] ** 2 + 0.2 * features[:, 1]


def log(number: int, *, seed: int, flip: bool = True) -> tuple[list[LoggedSlot], float]:
    """Slots drawn by a policy that favours the second feature; asked about is one that favours the first."""
    rng = np.random.default_rng(seed)
    slots, truth = [], 0.0
    for place in range(number):
        features = rng.random((ACTIONS, 2))
        chances, wanted = np.full(ACTIONS, 0.3 / ACTIONS), np.full(ACTIONS, 0.15 / ACTIONS)
        chances[int(features[:, 1].argmax())] += 0.7
        wanted[int(features[:, 0].argmax())] += 0.85
        good = reward_of(features)
        taken = int(rng.choice(ACTIONS, p=chances))
        reward = float(rng.random() < good[taken])
        slots.append(LoggedSlot(chances, wanted, taken, reward, player=place % 150, features=features))
        truth += float(wanted @ good)
    return slots, truth / number


def test_all_three_find_the_truth_and_say_how_sure_they_are():
    slots, truth = log(4_000, seed=3)
    told = estimate(slots)
    assert told.earned.value < truth - 0.05  # else there is nothing to find
    for interval in (told.ips, told.snips, told.dr):
        assert interval.holds(truth)
        assert interval.high - interval.low < 0.2
    assert told.dr.high - told.dr.low < told.ips.high - told.ips.low
    assert told.change.holds(truth - told.earned.value)
    assert told.verdict == "better"


def test_intervals_hold_the_truth_about_as_often_as_they_promise():
    held = np.zeros(3)
    for seed in range(40):
        slots, truth = log(300, seed=seed)
        told = estimate(slots)
        held += [interval.holds(truth) for interval in (told.ips, told.snips, told.dr)]
    assert (held / 40 >= 0.85).all()


def test_the_figures_are_those_of_the_formulas():
    ones = np.zeros((2, 1))
    slots = [
        LoggedSlot(np.array([0.5, 0.5]), np.array([1.0, 0.0]), 0, 1.0, 1, ones),
        LoggedSlot(np.array([0.8, 0.2]), np.array([0.0, 1.0]), 1, 0.0, 2, ones),
        LoggedSlot(np.array([0.8, 0.2]), np.array([0.0, 1.0]), 0, 1.0, 3, ones),
    ]
    told = estimate(slots, expected=[np.array([0.6, 0.2]), np.array([0.5, 0.3]), np.array([0.7, 0.1])])
    # Weights 2, 5 and 0.
    assert told.ips.value == pytest.approx((2 * 1 + 5 * 0 + 0 * 1) / 3)
    assert told.snips.value == pytest.approx(2 / 7)
    assert told.dr.value == pytest.approx(((0.6 + 2 * 0.4) + (0.3 + 5 * -0.3) + 0.1) / 3)
    assert told.effective == pytest.approx(49 / 29)
    assert told.largest_weight == 5
    assert told.covered == 1


def test_little_agreement_is_told_as_not_enough_data_whatever_the_figure_says():
    slots, _ = log(80, seed=1)
    told = estimate(slots)
    assert told.effective < 100
    assert told.verdict == "not enough data"
    few_people = [
        LoggedSlot(s.chances, s.wanted, s.taken, s.reward, s.player % 5, s.features) for s in log(2_000, seed=1)[0]
    ]
    assert estimate(few_people).effective > 100
    assert estimate(few_people).verdict == "not enough data"
    assert estimate([]) is None


def test_what_could_not_have_been_drawn_is_told():
    slot = LoggedSlot(np.array([1.0, 0.0]), np.array([0.15, 0.85]), 0, 1.0, 1, np.zeros((2, 1)))
    assert estimate([slot, slot]).covered == pytest.approx(0.15)


def agreeing(number: int) -> list[LoggedSlot]:
    slots, _ = log(number, seed=8)
    return [LoggedSlot(s.chances, s.chances, s.taken, s.reward, s.player, s.features) for s in slots]


def test_slots_in_which_both_policies_agree_are_no_evidence():
    asked, _ = log(20, seed=2)
    told = estimate([*agreeing(2_000), *asked])
    assert (told.slots, told.touched, told.players) == (2_020, 20, 20)
    assert told.effective <= 20
    assert told.verdict == "not enough data"
    nothing = estimate(agreeing(500))
    assert (nothing.touched, nothing.effective, nothing.verdict) == (0, 0.0, "not enough data")


def test_a_game_that_was_never_drawable_is_never_told_to_be_better():
    asked, _ = log(3_000, seed=2)
    wants = np.array([0.0] * (ACTIONS - 1) + [1.0])
    unseen = []
    for slot in asked[:300]:
        chances = np.where(wants > 0, 0.0, slot.chances)
        taken = slot.taken if chances[slot.taken] else 0
        unseen.append(LoggedSlot(chances / chances.sum(), wants, taken, slot.reward, slot.player, slot.features))
    told = estimate([*asked, *unseen])
    assert told.effective > 100 < told.players
    assert told.covered < 0.95
    assert told.verdict == "not enough data"


# From obp 0.4.1 (InverseProbabilityWeighting, SelfNormalizedInverseProbabilityWeighting, DoublyRobust;
# len_list=1, the constants below as estimated rewards) on the log of seed 11 with 400 slots.
OPEN_BANDIT = {"ips": 0.39708333333333334, "snips": 0.5699760765550238, "dr": 0.5364135274904978}


def test_the_open_bandit_estimators_come_to_the_same_figures():
    slots, _ = log(400, seed=11)
    expected = [0.3 + 0.2 * slot.features[:, 0] for slot in slots]
    told = estimate(slots, expected=expected)
    for name, figure in OPEN_BANDIT.items():
        assert getattr(told, name).value == pytest.approx(figure, abs=1e-9)


@settings(max_examples=50, deadline=None)
@given(hits=st.integers(0, 200), misses=st.integers(0, 200))
def test_wilsons_interval_holds_its_share_and_stays_a_share(hits, misses):
    told = wilson(hits, hits + misses)
    if hits + misses == 0:
        assert told is None
        return
    assert 0 <= told.low <= told.value + 1e-12
    assert told.value - 1e-12 <= told.high <= 1
    assert told.low < told.high


def test_wilson_by_the_book():
    told = wilson(15, 100)
    assert (told.low, told.high) == pytest.approx((0.0931, 0.2328), abs=1e-4)


def test_slots_of_one_player_hang_together():
    values = [0.0, 0.0, 0.0, 1.0, 1.0, 1.0] * 10
    alone = mean_by_cluster(values, range(60))
    together = mean_by_cluster(values, [place // 3 for place in range(60)])
    assert together.high - together.low > 1.5 * (alone.high - alone.low)


def test_equal_weights_lose_nothing():
    assert effective_size(np.full(70, 1.0)) == pytest.approx(70)
    assert effective_size(np.array([1.0, 0.0, 0.0])) == pytest.approx(1)
