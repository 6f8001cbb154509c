"""Voice notes at Twilio's stand-in: the address of the message leads on to a store of files, as the real one does."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from urllib.parse import urlsplit

STORE = "https://media.twiliocdn.com"
_TOO_MUCH = 17 * 1024 * 1024


@dataclass
class Sounds:
    """``misbehave`` is used up one by one, at whichever of the two stops: a status ("404"), "slow" (not a word until
    ``let_go``), "trickle", "cut", "huge" (as declared), "endless" (undeclared), "packed", or "to:" and an address.
    """

    sound: bytes = b"OggS" + b"\0" * 60
    misbehave: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)  # paths
    told: list[bool] = field(default_factory=list)  # whether each request brought our token
    let_go: threading.Event = field(default_factory=threading.Event)


def is_about_sound(path: str) -> bool:
    parts = urlsplit(path).path
    return "/Media/" in parts or parts.startswith("/media/")


def play(handler: BaseHTTPRequestHandler, sounds: Sounds, *, is_authorized: bool) -> None:
    path = urlsplit(handler.path).path
    sounds.asked.append(path)
    sounds.told.append(is_authorized)
    mischief = sounds.misbehave.pop(0) if sounds.misbehave else ""
    with contextlib.suppress(ConnectionError):
        if mischief.isdigit():
            return _head(handler, int(mischief), length=0)
        if mischief.startswith("to:"):
            return _head(handler, 307, length=0, location=mischief.removeprefix("to:"))
        if path.startswith("/api/") and not mischief:
            if not is_authorized:
                return _head(handler, 401, length=0)
            return _head(handler, 307, length=0, location=f"{STORE}/a-file")
        _pour(handler, sounds, mischief)
    return None


def _pour(handler: BaseHTTPRequestHandler, sounds: Sounds, mischief: str) -> None:
    whole = len(sounds.sound)
    if mischief == "slow":
        sounds.let_go.wait(20)
    if mischief == "huge":
        return _head(handler, 200, length=_TOO_MUCH)
    if mischief == "packed":
        _head(handler, 200, length=whole, encoding="gzip")
    elif mischief == "endless":
        handler.close_connection = True
        _head(handler, 200, length=None)
        for _ in range(_TOO_MUCH // 65_536 + 1):
            handler.wfile.write(sounds.sound[:4] * 16_384)
        return None
    else:
        _head(handler, 200, length=whole)
    if mischief == "cut":
        handler.close_connection = True
        handler.wfile.write(sounds.sound[: whole // 2])
        return None
    if mischief == "trickle":
        for byte in sounds.sound:
            if sounds.let_go.wait(0.02):
                return None
            handler.wfile.write(bytes((byte,)))
            handler.wfile.flush()
        return None
    handler.wfile.write(sounds.sound)
    return None


def _head(
    handler: BaseHTTPRequestHandler, status: int, *, length: int | None, location: str = "", encoding: str = ""
) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", "audio/ogg")
    if length is not None:
        handler.send_header("Content-Length", str(length))
    if location:
        handler.send_header("Location", location)
    if encoding:
        handler.send_header("Content-Encoding", encoding)
    handler.end_headers()
