"""Who asks, as far as this app needs to know: a player, by a token that says so.

``conversations.api.authentication`` makes these; nothing here knows of people, accounts or partners.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from games.models import Player


class Scope(StrEnum):
    """What a token may be used for. A player's own token has all of ``OF_A_PLAYER``."""

    PROFILE_READ = "profile:read"
    PROFILE_WRITE = "profile:write"
    RECOMMEND = "recommend"
    LEARN = "learn"
    CHAT = "chat"


OF_A_PLAYER = frozenset(Scope)


@dataclass(frozen=True)
class Principal:
    """``request.user`` below /v1/. ``key`` is the same for all tokens of one asker: limits and repeats go by it.

    A server's token that names no user has no player.
    """

    key: str
    scopes: frozenset[str]
    player_id: int | None = None
    public_id: str = ""
    profile_version: int = 0

    is_authenticated = True
    is_active = True
    is_staff = False
    pk = None

    @property
    def player(self) -> Player:
        """Raises Player.DoesNotExist where they were erased meanwhile."""
        return Player.objects.get(pk=self.player_id or 0)
