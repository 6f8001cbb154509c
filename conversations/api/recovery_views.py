"""Ways in without a password: a code by mail to set a new one, a code from chat."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from conversations import tasks
from conversations.accounts import keeping as accounts
from conversations.accounts import sign_in_codes
from conversations.api import auth_shapes as shapes
from conversations.api.auth_views import tokens_for, tokens_of
from conversations.models import Account
from games.api.principals import Scope
from games.api.problem_answers import refusal
from games.api.views import ApiView, OpenView

_NO_CODE = "This code is none of ours, was used, or is over. Ask for a new one."


class ForgottenView(OpenView):
    limit_name: ClassVar[str] = "sign_in"

    @extend_schema(
        auth=[], request=shapes.Forgotten, responses={202: shapes.Accepted}, summary="Mail a code for a new password"
    )
    def post(self, request: Request) -> Response:
        wish = shapes.Forgotten(data=request.data)
        wish.is_valid(raise_exception=True)
        # Written by a worker, so that neither words nor time tell whether there is an account.
        async_task(tasks.mail_reset_code, accounts.name_of(wish.validated_data["email"]))
        return Response({"detail": "If there is an account with this e-mail, a code is on its way."}, status=202)


class NewPasswordView(OpenView):
    limit_name: ClassVar[str] = "sign_in"

    @extend_schema(
        auth=[], request=shapes.NewPassword, responses={200: shapes.Tokens}, summary="Set a new password, by that code"
    )
    def post(self, request: Request) -> Response:
        wish = shapes.NewPassword(data=request.data)
        wish.is_valid(raise_exception=True)
        try:
            account = accounts.reset_password(**wish.validated_data, now=timezone.now())
        except ValidationError as error:
            raise serializers.ValidationError({"password": error.messages}) from error
        if account is None:
            return refusal("invalid_request", 400, _NO_CODE)
        return Response(tokens_for(account))


class ChatCodeView(OpenView):
    """The tokens of the account that is linked with the conversation, or, without one, an access token alone."""

    limit_name: ClassVar[str] = "sign_in"

    @extend_schema(
        auth=[], request=shapes.ChatCode, responses={200: shapes.Tokens}, summary="Sign in with a code from chat"
    )
    def post(self, request: Request) -> Response:
        wish = shapes.ChatCode(data=request.data)
        wish.is_valid(raise_exception=True)
        with transaction.atomic():
            contact = sign_in_codes.redeem(wish.validated_data["code"], now=timezone.now())
            if contact is None:
                return refusal("wrong_credentials", 401, _NO_CODE)
            account = Account.objects.select_related("player").filter(contact=contact).first()
            return Response(tokens_for(account) if account else tokens_of(contact.player))


class LinkView(ApiView):
    """The conversation and the account become one, with one taste: use the tokens of the answer from now on."""

    scope = Scope.PROFILE_WRITE
    limit_name: ClassVar[str] = "sign_in"
    repeats_itself: ClassVar[bool] = True  # a code is good once

    @extend_schema(
        request=shapes.ChatCode, responses={200: shapes.Tokens},
        summary="Link the account with a conversation, by a code from chat",
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        wish = shapes.ChatCode(data=request.data)
        wish.is_valid(raise_exception=True)
        account = Account.objects.filter(player_id=self.who.player_id or 0).first()
        if account is None:
            return refusal("conflict", 409, "This token belongs to no account: sign up or in first.")
        try:
            account = accounts.link(account=account, code=wish.validated_data["code"], now=timezone.now())
        except accounts.NotLinked as error:
            return refusal("conflict", 409, str(error))
        return Response(tokens_for(account))
