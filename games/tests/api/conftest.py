"""A shelf of forty games, Mika who has a token, and Ren who has another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from games import versions
from games.api.tokens import make_access_token
from games.models import Game, Player

Call = Callable[..., Any]


@pytest.fixture
def shelf(db: None) -> list[Game]:
    genres = ("rpg", "puzzle", "farming", "shooter")
    versions.forget()
    return [
        Game.objects.create(
            slug=f"tale-{number:02d}", title=f"Tale{number:02d}", platforms=["switch", "pc"],
            genres=[genres[number % 4]], tags=["cozy"] if number % 2 else [], player_modes=["solo"],
            mood_fit={"chill": 0.9 - number / 100}, quality=0.9 - number / 100, studio=f"Studio {number}",
        )
        for number in range(40)
    ]  # fmt: skip


@pytest.fixture
def mika(db: None) -> Player:
    return Player.objects.create(origin="api", platforms=["switch"])


@pytest.fixture
def ren(db: None) -> Player:
    return Player.objects.create(origin="api")


def client_of(player: Player | None) -> APIClient:
    client = APIClient()
    if player is not None:
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {make_access_token(player)}")
    return client


@pytest.fixture
def of_mika(mika: Player) -> APIClient:
    return client_of(mika)
