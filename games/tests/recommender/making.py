"""What these tests are told with."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import numpy as np

from games.models import Game, Offer
from games.recommender import Money

TONIGHT = datetime(2026, 5, 4, 20, 0, tzinfo=UTC)


def sell(game: Game, price: str, *, family: str = "pc", currency: str = "USD", store: str = "Steam", **values) -> Offer:
    return Offer.objects.create(
        game=game, store=store, family=family, amount=Decimal(price), currency=currency, seen_at=TONIGHT, **values
    )


def dollars(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


def direction(seed: int) -> np.ndarray:
    vector = np.random.default_rng(seed).normal(size=384).astype(np.float32)
    return vector / np.linalg.norm(vector)
