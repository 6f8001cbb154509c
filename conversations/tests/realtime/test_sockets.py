"""Who may open a socket, what it tells, what was missed, and who is sent away."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection
from django.utils import timezone

from conversations.privacy import own_data
from conversations.realtime import sockets
from conversations.tests.realtime.conftest import HOST, ORIGIN, Page, Visitor, answer

CHAT, INBOX = "/ws/chat/", "/ws/inbox/"


def test_a_page_hears_at_once_what_is_written_to_it_and_nothing_twice(play, vera):
    async def scene(application, hub, bell):
        first = await sync_to_async(vera.writes)("hi")
        page = Page(application, CHAT, cookie=vera.cookie)
        assert await page.opens()
        assert [message["text"] for message in (await page.asks())["messages"]] == ["hi"]
        await sync_to_async(answer)(first, "Sam here, what happened?")
        bell.ring(first.contact_id)
        assert [message["text"] for message in (await page.hears())["messages"]] == ["Sam here, what happened?"]
        bell.ring(first.contact_id)
        assert await page.hears_nothing()
        await page.leaves()
        assert len(hub) == 0

    play(scene)


def test_who_comes_back_gets_what_they_missed_and_only_that(play, vera):
    async def scene(application, hub, bell):
        first = await sync_to_async(vera.writes)("hi")
        page = Page(application, CHAT, cookie=vera.cookie)
        await page.opens()
        await page.asks()
        await page.leaves()
        missed = [await sync_to_async(answer)(first, words) for words in ("one", "two")]
        again = Page(application, CHAT, cookie=vera.cookie)
        await again.opens()
        assert [message["id"] for message in (await again.asks(first.pk))["messages"]] == [one.pk for one in missed]
        assert (await again.asks(missed[-1].pk))["messages"] == []
        await again.leaves()

    play(scene)


def test_after_the_bell_was_lost_every_page_looks_again(play, vera):
    async def scene(application, hub, bell):
        first = await sync_to_async(vera.writes)("hi")
        page = Page(application, CHAT, cookie=vera.cookie)
        await page.opens()
        await page.asks(first.pk)
        await sync_to_async(answer)(first, "nobody rang for this")
        bell.ring(None)
        assert [message["text"] for message in (await page.hears())["messages"]] == ["nobody rang for this"]
        await page.leaves()

    play(scene)


def test_a_page_that_was_opened_before_the_first_message_hears_the_answers_to_it(play, vera):
    async def scene(application, hub, bell):
        page = Page(application, CHAT, cookie=vera.cookie)
        await page.opens()
        assert (await page.asks())["messages"] == []
        first = await sync_to_async(vera.writes)("hi")
        assert len((await page.asks(first.pk - 1))["messages"]) == 1
        await sync_to_async(answer)(first, "hello")
        bell.ring(first.contact_id)
        assert [message["text"] for message in (await page.hears())["messages"]] == ["hello"]
        await page.leaves()

    play(scene)


def test_nobody_hears_what_is_written_to_another(play, vera):
    async def scene(application, hub, bell):
        hers = await sync_to_async(vera.writes)("a secret")
        other = Visitor()
        his = await sync_to_async(other.writes)("hi")
        page = Page(application, CHAT, cookie=other.cookie)
        await page.opens()
        await page.asks(his.pk)
        await sync_to_async(answer)(hers, "it stays between us")
        bell.ring(hers.contact_id)
        assert await page.hears_nothing()
        bell.ring(his.contact_id)
        assert await page.hears_nothing()
        await page.leaves()

    play(scene)


def test_who_was_forgotten_is_told_so_on_every_page(play, vera):
    async def scene(application, hub, bell):
        first = await sync_to_async(vera.writes)("hi")
        page = Page(application, CHAT, cookie=vera.cookie)
        await page.opens()
        await page.asks()
        await sync_to_async(lambda: own_data.erase(contact=vera.contact, now=timezone.now()))()
        bell.ring(first.contact_id)
        assert await page.hears() == {"messages": [], "waiting": False, "held": False, "erased": True}
        await page.leaves()

    play(scene)


@pytest.mark.parametrize(
    ("path", "changes"),
    [
        (CHAT, {"origin": "https://evil.example"}),
        (CHAT, {"origin": "null"}),
        (CHAT, {"origin": ""}),
        (CHAT, {"origin": "http://[oops"}),
        (CHAT, {"origin": f"http://{HOST}.evil.example"}),
        (CHAT, {"cookie": ""}),
        (CHAT, {"cookie": "thrum_chat=made-up:1abcde:forged"}),
        (INBOX, {}),
        ("/ws/somewhere/", {}),
    ],
)
def test_a_stranger_gets_no_socket(play, vera, path, changes):
    async def scene(application, hub, bell):
        assert not await Page(application, path, **{"cookie": vera.cookie, **changes}).opens()
        assert len(hub) == 0

    play(scene)


def test_the_address_that_we_are_known_by_may_have_another_name(play, vera, settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://thrum.example"]

    async def scene(application, hub, bell):
        page = Page(application, CHAT, cookie=vera.cookie, origin="https://thrum.example")
        assert await page.opens()
        await page.leaves()

    play(scene)


@pytest.mark.parametrize("said", ["", "{", "[]", "{}", '{"after": -1}', '{"after": true}', '{"after": "1"}', "[" * 900])
def test_who_says_what_is_no_position_is_sent_away(play, vera, said):
    async def scene(application, hub, bell):
        page = Page(application, CHAT, cookie=vera.cookie)
        await page.opens()
        await page.says(said)
        assert await page.hears() == {"closed": sockets.NOT_UNDERSTOOD}
        await page.leaves()

    play(scene)


def test_who_asks_without_end_is_sent_away(play, vera):
    async def scene(application, hub, bell):
        page = Page(application, CHAT, cookie=vera.cookie)
        await page.opens()
        for _ in range(25):
            await page.says({"after": 0})
        frames = [await page.hears()]
        while "closed" not in frames[-1]:
            frames.append(await page.hears())
        assert frames[-1] == {"closed": sockets.TOO_FAST}
        await page.leaves()

    play(scene)


def test_an_address_has_so_many_sockets_and_a_visitor_a_few_of_which_the_oldest_goes(play, vera):
    async def scene(application, hub, bell):
        pages = [Page(application, CHAT, cookie=vera.cookie, address=f"10.0.0.{n}") for n in range(7)]
        for page in pages:
            assert await page.opens()
        assert await pages[0].hears() == {"closed": 4409}
        assert await pages[1].hears_nothing()
        crowd = [Page(application, CHAT, cookie=Visitor().cookie, address="10.9.9.9") for _ in range(4)]
        assert [await page.opens() for page in crowd] == [True, True, True, False]
        for page in [*pages, *crowd[:3]]:
            await page.leaves()
        assert len(hub) == 0

    play(scene, most_per_address=3)


def test_a_page_that_does_not_read_is_let_go_and_others_are_not_kept_waiting(play, vera, monkeypatch):
    monkeypatch.setattr(sockets, "SEND_SECONDS", 0.02)

    async def scene(application, hub, bell):
        first = await sync_to_async(vera.writes)("hi")
        opened, heard = asyncio.Event(), asyncio.Queue()
        heard.put_nowait({"type": "websocket.connect"})
        heard.put_nowait({"type": "websocket.receive", "text": '{"after": 0}'})

        async def send(message):
            if message["type"] != "websocket.accept":
                await asyncio.Event().wait()  # the network takes nothing more
            opened.set()

        headers = [(b"host", HOST.encode()), (b"origin", ORIGIN.encode()), (b"cookie", vera.cookie.encode())]
        scope = {"type": "websocket", "path": CHAT, "headers": headers, "client": ("10.0.0.1", 1), "query_string": b""}
        stuck = asyncio.create_task(application(scope, heard.get, send))
        await opened.wait()
        quick = Page(application, CHAT, cookie=vera.cookie)
        await quick.opens()
        assert len((await quick.asks())["messages"]) == 1
        for _ in range(1000):
            hub.ring(first.contact_id)
        await asyncio.wait_for(stuck, timeout=60)
        assert len(hub) == 1
        await quick.leaves()

    play(scene)


def _refuse(*args: object) -> object:
    raise DatabaseError("gone")


def test_who_cannot_be_told_what_is_new_is_told_so_and_asks_by_themselves(play, vera):
    async def scene(application, hub, bell):
        page = Page(application, CHAT, cookie=vera.cookie)
        await page.opens()
        await sync_to_async(lambda: connection.execute_wrappers.append(_refuse))()
        assert await page.asks() == {"closed": sockets.BROKEN}
        await sync_to_async(lambda: connection.execute_wrappers.remove(_refuse))()
        await page.leaves()
        assert len(hub) == 0

    play(scene)


def test_an_operator_hears_whose_talk_has_changed_and_no_word_of_it(play, vera, olga, sign_in):
    async def scene(application, hub, bell):
        page = Page(application, INBOX, cookie=await sync_to_async(sign_in)(olga))
        assert await page.opens()
        assert await page.asks() == {"contacts": [], "everything": False}
        first = await sync_to_async(vera.writes)("a secret")
        bell.ring(first.contact_id)
        bell.ring(first.contact_id + 1)
        assert await page.hears() == {"contacts": [first.contact_id, first.contact_id + 1], "everything": False}
        for contact_id in range(1000, 1100):
            bell.ring(contact_id)
        assert (await page.hears())["everything"]
        await page.leaves()

    play(scene)


def _take_permission(olga):
    olga.user_permissions.clear()


def _sign_out(olga):
    Session.objects.all().delete()


def _sit_idle(olga):
    row = Session.objects.get()
    told = row.get_decoded()
    told["staff_seen_at"] = told["staff_since"] = (timezone.now() - timedelta(hours=3)).timestamp()
    row.session_data = Session.get_session_store_class()().encode(told)
    row.save()


def _close_account(olga):
    type(olga).objects.update(is_active=False)


@pytest.mark.parametrize("act", [_take_permission, _sign_out, _sit_idle, _close_account])
def test_who_may_no_longer_look_loses_the_socket(play, olga, sign_in, monkeypatch, act):
    monkeypatch.setattr(sockets.InboxSocket, "_CHECKED_FOR", -1.0)

    async def scene(application, hub, bell):
        page = Page(application, INBOX, cookie=await sync_to_async(sign_in)(olga))
        assert await page.opens()
        await page.asks()
        await sync_to_async(act)(olga)
        bell.ring(7)
        assert await page.hears() == {"closed": sockets.FORBIDDEN}
        await page.leaves()

    play(scene)


def test_staff_without_the_permission_or_the_second_factor_get_none(play, olga, sign_in, settings):
    settings.REQUIRE_STAFF_2FA = True

    async def scene(application, hub, bell):
        cookie = await sync_to_async(sign_in)(olga)
        assert not await Page(application, INBOX, cookie=cookie).opens()
        settings.REQUIRE_STAFF_2FA = False
        page = Page(application, INBOX, cookie=cookie)
        assert await page.opens()
        await page.leaves()
        await sync_to_async(olga.user_permissions.clear)()
        assert not await Page(application, INBOX, cookie=cookie).opens()

    play(scene)
