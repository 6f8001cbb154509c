"""What went wrong, as problem documents (RFC 9457): ``code`` never changes, ``detail`` may be read to a person.

Every refusal below /v1/ has this shape, also those that no view of ours has seen: an unknown address, a body that
is no JSON, a fault of our own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from rest_framework.exceptions import APIException

# The code of a problem → its title. Partners write code against the left side; it is never renamed.
TITLES: Mapping[str, str] = {
    "invalid_request": "The request is not what this address takes",
    "malformed_body": "The body cannot be read",
    "not_authenticated": "No token, or not a good one",
    "token_expired": "The token is over",
    "token_reused": "This refresh token was used before, so all of its line are closed",
    "wrong_credentials": "E-mail and password do not match",
    "permission_denied": "This token may not do that",
    "not_found": "There is no such thing",
    "method_not_allowed": "This address does not know the method",
    "not_acceptable": "We cannot answer in that format",
    "conflict": "It changed meanwhile, or is there already",
    "too_large": "The body is larger than we take",
    "length_required": "The body does not say how long it is",
    "unsupported_media_type": "We take JSON",
    "idempotency_key_reused": "The Idempotency-Key belongs to another request",
    "idempotency_in_progress": "The same request is under way",
    "rate_limited": "Too many requests",
    "internal_error": "A fault of ours",
    "unavailable": "We cannot serve this now",
}


class Problem(APIException):
    """Raised by a view to refuse with one of ``TITLES``; ``detail`` says what is the matter in this case."""

    def __init__(self, code: str, detail: str, status_code: int) -> None:
        super().__init__(detail=detail, code=code)
        self.status_code = status_code


def document(code: str, status_code: int, detail: str = "", errors: Sequence[Mapping[str, str]] = ()) -> dict[str, Any]:
    body: dict[str, Any] = {
        "type": f"{settings.PUBLIC_BASE_URL}/v1/docs#{code}",
        "title": TITLES[code],
        "status": status_code,
        "code": code,
    }
    if detail:
        body["detail"] = detail
    if errors:
        body["errors"] = list(errors)
    return body
