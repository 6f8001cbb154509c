"""The simulator in a real Chromium, by keyboard."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from conversations.knowledge import in_use as knowledge
from conversations.models import Contact, SavedChat

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# The first message of a process loads the model and what understanding knows.


@pytest.fixture
def simulator(browse_as, live_server, shelf) -> Page:
    """The page as a superuser has it open, on a small screen."""
    knowledge.current()
    page = browse_as(User.objects.create_superuser("root"))
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{live_server.url}/admin/conversations/savedchat/simulator/")
    return page


def test_a_chat_by_keyboard_from_the_first_word_to_the_saved_test(simulator):
    words = simulator.get_by_label("Message", exact=True)
    words.fill("something calm on switch")
    words.press("Enter")
    answers = simulator.locator(".said.theirs")
    expect(answers).to_have_count(1)
    expect(words).to_be_focused()
    expect(words).to_have_value("")

    simulator.get_by_role("button", name="not for me").press("Enter")
    expect(answers).to_have_count(2)
    expect(simulator.get_by_role("group", name="Candidates").last).to_be_visible()

    simulator.locator('a[href="#why-1"]').press("Enter")
    expect(simulator.locator("#why-1 dl").first).to_be_visible()

    simulator.get_by_role("button", name="12 h", exact=True).press("Enter")
    expect(simulator.get_by_text("waited 720 min")).to_be_visible()
    assert simulator.evaluate("document.documentElement.scrollWidth <= innerWidth")

    simulator.get_by_text("Save as regression test").press("Enter")
    simulator.get_by_label("Name", exact=True).fill("Not for me")
    simulator.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(simulator.get_by_text("Saved as regression test:")).to_be_visible()
    assert SavedChat.objects.get().name == "Not for me"
    assert not Contact.objects.exists()
