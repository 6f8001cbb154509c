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
