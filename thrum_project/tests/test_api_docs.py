"""The page about the API works where there is no world outside, and its examples one after the other."""

from __future__ import annotations

import re

import pytest
from django.contrib.staticfiles.finders import find
from playwright.sync_api import Page, expect

from thrum_project import api_examples
from thrum_project.tests.api.conftest import put_games


@pytest.mark.django_db
def test_everything_it_loads_is_our_own(client):
    page = client.get("/v1/docs").content.decode()

    loaded = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert any("swagger-ui-bundle" in one for one in loaded)
    assert [one for one in loaded if not one.startswith("/")] == []


@pytest.mark.parametrize("near", ["/docs", "/v1/docs/"])
def test_who_types_nearly_its_address_is_led_there(client, near):
    assert client.get(near)["Location"] == "/v1/docs"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_it_is_light_or_dark_as_the_system_is(page: Page, live_server):
    page.emulate_media(color_scheme="dark")
    page.goto(f"{live_server.url}/v1/docs")
    expect(page.locator("body")).to_have_css("background-color", "rgb(28, 32, 34)")
    page.emulate_media(color_scheme="light")
    expect(page.locator("body")).to_have_css("background-color", "rgb(250, 250, 250)")


def test_it_knows_the_words_that_stand_for_what_an_answer_tells():
    with open(str(find("api/docs.js"))) as file:
        script = file.read()
    for word in (api_examples.LAST_REFRESH, api_examples.RECOMMENDATION, api_examples.CODE_FROM_CHAT):
        assert f'"{word}"' in script


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(120)
def test_pressed_from_sign_up_on_each_example_works_as_it_stands(page: Page, live_server):
    put_games()
    page.goto(f"{live_server.url}/v1/docs")

    def press(operation: str) -> str:
        """What the server answers."""
        block = page.locator(f"[id^=operations-][id$='-{operation}']")
        block.locator(".opblock-summary-control").click()
        block.locator("button.execute").click()
        told = block.locator(".live-responses-table .response-col_status").last
        expect(told).to_have_text(re.compile(r"\d{3}"), timeout=20_000)
        return told.inner_text().split()[0]

    pressed = {name: press(name) for name in ("auth_signup", "auth_refresh", "recommend_feed", "feedback_reward")}
    assert {name: status for name, status in pressed.items() if not status.startswith("20")} == {}
