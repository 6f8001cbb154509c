"""Who did what about somebody. The caller's transaction, so that an act and its line stand or fall together."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser

from conversations.models import OperatorAct
from conversations.realtime import bell

_MOST_CHARS = 160


def record(*, contact_id: int, by: AbstractBaseUser | None, what: str, now: datetime, detail: str = "") -> None:
    """``detail`` names colleagues and templates, never what was written. ``by`` is None for the command line."""
    OperatorAct.objects.create(
        contact_id=contact_id, by_id=by.pk if by else None, what=what, detail=detail[:_MOST_CHARS], at=now
    )
    bell.ring(contact_id)
