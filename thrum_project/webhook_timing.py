"""Times the webhooks of this process. The writing down begins with the web server and nowhere else (``wsgi``)."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Final

from django.db import DatabaseError, connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from analytics import webhook_times

logger = logging.getLogger(__name__)
_WEBHOOKS: Final = "/webhooks/"
_EVERY: Final = 60.0
TALLY: Final = webhook_times.Tally()


class WebhookTimingMiddleware:
    """The first of all, so that what the others take is counted too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(_WEBHOOKS):
            return self._get_response(request)
        began = time.perf_counter()
        response = self._get_response(request)
        # What was refused is somebody else's, and says nothing of how the provider fares.
        if response.status_code < 400:
            TALLY.add(request.path_info.rstrip("/").rsplit("/", 1)[-1], time.perf_counter() - began)
        return response


def start() -> None:
    threading.Thread(target=_write_down, name="webhook times", daemon=True).start()


def _write_down() -> None:
    while True:
        time.sleep(_EVERY)
        write_down()


def write_down() -> None:
    """A minute without calls writes nothing; one that cannot be written is lost, for it is only a measurement."""
    if taken := TALLY.take():
        try:
            webhook_times.store(taken, now=timezone.now())
        except DatabaseError:
            logger.warning("the times of webhooks could not be written down")
        finally:
            connection.close()
