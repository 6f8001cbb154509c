"""Pages by where the last one ended: what is added meanwhile moves nothing, and the last costs what the first does."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any, Final

from games.api.problems import Problem

MOST: Final = 100


def cursor_of(*key: Any) -> str:
    """Opaque to its reader: nobody should build one."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def read_cursor(text: str, *types: type) -> tuple[Any, ...] | None:
    """What ``cursor_of`` was given, each of its type; None without a cursor. Raises Problem where it is none."""
    if not text:
        return None
    try:
        key = json.loads(base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4)))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise not_ours() from error
    is_ours = isinstance(key, list) and len(key) == len(types)
    if not is_ours or not all(type(value) is kind for value, kind in zip(key, types, strict=True)):
        raise not_ours()
    return tuple(key)


def not_ours() -> Problem:
    return Problem("invalid_request", "This cursor is none of ours.", 400)
