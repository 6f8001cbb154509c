"""``Authorization: Bearer …`` with a player's access token.

The token is checked without a query; one then tells whether it is still good, the version of the profile, and
whether its player is still here.
"""

from __future__ import annotations

import uuid

from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from games.api import tokens
from games.api.principals import Principal
from games.api.problems import Problem
from games.models import Player


class PlayerAuthentication(BaseAuthentication):
    def authenticate(self, request: Request) -> tuple[Principal, str] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        try:
            (text,) = [word.decode("ascii") for word in words[1:]]
        except ValueError as error:
            raise AuthenticationFailed("Authorization is Bearer and one token.") from error
        return self.principal_of(text, request), text

    def principal_of(self, text: str, request: Request) -> Principal:
        claims = claims_of(text)
        row = (
            Player.objects.filter(public_id=claims.public_id, token_generation=claims.generation)
            .values_list("pk", "profile_version")
            .first()
        )
        if row is None:
            raise AuthenticationFailed("This token is not good any more.")
        return Principal(
            key=f"player:{claims.public_id}", scopes=claims.scopes, player_id=row[0], public_id=claims.public_id,
            profile_version=row[1],
        )  # fmt: skip

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="thrum"'


def claims_of(text: str) -> tokens.Claims:
    """Raises AuthenticationFailed, or Problem where it was good once."""
    try:
        claims = tokens.read_access_token(text)
    except tokens.Expired as error:
        raise Problem("token_expired", "Get a new one from /v1/auth/refresh.", 401) from error
    if claims is None or not _is_uuid(claims.public_id):
        raise AuthenticationFailed("This is no access token of ours.")
    return claims


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
