"""The admin as a screen reader and weak eyes find it: axe in Chromium, at a desk and on a phone, light and dark."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Group, User
from django.test import RequestFactory
from django.urls import resolve, reverse
from playwright.sync_api import Page

from games.models import Tag
from thrum_project.admin_navigation import navigation
from thrum_project.roles import sync_roles
from thrum_project.tests.rows_of_everything import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]

# What differs by theme and width is colour and what is shown at all; the rest is asked once a page.
_TOLD = {"resultTypes": ["violations"], "preload": False}  # no rule of these asks for the style sheets themselves
_ALL = {**_TOLD, "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa"]}}
_COLOUR = {**_TOLD, "runOnly": {"type": "rule", "values": ["color-contrast"]}}
_DESK, _PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 800}
_SERIOUS = {"serious", "critical"}
# One form of each kind beside everything in the sidebar, which later pages join by themselves.
_FORMS = ("games.Game", "engagement.Campaign", "engagement.Segment", "conversations.Contact", "auth.User")
# The same on every page: looked at on the first one, with all of its groups open, and left out of the others.
_FRAME = "#nav-sidebar"
# A table of few columns is told row by row where it does not fit; hours of a day side by side may be pushed.
_PUSHED = """[...document.querySelectorAll(":is(.wide, .rows):has(> table > thead)")].some(place =>
    place.scrollWidth > place.clientWidth + 1 && place.querySelector("thead tr").cells.length <= 12)"""
# Rows of a list look alike; of the longest a few are enough.
_LEAVE_OUT_ROWS = """document.querySelectorAll("#result_list tbody:nth-of-type(n+7), #result_list tbody tr:nth-child(n+7)")
    .forEach(row => row.remove())"""


@pytest.fixture
def root(browse_as) -> Page:
    sync_roles()
    user = User.objects.create_superuser("root")
    user.groups.set(Group.objects.all())
    page = browse_as(user)
    page.add_init_script(Axe().axe_script)  # read by the browser with each page, not sent and read for each question
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


def serious(page: Page, options: dict, *, with_frame: bool = False) -> set[str]:
    told = page.evaluate(
        "([where, options]) => axe.run(where, options).then(found => found.violations)",
        [{"exclude": [] if with_frame else [[_FRAME]]}, options],
    )
    return {
        f"{one['id']}: {node['html'][:140]}" for one in told if one["impact"] in _SERIOUS for node in one["nodes"][:3]
    }


def faults_of(page: Page, *, at_desk: bool, on_phone: bool, with_frame: bool = False) -> set[str]:
    """Of the page that is open, in the themes and widths that are asked for."""
    found = serious(page, _ALL, with_frame=with_frame) if at_desk else set()
    if on_phone:
        page.set_viewport_size(_PHONE)
        page.evaluate("document.documentElement.classList.add('dark')")
        found |= {f"dark, on a phone, {fault}" for fault in serious(page, _COLOUR, with_frame=with_frame)}
        if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
            found.add("wider than a phone")
        page.wait_for_timeout(50)  # tables follow the width a moment later
        if page.evaluate(_PUSHED):
            found.add("a table is pushed to and fro on a phone")
    return found


def test_no_page_of_the_sidebar_has_a_serious_fault_in_either_theme_or_width(root, live_server):
    """Lists look alike but for their columns: every other one is seen at a desk by day, the others on a phone at night.
    Pages and forms of their own are seen both ways."""
    faults = {}
    for number, address in enumerate(addresses()):
        is_list = str(resolve(address).url_name).endswith("_changelist")
        at_desk, on_phone = number % 2 == 0 or not is_list, number % 2 == 1 or not is_list
        root.set_viewport_size(_DESK if at_desk else _PHONE)
        root.goto(f"{live_server.url}{address}", wait_until="load")
        root.evaluate(_LEAVE_OUT_ROWS)
        if number == 0:
            root.evaluate("document.querySelectorAll('.nav-group').forEach(group => group.open = true)")
        if found := faults_of(root, at_desk=at_desk, on_phone=on_phone, with_frame=number == 0):
            faults[address] = sorted(found)
    assert faults == {}


def test_a_form_is_no_wider_than_a_phone_however_long_its_words(root, live_server):
    artefact, offer = make("games.ModelArtefact"), make("games.Offer")
    type(artefact).objects.filter(pk=artefact.pk).update(version="8a" * 32)
    root.set_viewport_size(_PHONE)
    for model, pk in (("modelartefact", artefact.pk), ("game", offer.game_id)):
        root.goto(live_server.url + reverse(f"admin:games_{model}_change", args=[pk]), wait_until="load")
        assert root.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), model


def test_on_a_phone_a_table_of_many_columns_is_told_row_by_row_and_stays_a_table_at_a_desk(root, live_server):
    root.set_viewport_size(_PHONE)
    root.goto(live_server.url + reverse("admin:conversations_switch_changelist"), wait_until="load")
    table = root.locator("table:has(th:text('Turned'))")
    table.evaluate("""table => table.tBodies[0].innerHTML =
        '<tr><td>1 May 2026, 12:00</td><td>silence</td><td>on</td><td>dana</td><td>a storm</td></tr>'""")
    root.set_viewport_size({"width": 350, "height": 800})
    root.wait_for_selector("table.stacked")
    cells = table.locator("tbody td")
    assert [cell.get_attribute("data-label") for cell in cells.all()] == ["When (UTC)", "Switch", "Turned", "By", "Why"]
    tops = [cell.bounding_box()["y"] for cell in cells.all()]
    assert tops == sorted(set(tops))
    assert table.get_attribute("role") == "table"
    assert cells.first.get_attribute("role") == "cell"
    root.set_viewport_size(_DESK)
    root.wait_for_function("!document.querySelector('table.stacked')")


def test_a_card_of_a_list_names_its_cells_as_the_list_does(root, live_server):
    Tag.objects.create(key="cosy", label="cosy")
    root.set_viewport_size(_PHONE)
    root.goto(live_server.url + reverse("admin:games_tag_changelist"), wait_until="load")
    label = root.locator("#result_list td[data-label]").last
    assert label.get_attribute("data-label") == "Key"
    assert label.evaluate("cell => getComputedStyle(cell, '::before').textTransform") == "none"
