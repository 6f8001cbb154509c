"""The bell by way of Redis, where a page finds its socket, and what the hub remembers."""

from __future__ import annotations

import asyncio

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from conversations.realtime import bell
from conversations.realtime.address import socket_address
from conversations.realtime.gate import Pace
from conversations.realtime.hub import EVERYBODY, Hub, Seat
from conversations.realtime.listening import keep_listening
from conversations.tests.realtime.redis_standin import RedisStandin


def test_where_redis_is_set_it_rings_there_after_the_commit_and_the_ear_comes_back(
    db, settings, django_capture_on_commit_callbacks
):
    rung: list[int] = []

    async def listen(standin: RedisStandin) -> None:
        hub = Hub(most=5, most_per_address=5)
        hub.ring = rung.append
        ear = asyncio.create_task(keep_listening(hub))
        for times, turn in enumerate((7, 8), 1):
            async with asyncio.timeout(60):
                while standin.subscribed < times:
                    await asyncio.sleep(0.01)
            async with asyncio.timeout(60):
                while turn not in rung:  # what is rung while the ear comes back is not heard
                    await asyncio.to_thread(bell.publish, turn)
                    await asyncio.sleep(0.1)
            standin.lose_subscribers()
        ear.cancel()

    with RedisStandin() as standin:
        settings.REDIS_URL = standin.url
        with CaptureQueriesContext(connection) as asked, django_capture_on_commit_callbacks() as kept:
            bell.ring(7)
        assert (len(asked), len(kept)) == (0, 1)
        kept[0]()
        assert bell.count_listeners() == 0
        asyncio.run(listen(standin))
        bell._redis(standin.url).close()
    assert list(dict.fromkeys(rung)) == [7, 8]


def test_a_message_is_kept_although_redis_is_away(db, settings, django_capture_on_commit_callbacks):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    with django_capture_on_commit_callbacks(execute=True):
        bell.ring(7)
    assert bell.count_listeners() == 0


@pytest.mark.parametrize(
    ("told", "host", "secure", "address"),
    [
        ("", "thrum.example", True, ""),
        ("/", "thrum.example", True, "wss://thrum.example/ws/chat/"),
        ("/", "localhost:8000", False, "ws://localhost:8000/ws/chat/"),
        (":9000", "127.0.0.1:8000", False, "ws://127.0.0.1:9000/ws/chat/"),
        (":9000", "[::1]:8000", False, "ws://[::1]:9000/ws/chat/"),
        ("wss://sockets.thrum.example/", "thrum.example", True, "wss://sockets.thrum.example/ws/chat/"),
    ],
)
def test_a_page_is_told_where_its_socket_is(settings, told, host, secure, address):
    settings.REALTIME_URL, settings.ALLOWED_HOSTS = told, ["*"]
    assert socket_address(RequestFactory().get("/chat/", secure=secure, headers={"host": host}), "chat") == address


def test_the_chats_policy_lets_it_reach_that_socket_and_no_other(db, client, settings):
    settings.REALTIME_URL = ":9000"
    page = client.get("/chat/")
    assert "connect-src 'self' ws://testserver:9000/ws/chat/;" in page.headers["Content-Security-Policy"] + ";"
    assert 'data-live="ws://testserver:9000/ws/chat/"' in page.content.decode()
    settings.REALTIME_URL = ""
    assert "ws:" not in client.get("/chat/").headers["Content-Security-Policy"]


def test_a_ring_wakes_the_room_and_those_who_hear_everybody_and_is_kept_once():
    hub = Hub(most=3, most_per_address=3)
    robins, sams, inbox = (Seat(owner=name, address=name) for name in ("robin", "sam", "olga"))
    for seat, room in ((robins, 1), (sams, 2), (inbox, EVERYBODY)):
        assert hub.sit(seat)
        hub.move(seat, room)
    assert not hub.sit(Seat(owner="late", address="late"))
    for _ in range(100):
        hub.ring(1)
    assert sams.take() is None
    news = robins.take()
    assert (news.contacts, robins.take()) == ({1}, None)
    assert inbox.take().contacts == {1}
    hub.leave(robins)
    hub.leave(robins)
    hub.ring(1)
    assert robins.take() is None
    assert len(hub) == 2


def test_a_pace_lets_so_many_by_in_so_long():
    pace = Pace(most=2, seconds=10)
    assert [pace.allows(now=at) for at in (0, 1, 2, 10.5, 10.6)] == [True, True, False, True, False]


def test_an_ear_that_breaks_hears_again(caplog):
    hub, heard = Hub(most=5, most_per_address=5), []
    hub.ring = heard.append
    tries = iter([ValueError("nonsense on the wire"), OSError("no network"), None])

    async def source():
        if broken := next(tries):
            raise broken
        yield None
        yield 7
        await asyncio.Event().wait()

    async def listen() -> None:
        ear = asyncio.create_task(keep_listening(hub, source))
        async with asyncio.timeout(60):
            while not heard:
                await asyncio.sleep(0.01)
        assert hub.is_listening
        ear.cancel()

    asyncio.run(listen())
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]
