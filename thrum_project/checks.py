"""Misconfiguration is found by ``manage.py check``, not by the first player."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register


@register()
def queue_settings_are_safe(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """django-q2's defaults lose, repeat or never give up a task; each cluster overrides them."""
    base: dict[str, Any] = settings.Q_CLUSTER
    problems: list[CheckMessage] = []
    if base.get("orm") != "default":
        problems.append(Error("inbox.receive() relies on the ORM broker", id="thrum.E001"))
    for name, own in {"talk": {}, **base.get("ALT_CLUSTERS", {})}.items():
        queue = {**base, **own}
        if not 0 < (queue.get("timeout") or 0) < queue.get("retry", 60):
            problems.append(Error(f"{name}: timeout must be set and below retry", id="thrum.E002"))
        if not queue.get("max_attempts"):
            problems.append(Error(f"{name}: a failing task would be retried for ever", id="thrum.E003"))
        if queue.get("catch_up", True):
            problems.append(Error(f"{name}: an outage would be followed by a burst", id="thrum.E004"))
    return problems


@register()
def connections_are_not_pooled(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """A psycopg pool inherited by fork stalls the queue's workers, and one environment starts web and workers alike."""
    return [
        Error(
            f"the database {alias!r} uses psycopg's pool, which workers that fork cannot share",
            hint="Leave OPTIONS['pool'] out; CONN_MAX_AGE keeps connections open.",
            id="thrum.E005",
        )
        for alias in pooled(settings.DATABASES)
    ]


def pooled(databases: Mapping[str, Mapping[str, Any]]) -> list[str]:
    return [alias for alias, database in databases.items() if database.get("OPTIONS", {}).get("pool")]


@register()
def whatsapp_is_connected_wholly_or_not_at_all(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """A sender without a token, or the other way round, receives and never answers."""
    parts = {
        "TWILIO_ACCOUNT_SID": settings.TWILIO_ACCOUNT_SID,
        "TWILIO_AUTH_TOKEN": settings.TWILIO_AUTH_TOKENS,
        "TWILIO_WHATSAPP_NUMBER": settings.TWILIO_WHATSAPP_NUMBER or settings.TWILIO_MESSAGING_SERVICE_SID,
    }
    missing = [name for name, value in parts.items() if not value]
    if len(missing) == len(parts):
        return []
    problems: list[CheckMessage] = []
    if missing:
        problems.append(
            Warning(
                f"WhatsApp is half connected: {', '.join(missing)} missing",
                hint="Set all three, or none of them. See .env.example.",
                id="thrum.W006",
            )
        )
    if not settings.PUBLIC_BASE_URL.startswith("https://") and not settings.TWILIO_API_BASE_URL:
        problems.append(
            Warning(
                "Twilio signs the public address and reaches https alone; PUBLIC_BASE_URL is not https",
                hint="Set PUBLIC_BASE_URL to the address that Twilio calls.",
                id="thrum.W007",
            )
        )
    return problems
