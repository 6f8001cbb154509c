"""Staff are signed out after a while without a click, and once a working day in any case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

_ADMIN = "/admin/"
_SEEN, _SINCE = "staff_seen_at", "staff_since"
# A page that asks by itself says so in this header, for it proves that nobody sits before it.
BACKGROUND_HEADER = "X-Background"
# The time of the last click is written at most this often.
_WRITTEN_EVERY = 60.0


class StaffSessionMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(_ADMIN) and request.user.is_authenticated:
            self._end_or_prolong(request, timezone.now())
        return self._get_response(request)

    def _end_or_prolong(self, request: HttpRequest, now: datetime) -> None:
        clock = now.timestamp()
        since = request.session.setdefault(_SINCE, clock)
        seen = request.session.setdefault(_SEEN, clock)
        if clock - seen > settings.STAFF_IDLE.total_seconds():
            self._end(request, "You were signed out after a while without a click.")
        elif clock - since >= settings.STAFF_SESSION.total_seconds():
            self._end(request, "A session lasts a working day. Please sign in again.")
        elif clock - seen > _WRITTEN_EVERY and BACKGROUND_HEADER not in request.headers:
            request.session[_SEEN] = clock

    def _end(self, request: HttpRequest, words: str) -> None:
        logout(request)
        messages.info(request, words)
