"""Twelve games, and Mika, who signs in with an e-mail and talks with us too."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.http import HttpResponse
from django.test import Client

from conversations.accounts import keeping as accounts
from conversations.me import visitors
from conversations.models import Account, Contact
from games import versions
from games.models import Game, Player

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
PASSWORD = "a quiet evening in june"


@pytest.fixture
def shelf(db: None) -> list[Game]:
    return put_games()


def put_games() -> list[Game]:
    versions.forget()
    genres = ("rpg", "puzzle", "farming", "shooter")
    return [
        Game.objects.create(
            slug=f"tale-{number:02d}", title=f"Tale{number:02d}", platforms=["switch", "pc"],
            genres=[genres[number % 4]], tags=["cozy"] if number % 2 else [], player_modes=["solo"],
            mood_fit={"chill": 0.9 - number / 100}, quality=0.9 - number / 100, studio=f"Studio {number}",
        )
        for number in range(16)
    ]  # fmt: skip


@pytest.fixture
def account(db: None) -> Account:
    made = accounts.sign_up(email="Mika@Example.org", password=PASSWORD, now=NOON)
    Player.objects.filter(pk=made.player_id).update(platforms=["switch"])
    return Account.objects.select_related("player").get(pk=made.pk)


@pytest.fixture
def mika(account: Account) -> Player:
    return account.player


@pytest.fixture
def contact(mika: Player) -> Contact:
    return Contact.objects.create(player=mika)


@pytest.fixture
def of_mika(mika: Player) -> Client:
    return signed_in(mika)


def signed_in(player: Player) -> Client:
    client, response = Client(), HttpResponse()
    visitors.let_in(response, player)
    client.cookies.update(response.cookies)
    return client
