"""Rows made to order: a factory fills in everything that a test does not speak of."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from games.models import Game, Offer, Player


class PlayerFactory(DjangoModelFactory):
    class Meta:
        model = Player

    origin = "web"


class GameFactory(DjangoModelFactory):
    """Published, well rated, for everybody's PC. ``price`` puts it on Steam in dollars."""

    class Meta:
        model = Game
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"untold-tale-{n}")
    title = factory.Sequence(lambda n: f"Untold Tale {n}")
    platforms = ["pc"]
    genres = ["adventure"]
    player_modes = ["solo"]
    release_date = date(2020, 1, 1)
    age_rating = 7
    quality = 0.7

    @factory.post_generation
    def price(self, create, extracted, **kwargs):
        if extracted is not None:
            OfferFactory(game=self, amount=Decimal(extracted))


class OfferFactory(DjangoModelFactory):
    class Meta:
        model = Offer

    game = factory.SubFactory(GameFactory)
    store = "Steam"
    family = "pc"
    amount = Decimal("14.99")
    currency = "USD"
    url = factory.LazyAttribute(lambda offer: f"https://store.example.com/{offer.game.slug}")
    seen_at = datetime(2026, 5, 1, tzinfo=UTC)
