"""A limit that was told is taken back by who has none, and changed by who names another."""

from __future__ import annotations

import pytest

from conversations.tests.dialogue.conftest import Person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("words", ["budget doesn't matter", "no budget limit", "money is no object", "any price is ok"])
def test_who_has_no_limit_is_held_to_none(mia: Person, shelf, words):
    mia.say("something calm on switch under 10 dollars")
    assert mia.say(words).state.tonight.price_max == ""


def test_who_has_no_budget_at_all_keeps_none_to_spend(mia: Person, shelf):
    mia.say("something calm on switch under 10 dollars")
    assert float(mia.say("i have no budget").state.tonight.price_max) == 0


def test_the_company_can_be_dropped(mia: Person, shelf):
    mia.say("something silly on switch with my brother")
    assert mia.say("ok drop multiplayer").state.tonight.player_mode == ""
