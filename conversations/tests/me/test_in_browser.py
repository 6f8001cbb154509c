"""A player's page on a small phone, from the front door to the last button."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from conversations.accounts import keeping as accounts
from conversations.tests.me.conftest import NOON, PASSWORD, put_games
from games.models import Player

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def fits(page: Page) -> bool:
    """Nothing hangs over the edge, and every button is large enough for a thumb."""
    is_wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    small = page.evaluate("[...document.querySelectorAll('button, .button')].filter(b => b.offsetHeight < 40).length")
    return not is_wide and not small


def test_a_phone_walks_the_whole_page(page: Page, live_server):
    put_games()
    account = accounts.sign_up(email="mika@example.org", password=PASSWORD, now=NOON)
    Player.objects.filter(pk=account.player_id).update(platforms=["switch"])
    page.set_viewport_size({"width": 360, "height": 740})

    page.goto(live_server.url)
    assert fits(page)
    page.get_by_role("link", name="Your page").click()
    assert fits(page)
    page.get_by_label("E-mail").fill("mika@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    games = page.locator(".pick h3")
    expect(games).to_have_count(10)
    assert fits(page)
    first = games.nth(0).inner_text()
    page.get_by_role("button", name=f"Not for me: {first}").click()
    expect(page.get_by_role("status")).to_contain_text("not for you")
    expect(games.filter(has_text=first)).to_have_count(0)

    liked = games.nth(0).inner_text()
    page.get_by_role("button", name=f"Save {liked}").click()
    expect(page.locator("#saved")).to_contain_text(liked)
    page.get_by_role("button", name=f"Take {liked} off the list").click()
    expect(page.locator("#saved")).to_contain_text("Nothing saved")
    page.get_by_role("button", name="Remove: plays on Switch").click()
    expect(page.locator("#taste")).not_to_contain_text("plays on Switch")
    assert fits(page)

    with page.expect_download() as download:
        page.get_by_role("button", name="Download my data").click()
    told = json.loads(Path(download.value.path()).read_text())
    assert told["account"]["email"] == "mika@example.org"

    page.get_by_role("link", name="Delete everything…").click()
    assert fits(page)
    page.get_by_role("button", name="Yes, delete everything").click()
    expect(page.get_by_role("heading", name="All gone")).to_be_visible()
    assert not Player.objects.exists()
