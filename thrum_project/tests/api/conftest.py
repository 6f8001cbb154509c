"""A shelf of games for whoever comes by the API."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from games import versions
from games.models import Game


def put_games() -> list[Game]:
    versions.forget()
    genres = ("rpg", "puzzle", "farming", "shooter")
    named = ["a-short-hike", "unpacking", *(f"tale-{number:02d}" for number in range(18))]
    return [
        Game.objects.create(
            slug=slug, title=slug.title(), platforms=["switch", "pc"], genres=[genres[number % 4]],
            tags=["cozy"] if number % 2 else [], player_modes=["solo"], mood_fit={"chill": 0.9 - number / 100},
            quality=0.9 - number / 100, studio=f"Studio {number}", session_minutes=20,
        )
        for number, slug in enumerate(named)
    ]  # fmt: skip


@pytest.fixture
def shelf(db: None) -> list[Game]:
    return put_games()


@pytest.fixture
def no_limits(settings: Any) -> None:
    settings.API_LIMITS = dict.fromkeys(settings.API_LIMITS, 1_000_000)


def schema_document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(Client().get("/v1/schema", {"format": "json"}).content)
    return document
