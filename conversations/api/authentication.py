"""Partners' servers: a service token, and in ``Thrum-User`` the user it acts for, by the partner's own id."""

from __future__ import annotations

import hashlib
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from conversations.models import PartnerUser, ServiceToken
from games.api.authentication import PlayerAuthentication
from games.api.principals import Principal
from games.api.problems import Problem
from games.models import Player

PREFIX: Final = "thrum_"
USER_HEADER: Final = "Thrum-User"
_LONGEST_ID: Final = 128


class BearerAuthentication(PlayerAuthentication):
    """A partner's service token, told by its prefix, beside a player's own."""

    def principal_of(self, text: str, request: Request) -> Principal:
        if text.startswith(PREFIX):
            return _server(text, user_id=request.headers.get(USER_HEADER, ""))
        return super().principal_of(text, request)


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


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
    player = _user_of(token.partner_id, user_id)
    return Principal(
        key=f"partner:{token.partner_id}:{player.public_id}", scopes=scopes, player_id=player.pk,
        public_id=str(player.public_id), profile_version=player.profile_version,
    )  # fmt: skip


def _user_of(partner_id: int, user_id: str) -> Player:
    """Made when it is first named. Two requests at once make one."""
    if len(user_id) > _LONGEST_ID or not user_id.isprintable():
        raise Problem("invalid_request", f"A user's id has 1 to {_LONGEST_ID} printable characters.", 400)
    users = PartnerUser.objects.select_related("player").filter(partner_id=partner_id, user_id=user_id)
    if found := users.first():
        return found.player
    try:
        with transaction.atomic():
            player = Player.objects.create(origin="api")
            PartnerUser.objects.create(partner_id=partner_id, user_id=user_id, player=player)
            return player
    except IntegrityError:
        return users.get().player
