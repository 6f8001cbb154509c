"""Who may open a socket, and how fast they may speak: what the HTTP pages get from Django's middleware."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.cookie import parse_cookie
from django.http.request import split_domain_port, validate_host

Scope = Mapping[str, Any]


def header(scope: Scope, name: bytes) -> str:
    """The last of that name, or nothing."""
    told = [value for key, value in scope["headers"] if key == name]
    return told[-1].decode("latin-1") if told else ""


def request_of(scope: Scope) -> HttpRequest:
    """As much of a request as cookies and sessions need."""
    request = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = scope["path"]
    request.COOKIES = parse_cookie(header(scope, b"cookie"))
    return request


def is_own_page(scope: Scope) -> bool:
    """Whether a page of ours asks. A browser tells the truth about its origin, and without one nobody is a browser.

    The port may differ, for the sockets may have one of their own.
    """
    origin = header(scope, b"origin").lower()
    if origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    asked, _ = split_domain_port(header(scope, b"host"))
    try:
        asking, _ = split_domain_port(urlsplit(origin).netloc)
    except ValueError:
        return False
    return bool(asked) and asked == asking and validate_host(asked, settings.ALLOWED_HOSTS)


def address_of(scope: Scope) -> str:
    """The browser's network address: what our own proxy added last, and only where it is to be believed."""
    if settings.TRUST_PROXY_HEADERS and (told := header(scope, b"x-forwarded-for")):
        return told.rsplit(",", 1)[-1].strip()
    client = scope.get("client")
    return str(client[0]) if client else ""


class Pace:
    """Not more than ``most`` in ``seconds``."""

    def __init__(self, *, most: int, seconds: float) -> None:
        self._seconds = seconds
        self._times: deque[float] = deque(maxlen=most)

    def allows(self, *, now: float) -> bool:
        if len(self._times) == self._times.maxlen and now - self._times[0] < self._seconds:
            return False
        self._times.append(now)
        return True
