"""A small catalogue made to order, and people who look for something in it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from itertools import count
from uuid import UUID

import numpy as np
import pytest

from games.columns import at_hand
from games.models import ExchangeRate, Game, Player
from games.recommender import Context, recommend
from games.retrieval import searching, trends_at_hand
from games.tests.recommender.making import TONIGHT, sell

_numbers = count(1)


@pytest.fixture
def now() -> datetime:
    return TONIGHT


@pytest.fixture(autouse=True)
def _fresh_estimates():
    searching.forget_estimates()
    trends_at_hand.forget()


@pytest.fixture
def columns_at_hand(monkeypatch, settings, db):
    """Reads what the catalogue is at this moment into columns, however small it is; call it again after a change."""
    settings.CATALOGUE_AT_HAND = True
    monkeypatch.setattr(at_hand, "WORTH_IT", range(10_000))
    monkeypatch.setattr(at_hand, "_LOOKED_AT_EVERY", 3600.0)
    at_hand.forget()
    yield at_hand.refresh
    at_hand.forget()


@pytest.fixture
def _as_planned(request):
    """Columns for the plan that goes by them."""
    told = getattr(request.node, "callspec", None)
    if told and told.params.get("plan") == "proposed":
        request.getfixturevalue("columns_at_hand")()


@pytest.fixture
def make_game(db):
    """A published, well-rated game for the PC that suits everybody, unless told otherwise. ``price`` is on Steam."""

    def make(title: str | None = None, *, price: str | None = None, family: str = "pc", **values) -> Game:
        number = next(_numbers)
        values = {
            "slug": f"game-{number}",
            "title": title or f"Tale{number:04d}",
            "platforms": ["pc"],
            "genres": ["adventure"],
            "player_modes": ["solo"],
            "release_date": date(2020, 1, 1),
            "mood_fit": {"chill": 0.9, "tired": 0.9},
            "quality": 0.7,
            **values,
        }
        game = Game.objects.create(**values)
        if price is not None:
            sell(game, price, family=family)
        return game

    return make


@pytest.fixture
def rates(db) -> None:
    ExchangeRate.objects.all().delete()
    for currency, per_usd in (("EUR", "0.80"), ("GBP", "0.50")):
        ExchangeRate.objects.create(currency=currency, per_usd=Decimal(per_usd), as_of=date(2026, 5, 1))


@pytest.fixture
def mika(db) -> Player:
    """Grown up, owns a PC, hates nothing yet."""
    # Not among the twentieth on whom nothing is tried.
    return Player.objects.create(public_id=UUID(int=1), origin="web", platforms=["pc"], age_band="adult")


@pytest.fixture
def ask(now):
    """The titles offered, best first, for a context told in keywords."""

    def offered(player: Player | None = None, *, limit: int = 10, explore: bool = False, seed: int = 1, **wishes):
        slate = recommend(
            player=player,
            context=Context(**wishes),
            limit=limit,
            rng=np.random.default_rng(seed),
            now=now,
            explore=explore,
        )
        return [pick.facts.title for pick in slate.picks]

    return offered
