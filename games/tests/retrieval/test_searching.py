"""One statement that draws from every source, and no failure that spreads."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from games.columns import facts_at_hand
from games.recommender.limits import Limits
from games.recommender.sources import SOURCES
from games.recommender.sources.base import Ask, Pool, Sql
from games.retrieval import searching
from games.tests.recommender.making import direction, sell


@dataclass(frozen=True)
class Broken:
    name: str = "broken"

    def select(self, pool: Pool, ask: Ask) -> Sql | None:
        return Sql("SELECT id FROM no_such_table")


@pytest.mark.parametrize("plan", ["exact", "wide"])
def test_a_source_that_fails_costs_only_itself(plan, make_game):
    for number in range(5):
        make_game(mood_fit={"tired": number / 5})
    ask = Ask(words=direction(5), moods=(("tired", 1.0),))
    whole = searching.find(Limits(), ask, SOURCES, plan=plan)
    hurt = searching.find(Limits(), ask, [Broken(), *SOURCES], plan=plan)

    assert hurt.failed == ("broken",)
    assert {game.facts.game_id for game in hurt.found} == {game.facts.game_id for game in whole.found}


@pytest.mark.parametrize("plan", ["exact", "wide"])
def test_a_game_without_a_vector_is_found_by_other_means(plan, make_game):
    make_game("No Vector Yet")

    findings = searching.find(
        Limits(), Ask(words=direction(1), moods=(("tired", 1.0),), liked=direction(2)), SOURCES, plan=plan
    )

    (game,) = findings.found
    assert game.sources == ("mood", "popular")
    assert game.to_words is None


def test_the_cheapest_offer_for_the_asked_machine_is_told_with_its_store(make_game, rates):
    game = make_game(platforms=["pc", "switch"], price="10.00")
    sell(game, "6.00", currency="GBP", store="Humble")  # 12 dollars
    sell(game, "2.00", family="nintendo", store="eShop")

    def price(**limits):
        (found,) = searching.find(Limits(**limits), Ask(), SOURCES).found
        return found.facts.price.store

    assert price(platforms=("pc",), families=(("pc", ("pc",)),)) == "Steam"
    assert price() == "eShop"


def test_a_search_is_one_statement_however_many_games_there_are(make_game, queries_stay_flat):
    make_game()

    def search() -> None:
        facts_at_hand.forget()
        searching.find(Limits(), Ask(words=direction(1)), SOURCES)

    queries_stay_flat(search, lambda: [make_game() for _ in range(30)])


def test_vectors_and_search_columns_stay_in_the_database(make_game, django_assert_num_queries):
    make_game()
    searching.estimate(Limits())

    with django_assert_num_queries(4) as captured:  # savepoint, search, facts, release
        searching.find(Limits(), Ask(words=direction(1)), SOURCES)

    search, facts = (query["sql"] for query in captured if "g.id" in query["sql"])
    for told in (search[search.rindex("SELECT g.id") : search.rindex("FROM found")], facts):
        assert "g.search" not in told
        assert "g.embedding," not in told
