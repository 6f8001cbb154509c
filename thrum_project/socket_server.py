"""Uvicorn as we run it: small frames, no compression, and nobody is waited for who does not answer."""

from __future__ import annotations

import resource
import socket
from typing import Any

import uvicorn

# What a page says is a number in braces; what we say is not bounded by this.
_MOST_BYTES = 1024
_PING_SECONDS = 20.0
# A peer that takes nothing more, or is gone without a word, is forgotten by the kernel after so long.
_SILENT_MS = 30_000
_GRACE_SECONDS = 3
# Handshakes and questions after our health, beside the sockets themselves.
_ROOM = 64


def make_server(application: Any, *, most: int) -> uvicorn.Server:
    return uvicorn.Server(
        uvicorn.Config(
            application, http="h11", ws="websockets-sansio", lifespan="on", log_config=None, log_level="warning",
            access_log=False, proxy_headers=False, server_header=False, ws_max_size=_MOST_BYTES,
            ws_per_message_deflate=False, ws_ping_interval=_PING_SECONDS, ws_ping_timeout=_PING_SECONDS,
            limit_concurrency=most + _ROOM, timeout_graceful_shutdown=_GRACE_SECONDS,
        )
    )  # fmt: skip


def allow_open_files(most: int) -> None:
    """A socket is an open file, and many systems let a process have a thousand unless it asks for more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = most + 2 * _ROOM if hard == resource.RLIM_INFINITY else min(most + 2 * _ROOM, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def listen_on(host: str, port: int) -> socket.socket:
    """The address to take connections on; port 0 is any that is free."""
    taken = socket.create_server((host, port), backlog=512, family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        taken.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _SILENT_MS)
    return taken
