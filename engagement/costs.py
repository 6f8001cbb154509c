"""What it costs to write to many, from a table of prices. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

FREE_TEXT, EVERY = "free_text", "every"
_CENT = Decimal("0.01")

# By category and country; "" for every country without a price of its own.
Prices = Mapping[tuple[str, str], Decimal]


@dataclass(frozen=True)
class Crowd:
    """So many people of one country; with an open reply window they get free text instead of a template."""

    country: str
    has_window: bool
    people: int


@dataclass(frozen=True)
class CostLine:
    """``each`` is None where the table has no price."""

    country: str
    category: str
    people: int
    each: Decimal | None

    @property
    def amount(self) -> Decimal | None:
        return None if self.each is None else self.each * self.people


@dataclass(frozen=True)
class Estimate:
    """Lines, the dearest first. ``total`` leaves out the people whose price is not known."""

    lines: tuple[CostLine, ...]
    total: Decimal
    people: int
    without_price: int

    @property
    def each(self) -> Decimal | None:
        priced = self.people - self.without_price
        return (self.total / priced).quantize(Decimal("0.0001")) if priced else None


def estimate(crowds: Iterable[Crowd], prices: Prices, *, category: str, messages: int = 1) -> Estimate:
    """What ``messages`` to each of them cost, if nobody answers in between.

    Later messages find the window of today closed, so only the first can be free text.
    """
    counts: dict[tuple[str, str], int] = {}
    people = 0
    for crowd in crowds:
        people += crowd.people
        first = FREE_TEXT if crowd.has_window else category
        counts[crowd.country, first] = counts.get((crowd.country, first), 0) + crowd.people
        if messages > 1:
            later = crowd.people * (messages - 1)
            counts[crowd.country, category] = counts.get((crowd.country, category), 0) + later
    lines = [
        CostLine(country, kind, count, price_of(prices, kind, country)) for (country, kind), count in counts.items()
    ]
    lines.sort(key=lambda line: (-(line.amount or Decimal(0)), line.country, line.category))
    total = sum((line.amount for line in lines if line.amount is not None), Decimal(0))
    without = sum(line.people for line in lines if line.amount is None)
    return Estimate(tuple(lines), total.quantize(_CENT), people * messages, without)


def price_of(prices: Prices, category: str, country: str) -> Decimal | None:
    """The fee of the kind and what is taken for every message; None where the kind has no price there."""
    fee = prices.get((category, country), prices.get((category, "")))
    every = prices.get((EVERY, country), prices.get((EVERY, ""), Decimal(0)))
    return None if fee is None else fee + every
