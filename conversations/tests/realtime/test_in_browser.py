"""Sockets in a real Chromium: news arrive by themselves, and also when the sockets are cut."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from conversations.operators import handover
from conversations.tests.realtime.conftest import Process, Visitor, answer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_what_is_said_appears_in_chat_and_inbox_by_socket_and_without_one_by_asking(
    browse_as, live_server, vera: Visitor, olga, settings
):
    page = browse_as(olga)
    name, _, value = vera.cookie.partition("=")
    page.context.add_cookies([{"name": name, "value": value.strip('"'), "url": live_server.url}])
    first = vera.writes("can i talk to a human")
    handover.begin(contact_id=first.contact_id, because="asked", now=timezone.now())
    inbox = page.context.new_page()
    for one in (page, inbox):
        one.clock.install()
    with Process() as sockets:
        settings.REALTIME_URL = f":{sockets.port}"
        page.goto(f"{live_server.url}/chat/")
        inbox.goto(f"{live_server.url}/admin/conversations/contact/inbox/{first.contact_id}/")
        sockets.wait_for(lambda: len(sockets.hub) == 2)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        answer(first, "Sam here, what happened?")
        expect(page.get_by_text("Sam here, what happened?")).to_be_visible()
        expect(inbox.get_by_role("log")).to_contain_text("Sam here, what happened?")
        vera.writes("it broke")
        expect(inbox.get_by_role("log")).to_contain_text("it broke")
        expect(page.get_by_text("it broke")).to_be_visible()
        assert asked == []  # nothing but the socket brought it
    answer(first, "and without sockets")
    for one in (page, inbox):
        one.clock.fast_forward(6_000)
    expect(page.get_by_text("and without sockets")).to_be_visible()
    expect(inbox.get_by_role("log")).to_contain_text("and without sockets")
    inbox.goto("about:blank")
