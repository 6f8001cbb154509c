"""What every page of the admin shows beside its own: where one is, what a list is for, filters that were saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.template.context import RequestContext

from thrum_project import admin_navigation, saved_filters
from thrum_project.admin_purposes import PURPOSES

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


@register.simple_tag
def purpose_of(opts: Any) -> str:
    return PURPOSES.get(opts.label_lower, "")


@register.simple_tag(takes_context=True)
def in_our_words(context: RequestContext, parts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Where one is, in the words of the sidebar: its group and page instead of the app's and the table's names."""
    named = admin_navigation.places()
    if here := named.get(context["request"].path):
        group, title = here
        return [{"title": group}, {"title": title}]
    crumbs = list[dict[str, Any]]()
    for part in parts:
        link = str(part.get("link") or "")
        if link in named:
            group, title = named[link]
            crumbs = [{"title": group}, *crumbs[1:], {"title": title, "link": link}]
        else:
            crumbs.append(part)
    return crumbs
