"""Editors' rules on candidates. No database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.recommender.rules import KINDS, Filter, Rule, apply
from games.recommender.shaping import Steering, shape
from games.recommender.types import Candidate, PriceTag
from games.tests.recommender.test_choosing import PLAIN

NOW = datetime(2026, 5, 4, 20, 0, tzinfo=UTC)
HADES = replace(
    PLAIN, game_id=1, slug="hades", title="Hades", genres=("roguelike",), tags=("fast",), studio="Supergiant",
    platforms=("pc", "switch"), release_date=date(2020, 9, 17), age_rating=12,
    price=PriceTag(Decimal("24.99"), "USD", "Steam"),
)  # fmt: skip


def candidate(facts=HADES, score=0.6, **values) -> Candidate:
    return Candidate(facts=facts, source="mood", parts={"mood": score}, score=score, **values)


def fit(one: Candidate, mood: str) -> float:
    return one.facts.mood_fit.get(mood, 0.0)


def ruled(*rules: Rule, one: Candidate | None = None, said=(), now=NOW) -> Candidate:
    (result,) = apply([one or candidate()], rules, said=said, fit=fit, now=now)
    return result


def a_rule(kind="boost", *, strength=0.5, name="Summer", **values) -> Rule:
    told = {key: values.pop(key) for key in ("said_moods", "starts_at", "ends_at", "rule_id") if key in values}
    return Rule(**{"rule_id": 7, **told}, name=name, kind=kind, strength=strength, filter=Filter(**values))


def test_a_boost_lifts_a_burial_lowers_and_both_are_named():
    lifted, lowered = ruled(a_rule("boost")), ruled(a_rule("bury", name="Autumn"))

    assert (lifted.score, lifted.plain_score, lifted.rules) == (0.8, 0.6, ("Summer",))
    assert (lowered.score, lowered.plain_score, lowered.rules) == (0.3, 0.6, ("Autumn",))


def test_what_is_excluded_says_by_which_rule():
    one = ruled(a_rule("exclude"), a_rule("pin", name="Front", rule_id=1))

    assert one.dropped_because == "excluded by rule “Summer”"
    assert not one.is_pinned


def test_a_pinned_title_leads_but_never_what_does_not_fit_the_mood_said():
    rules = [a_rule("pin", slugs=frozenset({"hades"}))]
    better = candidate(replace(PLAIN, game_id=2, slug="b"), score=0.9)
    no_fit = candidate(dropped_because="wrong for the mood")

    def order(*judged):
        return shape(judged, Steering(rules=tuple(rules)), said=(), fit=fit, now=NOW)

    assert [one.facts.slug for one in order(better, candidate())] == ["hades", "b"]
    (first, last) = order(better, no_fit)
    assert (first.facts.slug, last.is_pinned) == ("b", False)
    assert last.dropped_because == "wrong for the mood, which goes before rule “Summer”"
    assert last.rules == ("Summer",)


@pytest.mark.parametrize(
    ("holds", "fails"),
    [
        ({"platforms": ("switch", "ios")}, {"platforms": ("ios",)}),
        ({"genres": ("roguelike",)}, {"genres": ("puzzle",)}),
        ({"tags": ("fast",)}, {"tags": ("slow",)}),
        ({"studios": ("SUPERGIANT",)}, {"studios": ("Super",)}),
        ({"slugs": frozenset({"hades"})}, {"slugs": frozenset({"hades-2"})}),
        ({"released_from": date(2020, 9, 17)}, {"released_from": date(2020, 9, 18)}),
        ({"released_to": date(2020, 9, 17)}, {"released_to": date(2020, 9, 16)}),
        ({"price_to": {"USD": Decimal("24.99")}}, {"price_to": {"USD": Decimal("24.98")}}),
        ({"price_from": {"USD": Decimal("20")}}, {"price_from": {"EUR": Decimal("1")}}),
        ({"fits_moods": ("hyped", "sad")}, {"fits_moods": ("sad",)}),
        ({"rated_to": 12}, {"rated_to": 11}),
        ({"rated_from": 12}, {"rated_from": 13}),
    ],
)
def test_each_part_of_a_filter_chooses(holds, fails):
    one = candidate(replace(HADES, mood_fit={"hyped": 0.8}))

    assert Filter(**holds).holds(one, fit)
    assert not Filter(**fails).holds(one, fit)
    assert not Filter(**{**holds, **fails}).holds(one, fit)


@pytest.mark.parametrize(
    "values", [{"released_to": date(2030, 1, 1)}, {"rated_to": 99}, {"price_to": {"USD": Decimal(99)}}]
)
def test_what_a_record_does_not_know_does_not_match(values):
    unknown = candidate(replace(HADES, release_date=None, age_rating=None, price=None))

    assert not Filter(**values).holds(unknown, fit)


def test_a_rule_begins_and_expires_to_the_moment():
    rule = a_rule(starts_at=NOW, ends_at=NOW + timedelta(days=1))

    assert ruled(rule, now=NOW - timedelta(seconds=1)).rules == ()
    assert ruled(rule, now=NOW).rules == ("Summer",)
    assert ruled(rule, now=NOW + timedelta(days=1)).rules == ()


def test_a_rule_for_a_mood_holds_only_for_those_who_said_it():
    rule = a_rule(said_moods=("sad", "lonely"))

    assert ruled(rule, said=("lonely",)).rules == ("Summer",)
    assert ruled(rule, said=("happy",)).rules == ruled(rule).rules == ()


_rules = st.lists(
    st.builds(
        a_rule,
        st.sampled_from(KINDS),
        strength=st.floats(0, 1),
        rule_id=st.integers(1, 9),
        genres=st.sampled_from([(), ("roguelike",), ("puzzle",)]),
    ),
    max_size=4,
    unique_by=lambda rule: rule.rule_id,
)
_judged = st.lists(
    st.tuples(st.floats(0, 1), st.sampled_from(["", "wrong for the mood"]), st.sampled_from(["roguelike", "puzzle"])),
    min_size=1,
    max_size=8,
).map(
    lambda rows: [
        candidate(replace(HADES, game_id=number, genres=(genre,)), score=round(score, 4), dropped_because=because)
        for number, (score, because, genre) in enumerate(rows)
    ]
)


@settings(max_examples=50, deadline=None)
@given(judged=_judged, rules=_rules, worn=st.dictionaries(st.integers(0, 7), st.floats(0, 5)))
def test_rules_never_bring_back_what_was_dropped_nor_lose_a_game(judged, rules, worn):
    shaped = shape(judged, Steering(tuple(rules), worn), said=(), fit=fit, now=NOW)
    again = shape(judged, Steering(tuple(rules[::-1]), worn), said=(), fit=fit, now=NOW)

    assert shaped == again
    before = {one.facts.game_id: one for one in judged}
    assert before.keys() == {one.facts.game_id for one in shaped}
    for one in shaped:
        assert 0 <= one.score <= 1
        if before[one.facts.game_id].dropped_because:
            assert one.dropped_because
            assert not one.is_pinned
        elif one.dropped_because:
            assert one.dropped_because == f"excluded by rule “{one.rules[-1]}”"
    stayed = [one for one in shaped if not one.dropped_because]
    assert [one.rank_after for one in stayed] == list(range(1, len(stayed) + 1))
    assert sorted(one.rank_before for one in shaped) == list(range(1, len(shaped) + 1))


def test_a_game_comes_to_every_rule_that_holds_for_it_by_whichever_of_its_words():
    by_word = [
        a_rule(name=name, rule_id=number, strength=0.1, **parts)
        for number, (name, parts) in enumerate(
            {
                "title": {"slugs": frozenset({"hades", "other"})},
                "studio": {"studios": ("SUPERGIANT", "Supergiant", "Other")},
                "tag": {"tags": ("fast", "slow")},
                "genre": {"genres": ("roguelike",)},
                "platform": {"platforms": ("switch", "pc")},
                "anything": {"rated_to": 12},
                "other tag": {"tags": ("slow",)},
                "title of another studio": {"slugs": frozenset({"hades"}), "studios": ("Other",)},
            }.items()
        )
    ]
    assert ruled(*by_word).rules == ("title", "studio", "tag", "genre", "platform", "anything")
    assert [rule.name for rule in by_word if rule.filter.holds(candidate(), fit)] == list(ruled(*by_word).rules)
