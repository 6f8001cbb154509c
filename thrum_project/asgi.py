"""The process of the sockets; ``manage.py realtime`` runs it. HTTP stays with thrum_project/wsgi.py."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from collections.abc import AsyncIterator
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thrum_project.settings")
django.setup()

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.conf import settings  # noqa: E402
from django.urls import path, re_path  # noqa: E402

from conversations.realtime.hub import Hub  # noqa: E402
from conversations.realtime.listening import Source, keep_listening  # noqa: E402
from conversations.realtime.sockets import ChatSocket, InboxSocket, Nowhere  # noqa: E402
from thrum_project.staff_sockets import operator_of  # noqa: E402

HEALTH = "/ws/health"


def make_application(hub: Hub, source: Source | None = None) -> Any:
    """``hub`` is this process's own; ``source`` is what it listens to, if not what the settings say."""

    async def lifespan(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        async with _listening(hub, source):
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})

    async def health(scope: Any, receive: Any, send: Any) -> None:
        status, body = 404, b""
        if scope["path"] == HEALTH:
            status = 200 if hub.is_listening else 503
            body = json.dumps({"status": "ok" if hub.is_listening else "down", "connections": len(hub)}).encode()
        headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    sockets = URLRouter(
        [
            path("ws/chat/", ChatSocket.as_asgi(hub=hub)),
            path("ws/inbox/", InboxSocket.as_asgi(hub=hub, operator_of=operator_of)),
            re_path("", Nowhere.as_asgi()),
        ]
    )
    return ProtocolTypeRouter({"lifespan": lifespan, "http": health, "websocket": sockets})


@contextlib.asynccontextmanager
async def _listening(hub: Hub, source: Source | None) -> AsyncIterator[None]:
    ear = asyncio.create_task(keep_listening(hub, source))
    try:
        yield
    finally:
        ear.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await ear


application = make_application(
    Hub(most=settings.REALTIME_CONNECTIONS, most_per_address=settings.REALTIME_CONNECTIONS_PER_ADDRESS)
)
