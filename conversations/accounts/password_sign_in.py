"""E-mail and password against an account; wrong ones are counted by account and by address, over all processes."""

from __future__ import annotations

from axes.utils import reset
from django.contrib.auth import authenticate
from django.http import HttpRequest

from conversations.accounts.keeping import name_of
from conversations.models import Account


class LockedOut(Exception):
    """Too many wrong passwords: not even the right one opens it for a while."""


def by_password(request: HttpRequest, *, email: str, password: str) -> Account | None:
    """Somebody unknown takes as long as somebody known. Raises LockedOut."""
    name = name_of(email)
    user = authenticate(request, username=name, password=password)
    if getattr(request, "axes_locked_out", False):
        request.axes_locked_out = False  # type: ignore[attr-defined]  # or the page for staff would be the answer
        raise LockedOut
    account = Account.objects.select_related("player").filter(user=user).first() if user else None
    if account is not None:
        reset(username=name)
    return account
