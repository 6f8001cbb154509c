"""/v1/health: can this process serve? Cheap, open to everybody, and silent about details."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from games import embeddings, mood_estimates, policy_in_use
from games.encoder import MODEL_NAME
from thrum_project.queue_state import read_queues

PATH = "/v1/health"
logger = logging.getLogger(__name__)
_OLD_SECONDS = 120


class HealthMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return health(request) if request.path_info == PATH else self._get_response(request)


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 while people are served, 503 when not. A slow queue or missing vectors are told, not fatal."""
    parts: dict[str, Any] = {"model": "ok" if (settings.MODEL_DIR / f"{MODEL_NAME}.onnx").exists() else "missing"}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        queues = read_queues(timezone.now())
        parts |= {
            "database": "ok",
            "queue_age_seconds": {queue.name: round(queue.oldest_seconds, 1) for queue in queues},
            "vectors_pending": embeddings.pending_count(),
            "ranking": policy_in_use.state(),
            "mood_fit": mood_estimates.state(),
        }
    except DatabaseError:
        logger.exception("health: the database does not answer")
        parts["database"] = "down"
    serves = parts["database"] == "ok" and parts["model"] == "ok"
    is_slow = any(age > _OLD_SECONDS for age in parts.get("queue_age_seconds", {}).values())
    status = "down" if not serves else "slow" if is_slow else "ok"
    return JsonResponse({"status": status, **parts}, status=200 if serves else 503)
