"""Did Twilio send this? The check of X-Twilio-Signature, before anything else happens."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import DisallowedHost, TooManyFieldsSent
from django.http import QueryDict
from rest_framework.exceptions import APIException
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView
from twilio.request_validator import RequestValidator

from conversations.channels.request_size import is_too_long

logger = logging.getLogger(__name__)


class SignedByTwilio(BasePermission):
    """Lets through what carries a valid signature of our own account; all else is 403.

    The signed text is the address as configured at Twilio plus every form field. Behind a proxy the
    address that we see may differ from it, so PUBLIC_BASE_URL is tried first. Several tokens are
    valid while one is being rotated. There is no time in the scheme: that a captured request cannot
    be played back is the work of the unique message id.
    """

    def has_permission(self, request: Request, view: APIView) -> bool:
        signature = request.headers.get("X-Twilio-Signature", "")
        if is_too_long(request):
            return False
        try:
            form = request.data
        except (APIException, TooManyFieldsSent, UnicodeError):  # the last: a charset that is none for text
            return False
        if not signature or not isinstance(form, QueryDict):
            return False
        # compare() in the SDK works on text of one kind; a header may hold any byte.
        if not signature.isascii() or "bodySHA256" in request.query_params:
            return False
        if form.get("AccountSid") != settings.TWILIO_ACCOUNT_SID or not settings.TWILIO_ACCOUNT_SID:
            logger.warning("a webhook names another account and is refused")
            return False
        validators = [RequestValidator(token) for token in settings.TWILIO_AUTH_TOKENS]
        return any(
            validator.validate(address, form, signature) for validator in validators for address in _addresses(request)
        )


def _addresses(request: Request) -> Iterator[str]:
    yield settings.PUBLIC_BASE_URL + request.get_full_path()
    try:
        yield request.build_absolute_uri()
    except DisallowedHost:
        return
