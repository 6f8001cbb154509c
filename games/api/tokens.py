"""Access tokens (JWT): whose taste, of which generation, for what. Checked without a query; the player's row then says
whether that generation is still good."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from rest_framework_simplejwt.exceptions import ExpiredTokenError, TokenError
from rest_framework_simplejwt.tokens import AccessToken

from games.api.principals import OF_A_PLAYER
from games.models import Player

_GENERATION, _SCOPES = "gen", "scp"


@dataclass(frozen=True)
class Claims:
    public_id: str
    generation: int
    scopes: frozenset[str]


class Expired(Exception):
    """It was good once."""


def make_access_token(player: Player, *, scopes: Collection[str] = OF_A_PLAYER) -> str:
    """Good for ACCESS_TOKEN_EXPIRE_MINUTES, or until its player is erased or signs out everywhere."""
    token = AccessToken()
    token["sub"] = str(player.public_id)
    token[_GENERATION] = player.token_generation
    token[_SCOPES] = sorted(scopes)
    return str(token)


def read_access_token(text: str) -> Claims | None:
    """None where it is none of ours. Raises Expired."""
    try:
        token = AccessToken(text)  # type: ignore[arg-type]
    except ExpiredTokenError as error:
        raise Expired from error
    except TokenError:
        return None
    public_id, generation, scopes = token.get("sub"), token.get(_GENERATION), token.get(_SCOPES)
    if not isinstance(public_id, str) or not isinstance(generation, int) or not isinstance(scopes, list):
        return None
    return Claims(public_id, generation, frozenset(map(str, scopes)))
