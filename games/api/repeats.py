"""One effect for one Idempotency-Key, however often and however much at once the request comes.

The request runs in one transaction with the row that keeps its answer, under a lock on the key: who comes second
waits, and then gets the kept answer; a process that is killed leaves neither effect nor row. What is too long for one
transaction runs under a lock of the session instead. Answers are kept for a day, those that refuse (4xx) are not
kept, for the same key with a mended body is what the asker will try next. Tokens are kept without their signature,
with which they would open something, and are signed again for who asks again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import OperationalError, connection, transaction
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from games.api import tokens
from games.api.problems import Problem
from games.models import KeptAnswer, Player
from games.one_at_a_time import only_one

KEPT: Final = timedelta(days=1)
LONGEST_KEY: Final = 255
# So long a second one waits for the first, then it is told to come again.
_PATIENCE: Final = "10s"
_LOCK_NOT_AVAILABLE: Final = "55P03"
_UNDER_WAY: Final = "Its first request is under way; try again soon."
_HEADERS: Final = ("ETag", "Location")
_TOKENS: Final = ("access_token", "refresh_token")


def fingerprint(method: str, path: str, body: bytes) -> str:
    return hashlib.sha256(b"\0".join((method.encode(), path.encode(), body))).hexdigest()


def once(
    *, key: str, asker: str, player_id: int | None, request: str, now: datetime, act: Callable[[], Response]
) -> Response:
    """What ``act`` answers, or what it answered before. ``request`` is its fingerprint.

    Raises Problem: the key is too long, belongs to another request, or its first request is still under way.
    """
    digest = _digest(key, asker)
    with transaction.atomic():
        _lock(digest)
        return _kept_or_new(digest, player_id=player_id, request=request, now=now, act=act)


def once_in_pieces(
    *, key: str, asker: str, player_id: int | None, request: str, now: datetime, act: Callable[[], Response]
) -> Response:
    """As ``once``, for what writes in transactions of its own and does no harm when it begins again.

    A process that is killed in the middle leaves what it did and no answer: the next request goes on from there.
    Who comes while the first is under way is told so at once, for it may take long.
    """
    digest = _digest(key, asker)
    with only_one(_lock_number(digest)) as is_mine:
        if not is_mine:
            raise Problem("idempotency_in_progress", _UNDER_WAY, 409)
        return _kept_or_new(digest, player_id=player_id, request=request, now=now, act=act)


def _digest(key: str, asker: str) -> str:
    if not 0 < len(key) <= LONGEST_KEY:
        raise Problem("invalid_request", f"An Idempotency-Key has 1 to {LONGEST_KEY} characters.", 400)
    return hashlib.sha256(f"{asker}\0{key}".encode(errors="replace")).hexdigest()


def _kept_or_new(
    digest: str, *, player_id: int | None, request: str, now: datetime, act: Callable[[], Response]
) -> Response:
    kept = KeptAnswer.objects.filter(pk=digest, kept_at__gt=now - KEPT).first()
    if kept is not None:
        if kept.request != request:
            raise Problem("idempotency_key_reused", "Use a new Idempotency-Key for another request.", 422)
        return Response(
            _each_token(json.loads(kept.body), tokens.sign_again), status=kept.status,
            headers={**kept.headers, "Idempotent-Replayed": "true"},
        )  # fmt: skip
    response = act()
    if response.status_code < 400:
        KeptAnswer.objects.update_or_create(
            pk=digest, defaults=_kept(response, request=request, player_id=player_id, now=now)
        )
    return response


def _kept(response: Response, *, request: str, player_id: int | None, now: datetime) -> dict[str, Any]:
    return {
        "request": request,
        "player_id": player_id or _signed_in_by(response.data),
        "status": response.status_code,
        "headers": {name: response[name] for name in _HEADERS if name in response},
        "body": json.dumps(_each_token(response.data, tokens.without_signature), cls=JSONEncoder),
        "kept_at": now,
    }


def _each_token(data: Any, change: Callable[[str], str]) -> Any:
    if not isinstance(data, Mapping):
        return data
    return {name: change(value) if name in _TOKENS and value else value for name, value in data.items()}


def _signed_in_by(data: Any) -> int | None:
    """Who had no token when they asked, and has one now: their answer goes with them too."""
    if not isinstance(data, Mapping) or _TOKENS[0] not in data:
        return None
    return Player.objects.filter(public_id=data["user_id"]).values_list("pk", flat=True).first()


def _lock(digest: str) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [_PATIENCE])
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_lock_number(digest)])
            cursor.execute("SELECT set_config('lock_timeout', '0', true)")
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != _LOCK_NOT_AVAILABLE:
            raise
        raise Problem("idempotency_in_progress", _UNDER_WAY, 409) from error


def _lock_number(digest: str) -> int:
    return int(digest[:15], 16)
