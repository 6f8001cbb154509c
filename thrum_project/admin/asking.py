"""Ask on GET, act on POST: a link alone must change nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from unfold.admin import ModelAdmin


def sure(page: ModelAdmin, request: HttpRequest, *, verb: str, about: str, consequence: str, back: str) -> HttpResponse:
    context = {
        **page.admin_site.each_context(request),
        "opts": page.opts,
        "title": f"{verb}: {about}",
        "verb": verb,
        "consequence": consequence,
        "back": back,
    }
    return TemplateResponse(request, "admin/staff/sure.html", context)
