"""What is left to chance: how much, for whom, and that the logged chance is the one there was. No database."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.recommender import exploration
from games.recommender.exploration import (
    EXPLORED_SHARE,
    EXPLORES,
    NOTHING_TO_CHANCE,
    Budget,
    budget_for,
    draw,
    pools_of,
)
from games.recommender.tuning import tuned
from games.recommender.types import Candidate
from games.tests.recommender.test_choosing import PLAIN


def candidate(number: int, score: float, *, source: str = "popular", title: str = "", **values) -> Candidate:
    facts = replace(PLAIN, game_id=number, slug=f"g-{number}", title=title or f"{chr(65 + number % 26)} Tale {number}x")
    return Candidate(facts, source, {}, score, **values)


def shelf(number: int = 15) -> list[Candidate]:
    return [candidate(n, 0.9 - n / 1000) for n in range(number)]


def drawn(fitting, *, slots=3, budget=EXPLORES, due=(), seed=1):
    planned = fitting[:slots]
    return draw(planned, pools_of(fitting, planned, due=dict.fromkeys(due, 1.0)), budget, np.random.default_rng(seed))


def test_logged_chances_are_how_often_each_slate_really_comes():
    fitting = [*shelf(6), candidate(20, 0.7, source="discovery"), candidate(21, 0.65)]
    draws = 8_000
    rng = np.random.default_rng(5)
    planned = fitting[:2]
    pools = pools_of(fitting, planned, due={21: 1.0})
    seen, told = Counter(), {}
    for _ in range(draws):
        slots = draw(planned, pools, EXPLORES, rng)
        slate = tuple(slot.candidate.facts.game_id for slot in slots)
        seen[slate] += 1
        told[slate] = slots[0].propensity * slots[1].propensity

    for slate, chance in told.items():
        assert seen[slate] / draws == pytest.approx(chance, abs=4 * np.sqrt(chance * (1 - chance) / draws) + 1e-9)
    assert sum(told.values()) == pytest.approx(1, abs=0.02)  # the rarest slates may not have come


@pytest.mark.parametrize("slots", [1, 3])
def test_every_slot_explores_with_the_same_share(slots):
    shares = np.zeros(slots)
    for seed in range(2_000):
        for place, slot in enumerate(drawn(shelf(), slots=slots, seed=seed)):
            shares[place] += slot.strategy != "best_fit"
    assert shares / 2_000 == pytest.approx(np.full(slots, EXPLORED_SHARE), abs=0.035)


@settings(max_examples=50, deadline=None)
@given(
    scores=st.lists(st.floats(0.05, 1), min_size=1, max_size=25),
    slots=st.integers(1, 5),
    due=st.sets(st.integers(0, 24), max_size=6),
    strangers=st.sets(st.integers(0, 24), max_size=6),
    pinned=st.sets(st.integers(0, 3), max_size=2),
    spares_lead=st.booleans(),
    seed=st.integers(0, 2**32),
)
def test_the_chances_of_each_slot_sum_to_one(scores, slots, due, strangers, pinned, spares_lead, seed):
    ranked = sorted(scores, reverse=True)
    fitting = [
        candidate(n, score, source="discovery" if n in strangers else "mood", is_pinned=n in pinned)
        for n, score in enumerate(ranked)
    ]
    result = drawn(fitting, slots=min(slots, len(fitting)), budget=Budget(spares_lead=spares_lead), due=due, seed=seed)

    games = [slot.candidate.facts.game_id for slot in result]
    assert len(games) == len(set(games)) == min(slots, len(fitting))
    for place, slot in enumerate(result):
        assert sum(slot.chances.values()) == pytest.approx(1)
        assert slot.propensity == slot.chances[slot.candidate.facts.game_id] > 0
        assert not set(slot.chances) & set(games[:place])
        tried = sum(chance for chance in slot.chances.values()) - max(slot.chances.values())
        assert tried <= EXPLORED_SHARE + 1e-9
    if spares_lead:
        assert result[0].propensity == 1


def test_a_game_that_lost_its_slot_leads_the_next():
    for seed in range(200):
        lead, second = drawn(shelf(), slots=2, seed=seed)
        if lead.strategy == "discovery" and second.strategy == "best_fit":
            assert second.candidate.facts.game_id == 0
            return
    raise AssertionError("no seed explored the lead alone")


def test_what_an_editor_pinned_keeps_its_slot():
    fitting = [candidate(99, 0.5, is_pinned=True), *shelf()]
    assert {drawn(fitting, seed=seed)[0].candidate.facts.game_id for seed in range(100)} == {99}
    assert {drawn(fitting, seed=seed)[0].propensity for seed in range(20)} == {1.0}


def test_a_weak_rest_is_not_tried():
    fitting = [*shelf(3), *(candidate(n, 0.1) for n in range(5, 9))]
    assert {slot.propensity for seed in range(50) for slot in drawn(fitting, seed=seed)} == {1.0}


def test_two_of_a_series_never_stand_together():
    fitting = [
        candidate(0, 0.9, title="Portal"), candidate(1, 0.89), candidate(2, 0.88, title="Doom"),
        candidate(3, 0.88, title="Doom 2"), candidate(4, 0.87, title="Portal 2"),
    ]  # fmt: skip
    for seed in range(300):
        games = {slot.candidate.facts.game_id for slot in drawn(fitting, slots=2, seed=seed)}
        assert not games >= {2, 3}
        assert 4 not in games


def test_a_fair_start_shares_the_one_budget():
    fitting = [*shelf(8), candidate(30, 0.7), candidate(31, 0.7)]
    slot = drawn(fitting, slots=1, due={30, 31})[0]
    assert slot.chances[0] == pytest.approx(1 - EXPLORED_SHARE)
    assert slot.chances[30] == slot.chances[31] == pytest.approx(EXPLORED_SHARE / 3 / 2)
    alone = drawn([candidate(0, 0.9), candidate(30, 0.7)], slots=1, due={30})[0]
    assert alone.chances == pytest.approx({0: 1 - EXPLORED_SHARE, 30: EXPLORED_SHARE})


def test_what_lies_outside_the_taste_need_not_come_quite_so_close():
    fitting = [*shelf(2), candidate(7, 0.7, source="discovery"), candidate(8, 0.7, source="mood")]
    chances = drawn(fitting, slots=1)[0].chances
    assert 7 in chances
    assert 8 not in chances


NOBODY_SPECIAL = {
    "moods": (), "is_first_session": False, "after_dislike": False, "needs_care": False, "is_held_back": False,
}  # fmt: skip


@pytest.mark.parametrize(
    ("told", "because"),
    [
        ({"moods": ("sad",)}, "feels low"),
        ({"moods": ("bored", "angry")}, "feels low"),
        ({"moods": ("stressed",)}, "feels low"),
        ({"needs_care": True}, "needs care"),
        ({"after_dislike": True}, "after a dislike"),
        ({"is_held_back": True}, "held back"),
    ],
)
def test_nothing_is_tried_on_who_feels_low_or_was_just_disappointed(told, because):
    assert budget_for(**{**NOBODY_SPECIAL, **told}) == Budget(share=0.0, because=because)
    assert {slot.propensity for slot in drawn(shelf(), budget=NOTHING_TO_CHANCE)} == {1.0}


def test_the_first_slot_of_a_first_session_is_never_tried_upon():
    budget = budget_for(**{**NOBODY_SPECIAL, "is_first_session": True})
    slates = [drawn(shelf(), budget=budget, seed=seed) for seed in range(300)]
    assert {slate[0].propensity for slate in slates} == {1.0}
    assert {slot.strategy for slate in slates for slot in slate[1:]} == {"best_fit", "discovery"}


@settings(max_examples=50, deadline=None)
@given(
    wanted=st.floats() | st.integers() | st.none() | st.text(max_size=3),
    told=st.fixed_dictionaries(
        {
            "moods": st.sampled_from([(), ("sad",), ("bored",)]),
            **dict.fromkeys(("is_first_session", "after_dislike", "needs_care", "is_held_back"), st.booleans()),
        }
    ),
    seed=st.integers(0, 99),
)
def test_no_experiment_leaves_more_to_chance_than_the_budget_nor_to_whom_it_is_denied(wanted, told, seed):
    without = budget_for(**told)
    asked = tuned([("x", {"exploration_share": wanted})]).exploration_share
    budgets = [without.at_most(asked)]
    if isinstance(wanted, int | float):
        budgets.append(without.at_most(wanted))  # even if nobody had looked at what the experiment asks for
    for budget in budgets:
        assert budget.spares_lead == without.spares_lead
        for place, slot in enumerate(drawn(shelf(), budget=budget, seed=seed)):
            tried = 1 - max(slot.chances.values())
            assert tried <= (0 if place == 0 and without.spares_lead else without.share) + 1e-9
            assert tried <= exploration.EXPLORED_SHARE + 1e-9


def test_others_are_explored_with():
    assert budget_for(**{**NOBODY_SPECIAL, "moods": ("bored", "tired")}) == EXPLORES
    assert exploration.EXPLORED_SHARE == 0.15


def test_who_is_owed_more_urgently_has_more_of_the_newcomers_chance():
    fitting = [candidate(0, 0.9), candidate(1, 0.88), candidate(30, 0.8), candidate(31, 0.8), candidate(32, 0.8)]
    pools = pools_of(fitting, fitting[:1], due={30: 0.9, 31: 0.3, 32: 0.001})

    (slot,) = draw(fitting[:1], pools, EXPLORES, np.random.default_rng(1))

    assert slot.chances[30] == pytest.approx(3 * slot.chances[31])
    assert slot.chances[31] == pytest.approx(3 * slot.chances[32])
    assert sum(slot.chances.values()) == pytest.approx(1)
