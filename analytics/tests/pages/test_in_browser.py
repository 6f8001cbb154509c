"""Every dashboard in a real Chromium: wide and light, narrow and dark; drawn, read by key, and in step with the theme."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from analytics.pages import PAGES
from analytics.tests.pages.days import count_days

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(page: Page, live_server, sign_in) -> Page:
    """Signed in; faults of a script fail the test."""
    client = sign_in("superuser")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    page.goto("about:blank")
    assert faults == []


def test_every_dashboard_is_drawn_at_both_widths_and_in_both_themes(desk: Page, live_server):
    count_days(3, today=timezone.now().date())
    for width, theme in ((1280, "light"), (360, "dark")):
        desk.set_viewport_size({"width": width, "height": 900})
        desk.emulate_media(color_scheme=theme)
        for key in PAGES:
            desk.goto(f"{live_server.url}/admin/dashboards/{key}/?days=7")
            first = desk.locator("figure[data-chart]").first
            expect(first.locator("svg.main-svg").first).to_be_visible()
            assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth"), (key, width)
    # The last page, narrow and dark: by key, and by the switch of the theme.
    first.focus()
    desk.keyboard.press("End")
    expect(first.locator(".read")).to_contain_text(timezone.now().strftime("%a"))
    ink = "getComputedStyle(document.querySelector('.xtick text')).fill"
    before = desk.evaluate(ink)
    desk.evaluate("document.documentElement.classList.remove('dark')")
    desk.wait_for_function(f"{ink} !== '{before}'")
