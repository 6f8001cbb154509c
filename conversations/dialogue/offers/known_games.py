"""Games that were shown or saved before, put before the player once more: numbered, with price and link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from conversations.dialogue.offers import prices
from conversations.dialogue.state import Offered
from conversations.dialogue.types import GameLine, Turn
from conversations.dialogue.wording import naming
from games.catalogue.offers import cheapest, format_price
from games.models import Game, Offer
from games.recommender.types import PriceTag
from games.vocabulary import families_of


@dataclass(frozen=True)
class Again:
    """A game, the impression that carries its link, and what to say beneath it."""

    game: Game
    impression_id: int | None
    words: str = ""


def lay_out(turn: Turn, games: Sequence[Again]) -> tuple[tuple[GameLine, ...], tuple[Offered, ...]]:
    """Lines for the reply, and the same games as what "the second one" means from now on. One statement."""
    offers = _best_offers([one.game.pk for one in games], families=set(families_of(list(turn.platforms))))
    currency = prices.currency_of(turn)
    rates = prices.rates_for(currency, [price.currency for price in offers.values()])
    lines, offered = [], []
    for number, one in enumerate(games, start=1):
        game, price = one.game, offers.get(one.game.pk)
        tag = PriceTag(price.amount, price.currency, price.store, price.url) if price else None
        lines.append(
            GameLine(
                number=number,
                slug=game.slug,
                title=game.title,
                platforms=naming.platforms_of(game.platforms, turn.platforms),
                price=format_price(tag, beside=currency, rates=rates) if tag else "price unknown",
                reason=one.words,
                image_url=game.image_url,
                impression_id=one.impression_id,
                url=price.url if price else "",
            )
        )
        offered.append(
            Offered(
                slug=game.slug,
                title=game.title,
                impression_id=one.impression_id,
                amount=str(price.amount) if price else "",
                currency=price.currency if price else "",
                session_minutes=game.session_minutes,
                genres=tuple(game.genres),
            )
        )
    return tuple(lines), tuple(offered)


def _best_offers(game_ids: Sequence[int], *, families: set[str]) -> dict[int, Offer]:
    """The offer that a suggestion would name of each game: the cheapest, on their own machines where there is one."""
    best: dict[int, Offer] = {}
    for offer in cheapest(game__in=game_ids):
        known = best.get(offer.game_id)
        if known is None or (known.family not in families and offer.family in families):
            best[offer.game_id] = offer
    return best
