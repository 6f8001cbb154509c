"""The inbox in a real Chromium: a message arrives by itself, an answer goes out, the talk is handed back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from conversations.models import Message
from conversations.operators import handover
from conversations.tests.operators.conftest import say

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(browse_as, olga) -> Page:
    page = browse_as(olga)
    page.clock.install()
    return page


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_an_operators_talk_from_the_first_look_to_the_hand_back(desk: Page, live_server, robin, olga, a_person):
    desk.set_viewport_size({"width": 1280, "height": 800})
    desk.goto(f"{live_server.url}/admin/conversations/contact/inbox/")
    rows = desk.locator("a.row")
    expect(rows).to_have_count(1)
    a_person("Stu", parked_at=timezone.now())
    desk.clock.fast_forward(5_000)
    expect(rows).to_have_count(2)  # without a reload
    expect(desk.locator("#news")).to_contain_text("2 people need")

    rows.first.press("Enter")
    expect(desk.get_by_role("log")).to_contain_text("can i talk to a human")
    assert fits(desk)
    desk.get_by_role("button", name="Take this talk").press("Enter")
    words = desk.get_by_label("Your answer")
    expect(words).to_be_visible()

    words.fill("hello, a pers")
    say(robin, "are you there?", at=timezone.now())
    desk.clock.fast_forward(5_000)
    expect(desk.get_by_role("log")).to_contain_text("are you there?")
    expect(words).to_have_value("hello, a pers")
    words.fill("hello, a person")
    words.press("Control+Enter")
    expect(desk.get_by_role("log")).to_contain_text("hello, a person")
    expect(words).to_have_value("")

    handover.reply(contact=robin, by=olga, body="from another tab", seen=10**9, now=timezone.now())
    words.fill("as I said")
    desk.get_by_role("button", name="Send").click()
    expect(desk.locator("#said")).to_contain_text("answered meanwhile")
    expect(desk.get_by_role("log")).to_contain_text("from another tab")
    robin.windows.update(last_inbound_at=timezone.now() - timedelta(hours=25))
    desk.clock.fast_forward(5_000)
    expect(desk.locator(".state")).to_contain_text("Window closed")
    expect(words).to_have_count(0)
    robin.windows.update(last_inbound_at=timezone.now() - timedelta(hours=23, minutes=30))
    desk.clock.fast_forward(5_000)
    expect(desk.locator("[data-left]")).to_contain_text(" min ")
    expect(words).to_have_value("as I said")  # nothing typed was lost

    desk.set_viewport_size({"width": 360, "height": 740})
    assert fits(desk)
    expect(desk.locator(".people")).to_be_hidden()
    desk.get_by_label("New note").fill("likes puzzles")
    desk.get_by_role("button", name="Keep the note").press("Enter")
    expect(desk.get_by_label("Notes for colleagues")).to_contain_text("likes puzzles")
    desk.get_by_role("button", name="Hand back to the bot").press("Enter")
    expect(desk.locator(".state")).to_contain_text("the bot answers")
    expect(desk.get_by_text("Take the talk to answer")).to_be_visible()
    desk.get_by_role("link", name="All people").press("Enter")
    expect(desk.locator(".people")).to_be_visible()
    assert fits(desk)
    assert Message.objects.filter(origin="operator").count() == 2
