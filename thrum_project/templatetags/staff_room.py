"""What every list of the admin shows beside its own: filters that were saved."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import RequestContext

from thrum_project import saved_filters

register = template.Library()


@register.inclusion_tag("admin/staff/saved_filters.html", takes_context=True)
def saved_filters_bar(context: RequestContext) -> dict[str, Any]:
    request = context["request"]
    page = context["opts"].label_lower
    return {
        "saved": saved_filters.of_page(page, request),
        "page": page,
        "query": saved_filters.clean_query(request.META.get("QUERY_STRING", "")),
        "csrf_token": context.get("csrf_token"),
        "me": request.user,
    }
