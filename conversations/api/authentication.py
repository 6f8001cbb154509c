"""Partners' servers: a service token, and in ``Thrum-User`` the user it acts for, by the partner's own id."""

from __future__ import annotations

from typing import Final

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from conversations import accounts
from conversations.models import ServiceToken
from conversations.service_tokens import PREFIX, digest_of
from games.api.authentication import PlayerAuthentication
from games.api.principals import Principal
from games.api.problems import Problem

USER_HEADER: Final = "Thrum-User"


class BearerAuthentication(PlayerAuthentication):
    """A partner's service token, told by its prefix, beside a player's own."""

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
    scopes = frozenset(token.scopes)
    if not user_id:
        return Principal(key=f"partner:{token.partner_id}", scopes=scopes)
    try:
        player = accounts.partner_user(partner_id=token.partner_id, user_id=user_id)
    except ValidationError as error:
        raise Problem("invalid_request", error.messages[0], 400) from error
    return Principal(
        key=f"partner:{token.partner_id}:{player.public_id}", scopes=scopes, player_id=player.pk,
        public_id=str(player.public_id), profile_version=player.profile_version,
    )  # fmt: skip
