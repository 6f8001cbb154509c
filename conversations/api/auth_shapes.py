"""What is sent to sign in, and what comes back."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from rest_framework import serializers

from conversations.accounts.keeping import LONGEST_EMAIL

_LONGEST_PASSWORD = 256  # a hash of a megabyte would cost what many sign-ins do


def checked_password(password: str, *, email: str = "") -> str:
    """``email`` is whose it is to be: one's own address is no secret."""
    try:
        validate_password(password, User(email=email))
    except ValidationError as error:
        raise serializers.ValidationError(error.messages) from error
    return password


class SignUp(serializers.Serializer[None]):
    email = serializers.EmailField(max_length=LONGEST_EMAIL)
    password = serializers.CharField(
        max_length=_LONGEST_PASSWORD, trim_whitespace=False, help_text="At least 8 characters, and no common word."
    )

    def validate_password(self, password: str) -> str:
        return checked_password(password, email=str(self.initial_data.get("email", "")))


class LogIn(serializers.Serializer[None]):
    email = serializers.CharField(max_length=LONGEST_EMAIL)
    password = serializers.CharField(max_length=_LONGEST_PASSWORD, trim_whitespace=False)


class Refresh(serializers.Serializer[None]):
    refresh_token = serializers.CharField(max_length=2000)


class Forgotten(serializers.Serializer[None]):
    email = serializers.CharField(max_length=LONGEST_EMAIL)


class NewPassword(serializers.Serializer[None]):
    code = serializers.CharField(max_length=200, help_text="From the mail.")
    password = serializers.CharField(max_length=_LONGEST_PASSWORD, trim_whitespace=False)

    def validate_password(self, password: str) -> str:
        return checked_password(password)


class ChatCode(serializers.Serializer[None]):
    code = serializers.CharField(max_length=40, help_text='Ask for it in chat: "sign-in code".')


class Tokens(serializers.Serializer[None]):
    access_token = serializers.CharField()
    refresh_token = serializers.CharField(
        allow_null=True, help_text="Good once. Null where no account is signed in, but a conversation."
    )
    token_type = serializers.CharField(default="Bearer")
    expires_in = serializers.IntegerField(help_text="Seconds that the access token is good for.")
    user_id = serializers.UUIDField()


class Accepted(serializers.Serializer[None]):
    detail = serializers.CharField()
