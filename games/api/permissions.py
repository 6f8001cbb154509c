"""What a token must allow for a view to act."""

from __future__ import annotations

from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from games.api.principals import Principal


class MayAct(BasePermission):
    """The view's ``scope`` is among those of the token, and there is a player to act for."""

    message = ""

    def has_permission(self, request: Request, view: APIView) -> bool:
        who = request.user
        if not isinstance(who, Principal):
            return False
        if who.player_id is None and getattr(view, "needs_player", True):
            self.message = "Say for whom: a server's token needs the user's id in Thrum-User."
            return False
        scope = getattr(view, "scope", None)
        self.message = f"This token may not do that: it lacks the scope {scope}."
        return scope in who.scopes
