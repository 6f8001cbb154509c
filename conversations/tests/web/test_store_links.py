"""Short links to store pages: signed, counted once, and leading only where we stored."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations import links
from games.models import Game, Impression, Interaction, Offer, Player, Slate

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
STEAM = "https://store.steampowered.com/app/413150/"
ESHOP = "https://www.nintendo.com/us/store/products/stardew-valley-switch/"
PHONE = {"HTTP_USER_AGENT": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/605.1.15"}


@pytest.fixture
def stardew_shown(db) -> Impression:
    """Mia, who plays on Switch, was shown Stardew Valley; it is cheaper on Steam."""
    game = Game.objects.create(slug="stardew-valley", title="Stardew Valley", platforms=["pc", "switch"])
    for store, family, amount, url in (("Steam", "pc", "9.99", STEAM), ("Nintendo eShop", "nintendo", "14.99", ESHOP)):
        Offer.objects.create(
            game=game, store=store, family=family, amount=Decimal(amount), currency="USD", url=url, seen_at=NOON
        )
    mia = Player.objects.create(origin="web", platforms=["switch"])
    slate = Slate.objects.create(player=mia, surface="chat", policy_version="1", seed=1, created_at=NOON)
    return Impression.objects.create(
        slate=slate, player=mia, game=game, slot=0, score=0.8, confidence=0.7, strategy="best_fit",
        propensity=1.0, reason="slow days on a farm",
    )  # fmt: skip


@given(st.integers(min_value=1, max_value=2**62))
def test_a_token_reads_back_as_the_impression_it_was_made_for(impression_id):
    assert links.read_token(links.make_token(impression_id)) == impression_id


@given(st.text(max_size=40))
def test_no_other_text_is_taken_for_a_token(text):
    assert links.read_token(text) is None or links.make_token(links.read_token(text)) == text


def test_a_link_leads_to_the_store_of_the_players_own_platform(client, stardew_shown):
    response = client.get(f"/g/{links.make_token(stardew_shown.pk)}", **PHONE)
    assert (response.status_code, response["Location"]) == (302, ESHOP)


def test_a_click_is_remembered_once(client, stardew_shown):
    for _ in range(3):
        client.get(f"/g/{links.make_token(stardew_shown.pk)}", **PHONE)
    (click,) = Interaction.objects.all()
    assert (click.kind, click.game, click.player) == ("click", stardew_shown.game, stardew_shown.player)


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_USER_AGENT": "WhatsApp/2.23.20.0"},
        {"HTTP_USER_AGENT": "facebookexternalhit/1.1"},
        {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"HTTP_USER_AGENT": "TelegramBot (like TwitterBot)"},
        {},
        {**PHONE, "HTTP_SEC_PURPOSE": "prefetch;prerender"},
    ],
)
def test_a_preview_is_not_a_click(client, stardew_shown, headers):
    response = client.get(f"/g/{links.make_token(stardew_shown.pk)}", **headers)
    assert response.status_code == 302
    assert not Interaction.objects.exists()


def test_a_head_request_is_not_a_click(client, stardew_shown):
    client.head(f"/g/{links.make_token(stardew_shown.pk)}", **PHONE)
    assert not Interaction.objects.exists()


def test_a_changed_token_leads_nowhere(client, stardew_shown):
    token = links.make_token(stardew_shown.pk)
    response = client.get(f"/g/{token[:-1]}{'A' if token[-1] != 'A' else 'B'}", **PHONE)
    assert response.status_code == 404
    assert "chat" in response.content.decode()


def test_a_game_without_a_store_page_says_so(client, stardew_shown):
    Offer.objects.update(url="")
    response = client.get(f"/g/{links.make_token(stardew_shown.pk)}", **PHONE)
    assert response.status_code == 404
    assert "Stardew Valley" in response.content.decode()
