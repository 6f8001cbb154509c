"""Who is at the other end of the web chat: a random token in a signed cookie, nothing else."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from conversations.channels.types import Address
from conversations.models import Contact, ContactAddress

_COOKIE = "thrum_chat"
_SALT = "conversations.channels.web"


def read_visitor(request: HttpRequest) -> str | None:
    """The visitor's token, or None when there is no cookie that we signed."""
    try:
        token: str | None = request.get_signed_cookie(_COOKIE, default=None, salt=_SALT)
    except BadSignature:  # forged or expired: a visitor without a cookie
        return None
    return token


def new_visitor() -> str:
    return secrets.token_urlsafe(18)


def remember_visitor(response: HttpResponseBase, token: str) -> None:
    response.set_signed_cookie(
        _COOKIE,
        token,
        salt=_SALT,
        max_age=timedelta(days=settings.WEB_CONTACT_DAYS),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def address_of(token: str) -> Address:
    return Address(kind=ContactAddress.Kind.WEB, value=token)


def contact_of(token: str) -> Contact | None:
    """The contact behind the token; none exists before the first message."""
    address = ContactAddress.objects.filter(kind=ContactAddress.Kind.WEB, value=token).select_related("contact").first()
    return address.contact if address else None


def provider_id(token: str, client_id: str) -> str:
    """A message id that only this visitor can produce, so that nobody can claim another's."""
    return f"{hashlib.sha256(token.encode()).hexdigest()[:16]}:{client_id}"
