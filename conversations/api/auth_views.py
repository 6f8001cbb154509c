"""Signing up, in and out with an e-mail and a password.

What refuses is answered, not raised: with an Idempotency-Key the request runs in one transaction, and a counted
failure or a closed line must outlive the refusal.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from conversations.accounts import keeping as accounts
from conversations.accounts.password_sign_in import LockedOut, by_password
from conversations.api import auth_shapes as shapes
from conversations.api import refresh_tokens
from conversations.models import Account
from games.api.principals import Scope
from games.api.problem_answers import refusal
from games.api.tokens import make_access_token
from games.api.views import ApiView, OpenView
from games.models import Player

_ROBIN = {"email": "robin@example.com", "password": "three-quiet-evenings"}


def tokens_for(account: Account, *, refresh_token: str = "") -> dict[str, object]:
    return tokens_of(account.player, refresh_token=refresh_token or refresh_tokens.start_line(account))


def tokens_of(player: Player, *, refresh_token: str | None = None) -> dict[str, object]:
    return {
        "access_token": make_access_token(player),
        "refresh_token": refresh_token,
        "token_type": "Bearer",
        "expires_in": settings.ACCESS_TOKEN_EXPIRE_MINUTES * 60,
        "user_id": str(player.public_id),
    }


class SignUpView(OpenView):
    limit_name: ClassVar[str] = "sign_in"

    @extend_schema(
        auth=[], request=shapes.SignUp, responses={201: shapes.Tokens}, summary="Make an account",
        examples=[OpenApiExample("Robin", value=_ROBIN, request_only=True)],
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        wish = shapes.SignUp(data=request.data)
        wish.is_valid(raise_exception=True)
        try:
            account = accounts.sign_up(**wish.validated_data, now=timezone.now())
        except accounts.EmailTaken:
            return refusal("conflict", 409, "There is an account with this e-mail. Sign in, or reset its password.")
        return Response(tokens_for(account), status=201)


class LogInView(OpenView):
    limit_name: ClassVar[str] = "sign_in"

    @extend_schema(
        auth=[], request=shapes.LogIn, responses={200: shapes.Tokens}, summary="Sign in",
        examples=[OpenApiExample("Robin", value=_ROBIN, request_only=True)],
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        wish = shapes.LogIn(data=request.data)
        wish.is_valid(raise_exception=True)
        told = wish.validated_data
        try:
            account = by_password(request._request, email=told["email"], password=told["password"])
        except LockedOut:
            seconds = round(settings.AXES_COOLOFF_TIME.total_seconds())
            closed = refusal("rate_limited", 429, f"Too many wrong passwords; try again in {seconds // 60} minutes.")
            closed["Retry-After"] = str(seconds)
            return closed
        if account is None:
            return refusal("wrong_credentials", 401, "E-mail and password do not match.")
        return Response(tokens_for(account))


class RefreshView(OpenView):
    limit_name: ClassVar[str] = "sign_in"

    @extend_schema(
        auth=[], request=shapes.Refresh, responses={200: shapes.Tokens},
        summary="Trade a refresh token for a new pair; it is good once",
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        wish = shapes.Refresh(data=request.data)
        wish.is_valid(raise_exception=True)
        try:
            rotated = refresh_tokens.rotate(wish.validated_data["refresh_token"])
        except refresh_tokens.NotGood:
            return refusal("not_authenticated", 401, "This refresh token is not good.")
        if rotated.next_token is None:
            return refusal("token_reused", 401, "It was used before. Sign in again.")
        return Response(tokens_for(rotated.account, refresh_token=rotated.next_token))


class LogOutView(OpenView):
    limit_name: ClassVar[str] = "sign_in"

    @extend_schema(auth=[], request=shapes.Refresh, responses={204: None}, summary="Sign out here")
    def post(self, request: Request) -> Response:
        wish = shapes.Refresh(data=request.data)
        wish.is_valid(raise_exception=True)
        try:
            refresh_tokens.close_line(wish.validated_data["refresh_token"])
        except refresh_tokens.NotGood:
            return refusal("not_authenticated", 401, "This refresh token is not good.")
        return Response(status=204)


class LogOutEverywhereView(ApiView):
    """Every access and refresh token that was made until now is over at once."""

    scope = Scope.PROFILE_WRITE
    repeats_itself: ClassVar[bool] = True

    @extend_schema(request=None, responses={204: None}, summary="Sign out everywhere")
    def post(self, request: Request) -> Response:
        accounts.sign_out_everywhere(player_id=self.who.player_id or 0)
        return Response(status=204)
