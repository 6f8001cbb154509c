"""Tasks of the back office. Each may be delivered twice."""

from __future__ import annotations

from django.utils import timezone

from thrum_project import sign_in


def forget_old_sign_ins() -> None:
    sign_in.forget_old(now=timezone.now())
