from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("under a tenner", 10, "GBP"),
        ("a fiver max", 5, "GBP"),
        ("15 quid", 15, "GBP"),
        ("£7.99 or less", 7.99, "GBP"),
        ("₹500", 500, "INR"),
        ("200 rs tak", 200, "INR"),
        ("5k naira", 5000, "NGN"),
        ("₦10,000 max", 10000, "NGN"),
        ("20-30 bucks", 30, "USD"),
        ("$20 to $25", 25, "USD"),
        ("250 rand", 250, "ZAR"),
        ("ksh 1,500", 1500, "KES"),
        ("RM60", 60, "MYR"),
        ("até 80 reais", 80, "BRL"),
        ("R$ 50", 50, "BRL"),
        ("20€", 20, "EUR"),
        ("under 12,50 euros", 12.5, "EUR"),
        ("100 zł", 100, "PLN"),
        ("~25 CAD", 25, "CAD"),
        ("40 aud", 40, "AUD"),
        ("500 pesos", 500, "PHP"),
        ("ten bucks", 10, "USD"),
        ("twenty quid tops", 20, "GBP"),
        ("my budget is 40", 40, ""),
        ("less than 20", 20, ""),
        ("20 max", 20, ""),
    ],
)
def test_a_limit_is_read_in_the_currency_named(slots_of, text, amount, currency):
    slots = slots_of(text)

    assert (slots.price_max, slots.currency) == (amount, currency)


@pytest.mark.parametrize(
    "text", ["free", "f2p only", "free to play please", "for free", "gratis", "something free like that"]
)
def test_free_is_a_price_of_nothing(slots_of, text):
    assert slots_of(text).price_max == 0


@pytest.mark.parametrize(
    "text",
    [
        "im free tonight",
        "got some free time",
        "stress-free please",
        "feel free to surprise me",
        "is it free",
        "dont care about the price",
        "under 20 minutes",
        "less than 10 hours long",
        "max 4 players",
        "lost 50 quid on a bet",
        "landlord fined me 200 dollars",
        "ps5",
        "my kid is under 10 years",
        "a 90s kid",
        "started at 8, done by 10",
    ],
)
def test_what_is_no_limit_is_not_read_as_one(slots_of, text):
    assert slots_of(text).price_max is None


@pytest.mark.parametrize(
    "text",
    ["i have no budget", "got no budget at all", "we've literally no budget", "no budget for games", "on no budget",
     "no money", "zero budget", "no cash until friday"],
)  # fmt: skip
def test_an_empty_purse_wants_what_costs_nothing(slots_of, text):
    assert slots_of(text).price_max == 0


@pytest.mark.parametrize(
    "text",
    ["no budget limit", "no particular budget", "no set budget, switch", "no budget in mind", "pc, no budget",
     "i have no budget limit", "money is no object", "no money problems here", "i don't have a budget",
     "don't want to spend hours on it", "don't want to pay a lot"],
)  # fmt: skip
def test_who_names_no_limit_is_held_to_none(slots_of, text):
    assert slots_of(text).price_max is None


@pytest.mark.parametrize(
    "text",
    ["nothing under 10 dollars", "nothing below 20 euros", "not under ten bucks", "no games under 5 dollars",
     "at least 10 dollars", "10 euros or more", "$20+", "over 20 bucks", "more than £30", "nothing under 20",
     "don't show me anything under 10 dollars", "nothing that costs less than 15 quid"],
)  # fmt: skip
def test_the_least_that_a_game_may_cost_is_no_limit(slots_of, text):
    slots = slots_of(text)

    assert slots.price_max is None
    assert not slots.wants_cheaper


@pytest.mark.parametrize(
    ("text", "amount"),
    [("nothing over 20", 20), ("not more than 20 bucks", 20), ("don't want to pay over 20 bucks", 20),
     ("can't spend more than 15 dollars", 15), ("no horror under 10 bucks", 10), ("anything under 10 dollars", 10),
     ("nothing too long, under 20 euros", 20), ("if it's over 30 dollars forget it", 30)],
)  # fmt: skip
def test_a_limit_is_one_though_a_no_stands_near(slots_of, text, amount):
    assert slots_of(text).price_max == amount


@pytest.mark.parametrize(
    ("text", "wants_cheaper"),
    [("nothing expensive", True), ("not too pricey please", True), ("i'm on a tight budget", True),
     ("not cheap enough", True), ("not that cheap", False), ("nothing cheaper than 15", False),
     ("it doesn't have to be cheap", False), ("a budget of 20 euros", False)],
)  # fmt: skip
def test_cheaper_is_asked_for_or_waved_off(slots_of, text, wants_cheaper):
    assert slots_of(text).wants_cheaper is wants_cheaper
