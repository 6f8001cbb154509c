"""Access tokens (JWT): whose taste, of which generation, for what. Checked without a query; the player's row then says
whether that generation is still good."""

from __future__ import annotations

import base64
import functools
import json
import time
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from rest_framework_simplejwt.exceptions import ExpiredTokenError, TokenError
from rest_framework_simplejwt.state import token_backend
from rest_framework_simplejwt.tokens import AccessToken

from games.api.principals import OF_A_PLAYER
from games.models import Player

_GENERATION, _SCOPES = "gen", "scp"
_MOST_HELD: Final = 4_096


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
        claims, until = _checked(text)
    except ExpiredTokenError as error:
        raise Expired from error
    except TokenError:
        return None
    if until <= time.time():
        raise Expired
    return claims


@functools.lru_cache(maxsize=_MOST_HELD)
def _checked(text: str) -> tuple[Claims, float]:
    """What a token says, and until when. The same letters have the same signature, so those of a good one are checked
    once; raises TokenError for others, and keeps nothing of them."""
    token = AccessToken(text)  # type: ignore[arg-type]
    public_id, generation, scopes = token.get("sub"), token.get(_GENERATION), token.get(_SCOPES)
    if not isinstance(public_id, str) or not isinstance(generation, int) or not isinstance(scopes, list):
        raise TokenError("It lacks what ours have.")
    return Claims(public_id, generation, frozenset(map(str, scopes))), float(token["exp"])


def without_signature(text: str) -> str:
    """What a token says. It opens nothing."""
    return text.rpartition(".")[0]


def sign_again(text: str) -> str:
    """The token that ``without_signature`` was given."""
    body = text.split(".")[1]
    payload = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    signed: str = token_backend.encode(payload)
    return signed
