"""The builder in a real Chromium, on a small screen, by keyboard."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from engagement import segment_facts
from engagement.models import Segment
from engagement.tests.segments.conftest import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def builder(browse_as, live_server, make_person) -> Page:
    """An empty form, as a superuser sees it on a phone."""
    make_person("Dora", "+491701234567", platforms=["switch"])
    make_person("Emeka", "+2348012345678", platforms=["pc"])
    segment_facts.refresh("TRUE", [], now=NOW)
    page = browse_as(User.objects.create_superuser("root"))
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{live_server.url}/admin/engagement/segment/add/")
    return page


def test_a_segment_by_keyboard_from_the_first_condition_to_the_saved_rule(builder):
    count = builder.locator("[data-count]")
    expect(count).to_have_text("2")
    builder.get_by_role("button", name="Add condition").press("Enter")
    expect(builder.get_by_label("Fact")).to_be_focused()
    builder.get_by_label("Fact").select_option("platforms")
    choices = builder.locator("details.chooser summary")
    choices.press("Enter")
    builder.get_by_label("Nintendo Switch", exact=True).press("Space")
    builder.keyboard.press("Escape")
    expect(choices).to_be_focused()
    expect(choices).to_have_text("Nintendo Switch")
    expect(count).to_have_text("1")
    expect(builder.locator("[data-people]")).to_contain_text("Dora")

    builder.get_by_label("contact, whole address").fill("+2348012345678")
    builder.get_by_label("contact, whole address").press("Enter")
    expect(builder.locator("[data-reasons]")).to_contain_text("Emeka is out")
    assert builder.evaluate("document.documentElement.scrollWidth <= innerWidth")

    builder.get_by_role("button", name="Add group").press("Enter")
    expect(builder.get_by_text("choose a fact", exact=True)).to_be_visible()
    builder.get_by_role("button", name="Remove this group").press("Enter")
    expect(builder.get_by_role("button", name="Add condition")).to_be_focused()
    builder.get_by_label("Name").fill("On Switch")
    builder.get_by_role("button", name="Save", exact=True).press("Enter")
    builder.wait_for_url("**/admin/engagement/segment/")
    assert Segment.objects.get().tree == {
        "match": "all", "rules": [{"fact": "platforms", "is": "any_of", "value": ["switch"]}],
    }  # fmt: skip


def test_who_is_among_the_choices_before_the_list_told_of_itself_is_not_moved_into_its_search(builder):
    builder.get_by_role("button", name="Add condition").press("Enter")
    builder.get_by_label("Fact").select_option("platforms")
    builder.locator("details.chooser").evaluate(
        """async (list) => {
            const told = new Promise((done) => list.addEventListener("toggle", done, { once: true }));
            list.open = true;
            list.querySelector("input[value=switch]").focus();
            await told;
        }"""
    )
    expect(builder.get_by_label("Find among")).to_be_visible()
    expect(builder.get_by_label("Nintendo Switch", exact=True)).to_be_focused()
