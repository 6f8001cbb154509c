"""Whether somebody of the staff may have a socket: asked of the same middleware that their pages go through."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django_otp.middleware import OTPMiddleware

from conversations.admin.talks import CARE
from conversations.models import Contact
from thrum_project.staff_sessions import BACKGROUND_HEADER, StaffSessionMiddleware

_ADMIN = "/admin/"
_WHO = "X-Operator"


def operator_of(request: HttpRequest) -> int | None:
    """Whose inbox it is, if they are signed in at this moment, not idle for too long, and may look after people."""
    request.path = request.path_info = _ADMIN
    request.META[f"HTTP_{BACKGROUND_HEADER.upper().replace('-', '_')}"] = "1"
    answer = _ask(request)
    return int(answer.headers[_WHO]) or None  # type: ignore[union-attr]  # none of these is asynchronous


def _answer(request: HttpRequest) -> HttpResponse:
    may_look = admin.site.has_permission(request) and request.user.has_perm(CARE)
    is_let_in = may_look and admin.site.get_model_admin(Contact).has_view_permission(request)
    return HttpResponse(headers={_WHO: str(request.user.pk if is_let_in else 0)})


_ask = SessionMiddleware(AuthenticationMiddleware(OTPMiddleware(MessageMiddleware(StaffSessionMiddleware(_answer)))))
