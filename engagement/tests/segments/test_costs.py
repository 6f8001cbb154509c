from __future__ import annotations

from decimal import Decimal

from engagement.costs import Crowd, estimate

PRICES = {
    ("marketing", ""): Decimal("0.06"), ("marketing", "DE"): Decimal("0.1365"), ("utility", "DE"): Decimal("0.055"),
    ("free_text", ""): Decimal(0), ("every", ""): Decimal("0.005"),
}  # fmt: skip


def test_a_template_costs_what_its_country_takes_and_free_text_only_the_provider():
    found = estimate(
        [Crowd("DE", False, 1000), Crowd("DE", True, 100), Crowd("NG", False, 10)], PRICES, category="marketing"
    )
    assert [(line.country, line.category, line.people, line.amount) for line in found.lines] == [
        ("DE", "marketing", 1000, Decimal("141.5")),
        ("NG", "marketing", 10, Decimal("0.65")),
        ("DE", "free_text", 100, Decimal("0.5")),
    ]
    assert (found.total, found.people, found.without_price) == (Decimal("142.65"), 1110, 0)
    assert found.each == Decimal("0.1285")


def test_people_without_a_price_are_told_and_not_counted_as_free():
    found = estimate([Crowd("DE", False, 10), Crowd("BR", False, 5)], PRICES, category="utility")
    assert (found.total, found.without_price) == (Decimal("0.60"), 5)
    assert found.lines[-1].amount is None


def test_only_the_first_of_several_messages_finds_the_window_open():
    found = estimate([Crowd("DE", True, 10)], PRICES, category="marketing", messages=3)
    assert {line.category: line.people for line in found.lines} == {"free_text": 10, "marketing": 20}
    assert found.people == 30


def test_nobody_costs_nothing():
    found = estimate([], PRICES, category="marketing")
    assert (found.total, found.each, found.lines) == (Decimal(0), None, ())
