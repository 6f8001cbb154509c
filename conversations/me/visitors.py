"""Whose page it is: a signed cookie that names a player and the generation of their tokens.

It ends with them: signing out everywhere and erasing close the page at once. Who chats in this browser may open it
by the chat's own cookie, which shows them their whole conversation anyway.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from conversations.channels.web import visitors as chat_visitors
from games.models import Player

_COOKIE: Final = "thrum_me"
_SALT: Final = "conversations.me"
_KEPT: Final = timedelta(days=30)


def player_of(request: HttpRequest) -> Player | None:
    try:
        text = request.get_signed_cookie(_COOKIE, default=None, salt=_SALT, max_age=_KEPT)
    except BadSignature:  # forged or over: somebody without a cookie
        return None
    public_id, _, generation = (text or "").partition(":")
    if not generation.isdecimal():
        return None
    return Player.objects.filter(public_id=uuid.UUID(public_id), token_generation=int(generation)).first()


def player_in_chat(request: HttpRequest) -> Player | None:
    """Whoever chats in this browser."""
    token = chat_visitors.read_visitor(request)
    contact = chat_visitors.contact_of(token) if token else None
    return contact.player if contact else None


def let_in(response: HttpResponseBase, player: Player) -> None:
    response.set_signed_cookie(
        _COOKIE, f"{player.public_id}:{player.token_generation}", salt=_SALT, max_age=_KEPT, httponly=True,
        secure=settings.SESSION_COOKIE_SECURE, samesite="Lax",
    )  # fmt: skip


def see_off(response: HttpResponseBase) -> None:
    response.delete_cookie(_COOKIE, samesite="Lax")
