"""Turns whatever a view raised into a problem document; also for addresses and faults that no view of ours has seen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpResponse
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from games.api.problems import TITLES, Problem, document
from games.models import Player

CONTENT_TYPE: Final = "application/problem+json"
_BY_STATUS = {
    400: "invalid_request", 401: "not_authenticated", 403: "permission_denied", 404: "not_found",
    405: "method_not_allowed", 406: "not_acceptable", 409: "conflict", 413: "too_large",
    415: "unsupported_media_type", 422: "invalid_request", 429: "rate_limited", 500: "internal_error",
    503: "unavailable",
}  # fmt: skip


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """Django REST framework's EXCEPTION_HANDLER."""
    if isinstance(error, RequestDataTooBig):
        error = Problem("too_large", "The body is larger than we take.", status.HTTP_413_REQUEST_ENTITY_TOO_LARGE)
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    if isinstance(error, Player.DoesNotExist):  # erased between the check of the token and now
        error = exceptions.AuthenticationFailed("This token is not good any more.")
    if isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    response = exception_handler(error, context)
    if response is None or not isinstance(error, exceptions.APIException):
        return None  # a fault of ours: logged with its traceback, and told by the project's handler500
    told = error.detail
    code = _code_of(error)
    if isinstance(error, exceptions.ValidationError):
        body = document(code, response.status_code, "Look at errors.", _listed(told))
    else:
        body = document(code, response.status_code, str(told))
    response.data = body
    response.content_type = CONTENT_TYPE
    return response


def refusal(code: str, status_code: int, detail: str) -> Response:
    """For a view that refuses and yet keeps what it wrote; raising would take that back."""
    return Response(document(code, status_code, detail), status=status_code, content_type=CONTENT_TYPE)


def plain(code: str, status_code: int, detail: str) -> HttpResponse:
    """For where Django REST framework is not there to answer."""
    return HttpResponse(json.dumps(document(code, status_code, detail)), status=status_code, content_type=CONTENT_TYPE)


def _code_of(error: exceptions.APIException) -> str:
    if isinstance(error, exceptions.ParseError):
        return "malformed_body"
    codes = error.get_codes()
    if isinstance(codes, str) and codes in TITLES:
        return codes
    return _BY_STATUS.get(error.status_code, "invalid_request")


def _listed(told: Any, at: str = "") -> list[dict[str, str]]:
    """Every complaint and where: ``{"at": "events.3.kind", "detail": "…", "code": "invalid_choice"}``."""
    if isinstance(told, Mapping):
        return [one for key, inner in told.items() for one in _listed(inner, f"{at}.{key}" if at else str(key))]
    if isinstance(told, list):
        found = []
        for number, inner in enumerate(told):
            is_text = isinstance(inner, exceptions.ErrorDetail)
            found += _listed(inner, at if is_text else f"{at}.{number}".lstrip("."))
        return found
    return [{"at": at.removesuffix(".non_field_errors"), "detail": str(told), "code": getattr(told, "code", "invalid")}]
