"""Misconfiguration is found by ``manage.py check``, not by the first player."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


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
