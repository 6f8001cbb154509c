"""Vera chats on the web, Olga looks after the inbox; pages that hold a socket, with and without a network."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.db import connection, connections
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from conversations.channels.types import InboundMessage
from conversations.channels.web import visitors
from conversations.models import Contact, Message
from conversations.realtime.hub import Hub
from conversations.receiving import inbox
from conversations.sending import outbox
from conversations.tests.operators.conftest import make_staff
from thrum_project.asgi import make_application
from thrum_project.socket_server import listen_on, make_server

ORIGIN, HOST = "http://localhost:8000", "localhost:9000"


@pytest.fixture(autouse=True)
def _no_other_loop(request) -> Iterator[None]:
    """Playwright leaves its event loop running in this thread. No other may run beside it, and Django's connections
    are others while one runs; so it is put away before the first of them is asked for."""
    left = asyncio._get_running_loop()
    if left is None or "page" in request.fixturenames:
        yield
        return
    asyncio._set_running_loop(None)
    try:
        yield
        connections.close_all()
    finally:
        asyncio._set_running_loop(left)


class Bell:
    """Stands for what listens to the database: rings when a test says so."""

    def __init__(self) -> None:
        self._rung: asyncio.Queue[int | None] = asyncio.Queue()

    def ring(self, contact_id: int | None) -> None:
        self._rung.put_nowait(contact_id)

    async def source(self) -> AsyncIterator[int | None]:
        yield None
        while True:
            yield await self._rung.get()


class Page:
    """What a browser does with a socket, on an application without a network."""

    def __init__(
        self, application: Any, path: str, *, cookie: str = "", origin: str = ORIGIN, address: str = "10.0.0.1"
    ):
        headers = [(b"host", HOST.encode()), (b"origin", origin.encode()), (b"cookie", cookie.encode())]
        scope = {"type": "websocket", "path": path, "headers": headers, "client": (address, 40000), "query_string": b""}
        self._wire = ApplicationCommunicator(application, scope)

    async def opens(self) -> bool:
        await self._wire.send_input({"type": "websocket.connect"})
        return (await self._wire.receive_output(timeout=60))["type"] == "websocket.accept"

    async def says(self, said: Any) -> None:
        text = said if isinstance(said, str) else json.dumps(said)
        await self._wire.send_input({"type": "websocket.receive", "text": text})

    async def hears(self) -> dict[str, Any]:
        """The next frame, or ``{"closed": code}``."""
        told = await self._wire.receive_output(timeout=60)
        return {"closed": told["code"]} if told["type"] == "websocket.close" else json.loads(told["text"])

    async def asks(self, after: int = 0) -> dict[str, Any]:
        await self.says({"after": after})
        return await self.hears()

    async def hears_nothing(self) -> bool:
        return await self._wire.receive_nothing(timeout=0.05)

    async def leaves(self) -> None:
        await self._wire.send_input({"type": "websocket.disconnect", "code": 1001})
        await self._wire.wait(timeout=60)


@pytest.fixture
def play(db, monkeypatch) -> Callable[[Callable[..., Awaitable[None]]], None]:
    """Plays a scene with an application, its hub and a bell, in the test's own transaction."""
    # Channels would end the connection that holds it, as requests would without Django's own test client.
    monkeypatch.setattr("channels.db.close_old_connections", lambda: None)

    def act(scene: Callable[..., Awaitable[None]], *, most: int = 50, most_per_address: int = 20) -> None:
        async def on_stage() -> None:
            hub, bell = Hub(most=most, most_per_address=most_per_address), Bell()
            application = make_application(hub, bell.source)
            life = ApplicationCommunicator(application, {"type": "lifespan"})
            await life.send_input({"type": "lifespan.startup"})
            assert (await life.receive_output(timeout=60))["type"] == "lifespan.startup.complete"
            try:
                await scene(application, hub, bell)
            finally:
                await life.send_input({"type": "lifespan.shutdown"})
                await life.wait(timeout=60)

        async_to_sync(on_stage)()

    return act


class Visitor:
    """A browser with the cookie of the web chat."""

    def __init__(self) -> None:
        self.token = visitors.new_visitor()
        response = HttpResponse()
        visitors.remember_visitor(response, self.token)
        self.cookie = "; ".join(f"{name}={morsel.coded_value}" for name, morsel in response.cookies.items())
        self._said = 0

    def writes(self, body: str) -> Message:
        self._said += 1
        inbound = InboundMessage(
            channel="web", provider_id=visitors.provider_id(self.token, str(self._said)),
            addresses=(visitors.address_of(self.token),), sender="web", kind="text", body=body,
        )  # fmt: skip
        return Message.objects.get(pk=inbox.receive(inbound, now=timezone.now()).message_id)

    @property
    def contact(self) -> Contact:
        contact = visitors.contact_of(self.token)
        assert contact is not None
        return contact


@pytest.fixture
def vera(db) -> Visitor:
    return Visitor()


@pytest.fixture
def olga(db) -> User:
    return make_staff("olga", "view_contact", "take_over_conversations")


@pytest.fixture
def sign_in(db) -> Callable[[User], str]:
    """Signs somebody of the staff in; returns their cookie."""

    def act(user: User) -> str:
        client = Client()
        client.force_login(user)
        return f"{django_settings.SESSION_COOKIE_NAME}={client.session.session_key}"

    return act


def answer(to: Message, body: str) -> Message:
    return outbox.enqueue(
        contact=to.contact, origin=Message.Origin.OPERATOR, body=body, now=timezone.now(), session=to.session,
        address=to.address, channel=to.channel, sender=to.sender,
    )  # fmt: skip


class Process:
    """The product's server on a port, on a loop and a database connection of its own."""

    def __init__(self) -> None:
        self.hub = Hub(most=50, most_per_address=50)
        self._socket = listen_on("127.0.0.1", 0)
        self.port = self._socket.getsockname()[1]
        self._server = make_server(make_application(self.hub), most=50)
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Process:
        self._thread.start()
        self.wait_for(lambda: self.hub.is_listening)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=60)
        self._socket.close()

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        await self._server.serve(sockets=[self._socket])
        await sync_to_async(lambda: connection.close())()  # that of the thread in which this runs

    def wait_for(self, is_so: Callable[[], bool]) -> None:
        moment = threading.Event()
        for _ in range(500):
            if is_so():
                return
            moment.wait(0.01)
        raise AssertionError("it did not come to that")


@pytest.fixture
def process(db) -> Iterator[Process]:
    """It sees what is committed: nothing of a test that rolls back."""
    with Process() as running:
        yield running


@pytest.fixture
def processes(transactional_db, process) -> Iterator[tuple[Process, Process]]:
    with Process() as other:
        yield process, other
