"""Partners' servers: a service token, and in ``Thrum-User`` the user it acts for, by the partner's own id."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from conversations.accounts import keeping as accounts
from conversations.accounts.service_tokens import PREFIX, digest_of
from conversations.models import ServiceToken
from games.api.authentication import PlayerAuthentication
from games.api.principals import OF_A_PLAYER, Principal
from games.api.problems import Problem
from games.models import Player

USER_HEADER: Final = "Thrum-User"
_NOBODY: Final = "developer"
_HERE: Final = ("127.0.0.1", "::1")
_OUR_NAMES: Final = ("localhost", "127.0.0.1", "::1")


class BearerAuthentication(PlayerAuthentication):
    """A partner's service token, told by its prefix, beside a player's own."""

    def authenticate(self, request: Request) -> tuple[Principal, str] | None:
        found = super().authenticate(request)
        if found is None and settings.API_OPEN_ON_LOCALHOST and _is_from_here(request):
            return _own_user(request.headers.get(USER_HEADER, _NOBODY)), ""
        return found

    def principal_of(self, text: str, request: Request) -> Principal:
        if text.startswith(PREFIX):
            return _server(text, user_id=request.headers.get(USER_HEADER, ""))
        return super().principal_of(text, request)


def _server(text: str, *, user_id: str) -> Principal:
    token = (
        ServiceToken.objects.filter(digest=digest_of(text), revoked_at=None, partner__is_active=True)
        .filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()))
        .only("partner_id", "scopes")
        .first()
    )
    if token is None:
        raise AuthenticationFailed("This is no service token of ours, or it is over.")
    key, scopes = f"partner:{token.partner_id}", frozenset(token.scopes)
    if not user_id:
        return Principal(key=key, scopes=scopes)
    with _as_a_problem():
        return _acting_for(accounts.partner_user(partner_id=token.partner_id, user_id=user_id), key=key, scopes=scopes)


def _own_user(user_id: str) -> Principal:
    with _as_a_problem():
        return _acting_for(accounts.own_user(user_id), key="here", scopes=OF_A_PLAYER)


def _acting_for(player: Player, *, key: str, scopes: frozenset[str]) -> Principal:
    return Principal(
        key=f"{key}:{player.public_id}", scopes=scopes, player_id=player.pk, public_id=str(player.public_id),
        profile_version=player.profile_version,
    )  # fmt: skip


@contextmanager
def _as_a_problem() -> Iterator[None]:
    try:
        yield
    except ValidationError as error:
        raise Problem("invalid_request", error.messages[0], 400) from error


def _is_from_here(request: Request) -> bool:
    """Asked by somebody of this machine, by its own name, and passed on by nobody: a page elsewhere has neither."""
    meta = request._request.META
    is_passed_on = any(name in meta for name in ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_ORIGIN"))
    host = urlsplit(f"//{meta.get('HTTP_HOST', '')}").hostname
    return meta.get("REMOTE_ADDR") in _HERE and host in _OUR_NAMES and not is_passed_on
