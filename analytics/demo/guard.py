"""Where a made-up past may be written: on the embedded database of one machine, beside nothing real."""

from __future__ import annotations

from django.conf import settings

from analytics.demo import record
from conversations.models import Contact


def objection(*, insists: bool) -> str:
    """Why not, in words; "" where it may."""
    if insists:
        return ""
    if settings.DATABASE_URL:
        return "DATABASE_URL is set: this looks like a real installation. --yes-demo if you mean it."
    if settings.TWILIO_ACCOUNT_SID or settings.TWILIO_AUTH_TOKENS:
        return "Twilio is connected: real people are talked to here. --yes-demo if you mean it."
    return ""


def has_any_history() -> bool:
    """Anybody who has talked here, real or made up, or a past that somebody has taken away."""
    return Contact.objects.exists() or record.was_there()
