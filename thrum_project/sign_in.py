"""Who knocks at the admin's door, and what they are told when it is closed. The counting is django-axes's."""

from __future__ import annotations

from datetime import datetime, timedelta

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from axes.utils import reset
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

# What proves who was here is kept for half a year.
_KEPT = timedelta(days=180)


def address_of(request: HttpRequest) -> str | None:
    """The address of the browser: what our own proxy added last, and only where it is told to be believed."""
    if settings.TRUST_PROXY_HEADERS and (told := request.headers.get("X-Forwarded-For", "")):
        return told.rsplit(",", 1)[-1].strip() or None
    return request.META.get("REMOTE_ADDR") or None


def locked_out(request: HttpRequest, *_: object) -> HttpResponse:
    """The same words whether the account exists or not."""
    minutes = round(settings.AXES_COOLOFF_TIME.total_seconds() / 60)
    context = {**admin.site.each_context(request), "title": "Closed for a while", "minutes": minutes}
    response = TemplateResponse(request, "admin/locked_out.html", context, status=429)
    response["Retry-After"] = str(minutes * 60)
    return response.render()


def unlock(*, username: str) -> int:
    """Forget the wrong passwords of an account; returns how many rows of them there were."""
    return int(reset(username=username))


def forget_old(*, now: datetime) -> int:
    """Sign-ins and failures that are too old to prove anything."""
    gone = 0
    for model in (AccessLog, AccessFailureLog, AccessAttempt):
        gone += model.objects.filter(attempt_time__lt=now - _KEPT).delete()[0]
    return gone
