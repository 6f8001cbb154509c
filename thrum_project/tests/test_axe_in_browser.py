"""The admin as a screen reader and weak eyes find it: axe in Chromium, at a desk and on a phone, light and dark."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.test import RequestFactory
from django.urls import resolve, reverse
from playwright.sync_api import Page

from thrum_project.admin_navigation import navigation
from thrum_project.roles import sync_roles
from thrum_project.tests.rows_of_everything import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]

# What differs by theme and width is colour and what is shown at all; the rest is asked once a page.
_ALL = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa"]}}
_COLOUR = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": ["color-contrast"]}}
_DESK, _PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 800}
_SERIOUS = {"serious", "critical"}
# One form of each kind beside everything in the sidebar, which later pages join by themselves.
_FORMS = ("games.Game", "engagement.Campaign", "engagement.Segment", "conversations.Contact", "auth.User")


@pytest.fixture
def root(page: Page, live_server, client) -> Page:
    sync_roles()
    user = User.objects.create_superuser("root")
    user.groups.set(Group.objects.all())
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return page


def addresses() -> list[str]:
    request = RequestFactory().get("/admin/")
    request.user = User.objects.get()
    pages = [str(item["link"]) for group in navigation(request) for item in group["items"]]
    forms = []
    for label in _FORMS:
        row = make(label)
        forms.append(reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk]))
    return [*dict.fromkeys(pages), *forms, reverse("admin:second_factor_set_up"), reverse("admin:password_change")]


def serious(page: Page, axe: Axe, options: dict) -> set[str]:
    found = axe.run(page, options=options).response["violations"]
    return {
        f"{one['id']}: {node['html'][:140]}" for one in found if one["impact"] in _SERIOUS for node in one["nodes"][:3]
    }


def test_no_page_of_the_sidebar_has_a_serious_fault_in_either_theme_or_width(root, live_server):
    """Lists look alike but for their columns: every other one is seen at a desk by day, the others on a phone at night.
    Pages and forms of their own are seen both ways."""
    axe, faults = Axe(), {}
    for number, address in enumerate(addresses()):
        is_list = str(resolve(address).url_name).endswith("_changelist")
        by_day = number % 2 == 0
        root.set_viewport_size(_DESK if by_day or not is_list else _PHONE)
        root.goto(f"{live_server.url}{address}", wait_until="load")
        found = set()
        if by_day or not is_list:
            found |= serious(root, axe, _ALL)
        if not (by_day and is_list):
            root.set_viewport_size(_PHONE)
            root.evaluate("document.documentElement.classList.add('dark')")
            found |= {f"dark, on a phone, {fault}" for fault in serious(root, axe, _COLOUR)}
            if root.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
                found.add("wider than a phone")
        if found:
            faults[address] = sorted(found)
    assert faults == {}
