"""What a partner's server shows: made here, kept as a digest, taken back."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from conversations.models import Partner, ServiceToken

PREFIX: Final = "thrum_"


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def make_service_token(*, partner: str, scopes: Collection[str], label: str = "", days: int | None = None) -> str:
    """The text, which nobody can read again. A partner of that name is made where there is none."""
    owner, _ = Partner.objects.get_or_create(name=partner)
    text = PREFIX + secrets.token_urlsafe(32)
    ServiceToken.objects.create(
        partner=owner,
        label=label,
        digest=digest_of(text),
        hint=text[len(PREFIX) :][:4],
        scopes=sorted(scopes),
        expires_at=timezone.now() + timedelta(days=days) if days else None,
    )
    return text


def revoke(*, partner: str, hint: str, now: datetime) -> int:
    """The partner's tokens that begin so are good no more, at once; returns how many."""
    tokens = ServiceToken.objects.filter(partner__name=partner, hint=hint, revoked_at=None)
    return tokens.update(revoked_at=now)


def revoke_one(*, token_id: int, now: datetime) -> bool:
    """False where it was taken back before."""
    return bool(ServiceToken.objects.filter(pk=token_id, revoked_at=None).update(revoked_at=now))
