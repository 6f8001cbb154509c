"""On every page of the admin: what is beyond its bound, for those whom it concerns."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from analytics import alerts
from analytics.demo import record


def banner(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not request.path.startswith(reverse("admin:index")):
        return {}
    return {"has_demo": SimpleLazyObject(record.is_there), "alerts_firing": SimpleLazyObject(lambda: [
        (alerts.in_a_sentence(alert.rule, alert.last_value), alerts.link_of(alert.rule), alert)
        for alert in alerts.firing_for(user)
    ])}  # fmt: skip
