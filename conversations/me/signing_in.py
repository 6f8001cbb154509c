"""Ways onto one's own page: e-mail and password, a code that the chat told, the chat in this very browser."""

from __future__ import annotations

import time
from typing import Final

from django.conf import settings
from django.contrib.messages import get_messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_POST
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from conversations.accounts import sign_in_codes
from conversations.accounts.password_sign_in import LockedOut, by_password
from conversations.me import visitors
from games.api import limits
from games.models import Player

_WRONG: Final = "That e-mail and password do not match an account."
_NO_CODE: Final = "That code is not good any more. Ask for a new one in the chat."
_TOO_OFTEN: Final = "Too many tries. Wait a minute."
_LOCKED: Final = "Too many wrong passwords. Wait a while, or use a code from the chat."


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _form(request)
    if _is_too_often(request):
        return _form(request, _TOO_OFTEN, status=429)
    email, password = _told(request, "email", most=254).strip(), _told(request, "password", most=1000)
    try:
        account = by_password(request, email=email, password=password)
    except LockedOut:
        return _form(request, _LOCKED, email=email, status=429)
    return _to_page(account.player) if account else _form(request, _WRONG, email=email, status=403)


@require_POST
@csrf_protect
def sign_in_by_chat(request: HttpRequest) -> HttpResponse:
    player = visitors.player_in_chat(request)
    return _to_page(player) if player else _form(request, "There is no chat in this browser yet.", status=403)


@require_POST
@csrf_protect
def sign_in_by_code(request: HttpRequest) -> HttpResponse:
    if _is_too_often(request):
        return _form(request, _TOO_OFTEN, status=429)
    with transaction.atomic():
        contact = sign_in_codes.redeem(request.POST.get("code", "")[:40], now=timezone.now())
    return _to_page(contact.player) if contact else _form(request, _NO_CODE, status=403)


@require_POST
@csrf_protect
def sign_out(request: HttpRequest) -> HttpResponse:
    response = redirect("me:sign-in")
    visitors.see_off(response)
    return response


def _told(request: HttpRequest, name: str, *, most: int) -> str:
    """No database takes a NUL."""
    return request.POST.get(name, "")[:most].replace("\x00", "")


def _form(request: HttpRequest, trouble: str = "", *, email: str = "", status: int = 200) -> HttpResponse:
    trouble = trouble or " ".join(str(one) for one in get_messages(request))  # of a sign-in elsewhere
    context = {
        "trouble": trouble,
        "email": email,
        "in_chat": visitors.player_in_chat(request),
        "has_google": settings.HAS_GOOGLE,
    }
    return render(request, "me/sign_in.html", context, status=status)


def _to_page(player: Player) -> HttpResponse:
    response = redirect("me:page")
    visitors.let_in(response, player)
    return response


def _is_too_often(request: HttpRequest) -> bool:
    """Counted with the sign-ins of the API, by address, in the database."""
    limit = limits.Limit("sign_in", settings.API_LIMITS["sign_in"], is_shared=True)
    return limits.count(limit, f"address:{BaseThrottle().get_ident(Request(request))}", seconds=time.time()).is_over
