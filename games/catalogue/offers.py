"""Prices: where a game is sold, for how much, and what that is in the player's money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import transaction
from django.db.models import Case, DecimalField, F, OuterRef, QuerySet, Subquery, Value, When

from games.models import ExchangeRate, Game, Offer
from games.recommender.types import Money, PriceTag

_CENT = Decimal("0.01")
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩"}
_WITHOUT_CENTS = {"JPY", "KRW"}
_TOLD_ROUNDLY = 10


class UnknownCurrencyError(LookupError):
    """No rate is known, so nothing can be said about the price in that currency."""


@dataclass(frozen=True)
class Sighting:
    """A price seen in a store, for the machines of one family."""

    game_id: int
    store: str
    family: str
    amount: Decimal
    currency: str
    url: str = ""


def note_price(
    *, game_id: int, store: str, family: str, amount: Decimal, currency: str, url: str, seen_at: datetime
) -> None:
    """Remember a price. Seen again unchanged it writes nothing; the one it replaces stays as history."""
    note_prices(sightings=[Sighting(game_id, store, family, amount, currency, url)], seen_at=seen_at)


@transaction.atomic
def note_prices(*, sightings: Sequence[Sighting], seen_at: datetime) -> int:
    """Like ``note_price`` for many, in a fixed number of statements; returns how many were news."""
    latest = {(seen.game_id, seen.store, seen.family): seen for seen in sightings}
    # Two writers of one price meet at the game's row, in one order, so neither deadlocks nor collides.
    list(Game.objects.select_for_update().filter(pk__in={key[0] for key in latest}).order_by("pk").values_list("pk"))
    replaced = []
    for offer in Offer.objects.filter(is_current=True, game__in={key[0] for key in latest}):
        seen = latest.get((offer.game_id, offer.store, offer.family))
        if seen is None:
            continue
        if (offer.amount, offer.currency, offer.url) == (seen.amount, seen.currency, seen.url):
            del latest[(offer.game_id, offer.store, offer.family)]
        elif offer.seen_at > seen_at:
            del latest[(offer.game_id, offer.store, offer.family)]  # old news
        else:
            replaced.append(offer.pk)
    if replaced:
        Offer.objects.filter(pk__in=replaced).update(is_current=False)
    Offer.objects.bulk_create(
        Offer(
            game_id=seen.game_id,
            store=seen.store,
            family=seen.family,
            amount=seen.amount,
            currency=seen.currency,
            url=seen.url,
            seen_at=seen_at,
        )
        for seen in latest.values()
    )
    return len(latest)


def retire_prices(*, game_ids: Sequence[int]) -> None:
    """These games are not known to be sold anywhere any more; their history stays."""
    Offer.objects.filter(game__in=game_ids, is_current=True).update(is_current=False)


def current_rates() -> Mapping[str, Decimal]:
    """What one US dollar buys, by currency."""
    return {"USD": Decimal(1), **dict(ExchangeRate.objects.values_list("currency", "per_usd"))}


IN_DOLLARS: DecimalField[Any, Any] = DecimalField(max_digits=14, decimal_places=4)


def cheapest(**of: Any) -> QuerySet[Any]:
    """Current offers, the cheapest first, with what each is in ``dollars``; those without a rate, None, come last."""
    rate = ExchangeRate.objects.filter(currency=OuterRef("currency")).values("per_usd")[:1]
    per_dollar = Case(When(currency="USD", then=Value(1)), default=Subquery(rate), output_field=IN_DOLLARS)
    offers = Offer.objects.filter(is_current=True, **of).annotate(dollars=F("amount") / per_dollar)
    return offers.order_by(F("dollars").asc(nulls_last=True), "pk")


def convert(money: Money, to: str, rates: Mapping[str, Decimal]) -> Money:
    """The same worth in another currency, to the cent. Raises UnknownCurrencyError."""
    if money.currency == to:
        return money
    try:
        amount = money.amount / rates[money.currency] * rates[to]
    except KeyError as error:
        raise UnknownCurrencyError(str(error.args[0])) from None
    return Money(amount.quantize(_CENT, ROUND_HALF_UP), to)


def format_price(tag: PriceTag, *, beside: str = "", rates: Mapping[str, Decimal] | None = None) -> str:
    """ "$14.99 on Steam", "free on Steam": the store and its currency, as a person says it.

    ``beside`` a limit in another currency with a rate: "$14.99 on Steam, about £12".
    """
    if tag.amount == 0:
        return f"free on {tag.store}"
    told = f"{_with_sign(tag.amount, tag.currency)} on {tag.store}"
    if not rates or beside == tag.currency or beside not in rates or tag.currency not in rates:
        return told
    worth = convert(Money(tag.amount, tag.currency), beside, rates).amount
    return f"{told}, about {_with_sign(worth, beside, is_about=worth >= _TOLD_ROUNDLY)}"


def _with_sign(amount: Decimal, currency: str, *, is_about: bool = False) -> str:
    number = f"{amount:,.0f}" if is_about or currency in _WITHOUT_CENTS else f"{amount:,.2f}"
    sign = _SIGNS.get(currency)
    return f"{sign}{number}" if sign else f"{number} {currency}"
