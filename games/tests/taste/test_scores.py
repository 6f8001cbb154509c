"""The fold that scores are, apart from any database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.taste.scores import Lesson, PriceRange, Taste, TasteRules, faded, learn, learn_all, price_range

START = datetime(2026, 5, 4, tzinfo=UTC)
RULES = TasteRules({"like": 0.15, "dislike": -0.15, "skip": -0.05}, timedelta(days=90))
LESSONS = st.lists(
    st.builds(
        Lesson,
        kind=st.sampled_from(["like", "dislike", "skip", "search"]),
        at=st.integers(0, 400).map(lambda days: START + timedelta(days=days)),
        names=st.lists(st.sampled_from(["genre:rpg", "genre:racing", "tag:cozy"]), max_size=3).map(tuple),
        value=st.floats(-2, 2),
    ),
    max_size=25,
)


@settings(max_examples=50, deadline=None)
@given(LESSONS, st.lists(st.integers(0, 800), max_size=5))
def test_scores_stay_in_their_range_and_looking_at_them_in_between_changes_nothing(lessons, looks):
    lessons = sorted(lessons, key=lambda lesson: lesson.at)
    whole = learn_all(lessons, RULES)
    assert all(-1 <= score <= 1 for score in whole.scores.values())

    taste = Taste()
    for lesson in lessons:
        for days in looks:  # a write in between: fade to that day and go on from there
            at = START + timedelta(days=days)
            if taste.at and taste.at <= at <= lesson.at:
                taste = Taste(faded(taste, now=at, half_life=RULES.half_life), at)
        taste = learn(taste, lesson, RULES)
    later = START + timedelta(days=900)
    as_one, as_many = (faded(one, now=later, half_life=RULES.half_life) for one in (whole, taste))
    assert as_many == pytest.approx(as_one, abs=1e-12)


def test_a_score_is_halved_by_its_half_life_and_nobody_reads_it_before_it_was_learnt():
    taste = learn_all([Lesson("like", START, ("genre:rpg",))], RULES)
    for days, score in [(-5, 0.15), (0, 0.15), (90, 0.075), (180, 0.0375)]:
        now = START + timedelta(days=days)
        assert faded(taste, now=now, half_life=RULES.half_life)["genre:rpg"] == pytest.approx(score)


def test_an_older_lesson_is_not_learnt_after_a_newer_one():
    taste = learn_all([Lesson("like", START, ("genre:rpg",))], RULES)
    with pytest.raises(ValueError, match="anew"):
        learn(taste, Lesson("like", START - timedelta(days=1), ("genre:rpg",)), RULES)


def test_only_the_strongest_scores_are_kept():
    many = [Lesson("skip", START, (f"tag:{number:03}",)) for number in range(130)]
    taste = learn_all([*many, Lesson("like", START, ("genre:rpg",))], RULES)
    assert len(taste.scores) == 120
    assert taste.scores["genre:rpg"] == 0.15


def test_prices_have_two_ends_and_a_sweet_spot():
    paid = [(1.0, Decimal("10.0000")), (1.0, Decimal(20)), (0.5, Decimal("59.994"))]
    assert price_range(paid) == PriceRange(Decimal("10.00"), Decimal("24.00"), Decimal("59.99"))
    assert price_range([]) is None


def test_weak_likes_lift_a_score_to_their_ceiling_and_take_nothing_from_a_stronger_one():
    rules = TasteRules(steps={"like": 0.3, "lean": 0.1}, half_life=timedelta(days=90), ceilings={"lean": 0.25})
    start = datetime(2026, 1, 1, tzinfo=UTC)
    leans = [Lesson("lean", start, ("tag:cozy",))] * 9
    assert learn_all(leans, rules).scores["tag:cozy"] == pytest.approx(0.25)
    loved = [Lesson("like", start, ("tag:cozy",))] * 3
    assert learn_all([*loved, *leans], rules).scores["tag:cozy"] == pytest.approx(0.9)
    hated = Taste({"tag:cozy": -0.5}, start)
    assert learn(hated, leans[0], rules).scores["tag:cozy"] == pytest.approx(-0.4)
