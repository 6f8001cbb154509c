"""What "cheaper", "shorter", "easier" and "less known" make of tonight's facts, beside the game compared to. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_UP, Decimal, InvalidOperation
from pathlib import Path
from typing import TypeGuard

from conversations.dialogue.state import Offered, Tonight
from conversations.understanding.phrase_files import phrases_of
from games.recommender.types import Money

_CENT = Decimal("0.01")
_WHOLE = Decimal(1)
# US dollars: a cap for "cheaper" when nothing is known that it could be cheaper than.
_MODEST = Decimal(15)
_SHORTEST_ASKED = 5
_SHORT = 45  # minutes: "something short" where nothing is known that it could be shorter than
# How hard a game is, 1…5.
_MIDDLING, _HARDEST = 3, 5
_SAID = phrases_of("comparing", Path(__file__).parent / "phrases")
_PRICED_OUT = re.compile(rf"\b{_SAID['priced out']}\b")
_TOO_CHEAP = re.compile(rf"\b{_SAID['too cheap']}\b")


@dataclass(frozen=True)
class Purse:
    """How somebody pays: the money that a bare number means, what a dollar buys, what they pay at most as a rule."""

    currency: str
    rates: Mapping[str, Decimal]
    usual: Money | None = None


def cheaper(tonight: Tonight, about: Offered | None, *, purse: Purse) -> Tonight:
    """A cap below what was offered, or below the budget, whichever is known and lower.

    A budget in a money of no known rate stays as it was told.
    """
    told = budget_of(tonight, purse.currency) or purse.usual
    if about and about.amount and (amount := decimal_in(about.amount)) is not None:
        below = Money(max(amount - _CENT, Decimal(0)), about.currency)
        if told is None or _is_lower(below, told, purse.rates):
            return _capped(tonight, below)
        return tonight
    if told is not None:
        return _capped(tonight, Money((told.amount / 2).quantize(_CENT), told.currency))
    currency = purse.currency if purse.currency in purse.rates else "USD"
    return _capped(tonight, Money((_MODEST * purse.rates.get(currency, 1)).quantize(_WHOLE, ROUND_UP), currency))


def has_lowered_the_price(before: Tonight | None, after: Tonight, *, purse: Purse) -> bool:
    """Whether a budget that was told before has just become a lower one."""
    told = budget_of(before, purse.currency) if before else None
    cap = budget_of(after, purse.currency)
    return told is not None and cap is not None and _is_lower(cap, told, purse.rates)


def is_as_short_as_can_be(about: Offered | None) -> TypeGuard[Offered]:
    """Whether nothing shorter can be asked for than a sitting of this game."""
    return about is not None and about.session_minutes is not None and about.session_minutes <= _SHORTEST_ASKED


def shorter(tonight: Tonight, about: Offered | None) -> Tonight:
    known = [
        minutes
        for minutes in (about.session_minutes if about else None, tonight.shorter_than, tonight.minutes)
        if minutes
    ]
    return replace(tonight, shorter_than=max(min(known), _SHORTEST_ASKED) if known else _SHORT, wants_longer=False)


def easier(tonight: Tonight, about: Offered | None) -> Tonight:
    """A bound below the game that was too hard, where the record says how hard that one is."""
    most = max(about.difficulty - 1, 1) if about and about.difficulty is not None else None
    known = [one for one in (most, tonight.most_difficulty, _MIDDLING) if one is not None]
    return replace(
        tonight, wants_easier=True, wants_harder=False, most_difficulty=min(known), least_difficulty=None
    )  # fmt: skip


def harder(tonight: Tonight, about: Offered | None) -> Tonight:
    least = min(about.difficulty + 1, _HARDEST) if about and about.difficulty is not None else None
    known = [one for one in (least, tonight.least_difficulty, _MIDDLING) if one is not None]
    return replace(
        tonight, wants_easier=False, wants_harder=True, most_difficulty=None, least_difficulty=max(known)
    )  # fmt: skip


def less_known(tonight: Tonight, about: Offered | None) -> Tonight:
    """Below the game that was too well known, once more for each time that it is said."""
    told = [one for one in (about.popularity if about else None, tonight.less_known_than) if one is not None]
    return replace(tonight, fame="hidden", less_known_than=min(told, default=None))


def is_priced_out(text: str) -> bool:
    """ "I want Hades but it's out of my budget": no blame of the game, and a wish for what costs less."""
    return bool(_PRICED_OUT.search(text.lower().replace("’", "'")))


def is_too_cheap(text: str) -> bool:
    """ "Not that cheap": the last step down in price was one too many."""
    return bool(_TOO_CHEAP.search(text.lower().replace("’", "'")))


def budget_of(tonight: Tonight, default_currency: str) -> Money | None:
    amount = decimal_in(tonight.price_max) if tonight.price_max else None
    return None if amount is None else Money(amount, tonight.currency or default_currency)


def _capped(tonight: Tonight, cap: Money) -> Tonight:
    return replace(tonight, price_max=str(cap.amount), currency=cap.currency)


def _is_lower(one: Money, other: Money, rates: Mapping[str, Decimal]) -> bool:
    if one.currency == other.currency:
        return one.amount < other.amount
    if one.currency not in rates or other.currency not in rates:
        return False
    return one.amount / rates[one.currency] < other.amount / rates[other.currency]


def decimal_in(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
