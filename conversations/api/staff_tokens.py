"""Tokens with which a program acts for somebody of the staff: signed, stored nowhere, over with their password.

Sent as ``Authorization: Token …``. Another way to show who one is goes beside this one in a view's
``authentication_classes``; what they may do stays with their permissions.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.utils.crypto import constant_time_compare
from rest_framework.authentication import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed

_SALT = "thrum.staff-token"


def make_token(user: User) -> str:
    """Good for STAFF_TOKEN_DAYS, until the password changes, or until the account is closed."""
    return signing.dumps({"user": user.pk, "sees": _fingerprint(user)}, salt=_SALT)


class StaffTokenAuthentication(TokenAuthentication):
    def authenticate_credentials(self, key: str) -> tuple[Any, str]:
        try:
            told = signing.loads(key, salt=_SALT, max_age=settings.STAFF_TOKEN_DAYS * 86_400)
        except signing.SignatureExpired as error:
            raise AuthenticationFailed("This token is too old; make a new one.") from error
        except signing.BadSignature as error:
            raise AuthenticationFailed("This is no token of ours.") from error
        user = User.objects.filter(pk=told["user"], is_active=True, is_staff=True).first()
        if user is None or not constant_time_compare(told["sees"], _fingerprint(user)):
            raise AuthenticationFailed("This token is not good any more.")
        return user, key


def _fingerprint(user: User) -> str:
    """Changes with the password."""
    return user.get_session_auth_hash()[:20]
