"""How much a request says it brings, asked before any of it is read."""

from __future__ import annotations

from django.http import HttpRequest
from rest_framework.request import Request

_MAX_BYTES = 1_000_000  # a hundred times what a message needs


def is_too_long(request: Request | HttpRequest) -> bool:
    """True also for a length that is no number: whoever writes such a header is no browser and no provider."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    return not (said.isascii() and said.isdigit()) or int(said[:20]) > _MAX_BYTES
