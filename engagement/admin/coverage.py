"""The page that shows how often intervals hold the truth, release by release."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone

from engagement import coverage_runs
from engagement.statistics.coverage import Coverage


def page(request: HttpRequest, *, may_launch: bool, context: dict[str, Any]) -> HttpResponse:
    if request.method == "POST":
        if not may_launch:
            raise PermissionDenied
        coverage_runs.measure(now=timezone.now(), rng=np.random.default_rng())
        messages.success(request, "Measured.")
        return HttpResponseRedirect(request.path)
    releases = [
        (name, at, setting, [_line(one) for one in found], f"coverage-of-{number}", [_curve(one) for one in found])
        for number, (name, at, setting, found) in enumerate(coverage_runs.kept())
    ]
    shown = {
        **context,
        "title": "Coverage of intervals",
        "release": coverage_runs.release(),
        "may_launch": may_launch,
        "releases": releases,
    }
    return TemplateResponse(request, "admin/engagement/experiment/coverage.html", shown)


def _line(one: Coverage) -> dict[str, Any]:
    return {
        "name": _name(one),
        "held": f"{one.always_valid[-1]:.1%}",
        "plain": f"{one.plain[-1]:.1%}",
        "keeps": one.always_valid[-1] >= 0.95 - one.error,
    }


def _curve(one: Coverage) -> dict[str, Any]:
    return {"name": _name(one), "days": one.days, "always_valid": one.always_valid, "plain": one.plain}


def _name(one: Coverage) -> str:
    return f"{one.lift:.0%} more" if one.lift else "no difference"
