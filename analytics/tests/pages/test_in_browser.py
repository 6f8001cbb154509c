"""Every dashboard in a real Chromium: wide and light, narrow and dark; drawn, in step with the theme, read by key."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Page, expect

from analytics.pages import PAGES
from analytics.tests.pages.days import count_days

INK = "getComputedStyle(document.querySelector('.drawn .xtick text')).fill"

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(browse_as) -> Page:
    return browse_as(User.objects.create_superuser("root"))


def test_every_dashboard_is_drawn_wide_and_light_and_follows_to_narrow_and_dark(desk: Page, live_server):
    count_days(3, today=timezone.now().date())
    for key in PAGES:
        desk.set_viewport_size({"width": 1280, "height": 900})
        desk.goto(f"{live_server.url}/admin/dashboards/{key}/?days=7")
        first = desk.locator("figure[data-chart]").first
        expect(first.locator("svg.main-svg").first).to_be_visible()
        assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth"), key
        light = desk.evaluate(INK)
        desk.set_viewport_size({"width": 360, "height": 900})
        desk.evaluate("document.documentElement.classList.add('dark')")
        desk.wait_for_function(f"{INK} !== '{light}'")
        desk.wait_for_function("document.documentElement.scrollWidth <= innerWidth")  # charts follow a moment later
    first.focus()
    desk.keyboard.press("End")
    expect(first.locator(".read")).to_contain_text(timezone.now().strftime("%a"))
