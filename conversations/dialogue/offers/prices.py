"""Prices beside a limit in another money: what the store asks, and about how much that is to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from conversations.dialogue.said.comparing import Purse, budget_of
from conversations.dialogue.types import Turn
from games.catalogue.offers import current_rates
from games.recommender.types import Money


def currency_of(turn: Turn) -> str:
    """The money of tonight's limit, else of the lasting one; empty where there is no limit to compare with."""
    tonight = budget_of(turn.state.tonight, turn.currency)
    if tonight is not None:
        return tonight.currency
    return turn.player.budget_currency if turn.player.budget is not None else ""


def purse_of(turn: Turn) -> Purse:
    player = turn.player
    usual = None if player.budget is None else Money(player.budget, player.budget_currency)
    return Purse(turn.currency, current_rates(), usual)


def rates_for(currency: str, told: Iterable[str]) -> Mapping[str, Decimal]:
    """The rates, read only where a price is told in another money."""
    return current_rates() if currency and any(one != currency for one in told) else {}
