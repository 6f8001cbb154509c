"""/v1/health, /live and /ready: can this process serve? Cheap, open to everybody, and silent about people."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.cache import never_cache

from conversations.models import Message
from conversations.realtime import bell
from games.api import problem_answers
from games.embedding import game_vectors
from games.embedding.encoder import MODEL_NAME
from games.moods import estimates as mood_estimates
from games.policy import in_use as policy_in_use
from thrum_project.queue_state import read_queues

PATH = "/v1/health"
LIVE, READY = f"{PATH}/live", f"{PATH}/ready"
logger = logging.getLogger(__name__)
_OLD_SECONDS = 120
_METHODS: Final = ("GET", "HEAD")


class HealthMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        view = _VIEWS.get(request.path_info)
        if view is None:
            return self._get_response(request)
        if request.method not in _METHODS:
            refused = problem_answers.plain("method_not_allowed", 405, "Health is asked for with GET.")
            refused["Allow"] = ", ".join(_METHODS)
            return refused
        return view(request)


@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """This process answers. A restart would mend nothing else, so nothing else is looked at."""
    return JsonResponse({"status": "ok"})


@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 while people are served, 503 with the reasons when not. A slow queue and missing vectors are told only."""
    now = timezone.now()
    encoder = "ok" if (settings.MODEL_DIR / f"{MODEL_NAME}.onnx").exists() else "missing"
    parts: dict[str, Any] = {"model": encoder, "encoder": f"{MODEL_NAME}: {encoder}"}
    reasons = [] if encoder == "ok" else [f"The encoder's model is missing: {MODEL_NAME}."]
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT '[1]'::vector")  # also fails where pgvector is missing
        ages = {queue.name: round(queue.oldest_seconds, 1) for queue in read_queues(now)}
        parts |= {
            "database": "ok",
            "queue_age_seconds": ages,
            "vectors_pending": game_vectors.pending_count(),
            "ranking": policy_in_use.state(),
            "mood_fit": mood_estimates.state(),
            "last_inbound_seconds": _last_inbound(now),
            "realtime": _sockets(),
        }
    except DatabaseError:
        logger.exception("health: the database does not answer")
        parts["database"] = "down"
        ages = {}
        reasons.append("The database does not answer, or has no vectors.")
    slow = [f"The queue {name!r} is {age:.0f} seconds behind." for name, age in ages.items() if age > _OLD_SECONDS]
    status = "down" if reasons else "slow" if slow else "ok"
    return JsonResponse({"status": status, "reasons": [*reasons, *slow], **parts}, status=503 if reasons else 200)


def _last_inbound(now: datetime) -> float | None:
    """Seconds since somebody last wrote; None if nobody ever did. Ids grow with time, so no index of ours is needed."""
    newest = Message.objects.filter(direction=Message.Direction.INBOUND).order_by("-pk")
    at = newest.values_list("created_at", flat=True).first()
    return round((now - at).total_seconds(), 1) if at else None


def _sockets() -> str:
    """Told only: where nobody holds sockets, pages ask by themselves."""
    if not settings.REALTIME_URL:
        return "off"
    return "ok" if bell.count_listeners() else "nobody listens"


_VIEWS: Final[Mapping[str, Callable[[HttpRequest], JsonResponse]]] = {PATH: health, LIVE: live, READY: health}
