"""What a rule would earn, told from a log in which the truth is known."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from games.models import Impression
from games.ranking_rules.estimate import estimate_for
from games.recommender.rules import Filter, Rule
from games.tests.policy import worlds

TONIGHT = datetime(2026, 5, 4, 20, 0, tzinfo=UTC)


def a_rule(kind, *slugs, **values) -> Rule:
    return Rule(1, "Try", kind, Filter(slugs=frozenset(slugs)), strength=0.9, **values)


@pytest.fixture
def one_is_loved(db):
    """Five games; people take the first whenever it is offered, the others seldom."""

    def make(slates: int, players: int):
        worlds.log(slates=slates, players=players, until=TONIGHT, chance_of_good=lambda parts: 0.2)
        Impression.objects.update(outcome="ignored")
        Impression.objects.filter(game__slug="w-0").update(outcome="accepted")

    return make


def test_a_rule_that_pins_what_is_loved_looks_better_and_one_that_excludes_it_worse(one_is_loved):
    one_is_loved(2900, 60)

    pinned, gone = (estimate_for(a_rule(kind, "w-0"), now=TONIGHT) for kind in ("pin", "exclude"))

    assert pinned.verdict == "better"
    assert gone.verdict == "worse"
    assert "Better: +" in str(pinned)
    # Pinned, it leads: its reward is 1, and 0.2 that of the others, which have the share of chance.
    assert pinned.figures.dr.holds(0.85 + 0.15 * 0.2)


def test_few_answers_are_called_too_few(one_is_loved):
    one_is_loved(40, 10)

    told = estimate_for(a_rule("boost", "w-0"), now=TONIGHT)

    assert told.verdict == "not enough data"
    assert str(told).startswith("Not enough data: 40 of 40 answered slots")
    assert "30 players" in str(told)


def test_nothing_logged_and_nothing_touched_are_said_apart(one_is_loved):
    assert "nothing was answered" in str(estimate_for(a_rule("boost", "w-0"), now=TONIGHT))
    one_is_loved(30, 5)
    assert "none could have held" in str(estimate_for(a_rule("boost", "elsewhere"), now=TONIGHT))
    assert "none could have held" in str(estimate_for(a_rule("boost", "w-0", said_moods=("sad",)), now=TONIGHT))
