"""Refresh tokens: each is good once and brings the next of its line. Who shows a used one closes the whole line.

Of each only its id is kept. A thief and the owner cannot both go on: whoever comes second ends it for both.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import transaction
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken
from rest_framework_simplejwt.tokens import Token

from conversations.models import Account


class _Refresh(Token):
    token_type = "refresh"  # noqa: S105
    lifetime = api_settings.REFRESH_TOKEN_LIFETIME


class NotGood(Exception):
    """It is none of ours, is over, or its owner signed out."""


@dataclass(frozen=True)
class Rotated:
    """``next_token`` is None where the token was used before: its line is closed now."""

    account: Account
    next_token: str | None


def start_line(account: Account) -> str:
    return _make(account, line=uuid.uuid4().hex)


@transaction.atomic
def rotate(text: str) -> Rotated:
    """Raises NotGood. Of two at once with one token, the second finds it used."""
    jti = _id_in(text)
    row = OutstandingToken.objects.select_for_update(of=("self",)).filter(jti=jti).first()
    if row is None:
        raise NotGood
    account = Account.objects.select_related("player").filter(user=row.user, user__is_active=True).first()
    if account is None:
        raise NotGood
    line = jti.split(".", 1)[0]
    if BlacklistedToken.objects.filter(token=row).exists():
        OutstandingToken.objects.filter(jti__startswith=f"{line}.").delete()
        return Rotated(account, None)
    BlacklistedToken.objects.create(token=row)
    return Rotated(account, _make(account, line=line))


def close_line(text: str) -> None:
    """Signs out what this token belongs to. Raises NotGood; a line that is closed already is closed."""
    line = _id_in(text).split(".", 1)[0]
    OutstandingToken.objects.filter(jti__startswith=f"{line}.").delete()


def _make(account: Account, *, line: str) -> str:
    token = _Refresh()
    token["sub"] = str(account.user_id)
    token["jti"] = f"{line}.{uuid.uuid4().hex}"
    OutstandingToken.objects.create(
        user_id=account.user_id,
        jti=token["jti"],
        token="",
        created_at=token.current_time,
        expires_at=token.current_time + _Refresh.lifetime,
    )
    return str(token)


def _id_in(text: str) -> str:
    try:
        jti = _Refresh(text).get("jti")  # type: ignore[arg-type]
    except TokenError as error:
        raise NotGood from error
    if not isinstance(jti, str) or "." not in jti:
        raise NotGood
    return jti
