"""What every page of the admin shows beside its own: where one is, what a list is for, filters that were saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.db.models import Model
from django.template.context import RequestContext

from thrum_project import admin_navigation, saved_filters
from thrum_project.admin_purposes import PURPOSES
from thrum_project.admin_titles import title_of

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
        elif isinstance(row := part.get("title"), Model):
            crumbs.append({**part, "title": title_of(row)})
        else:
            crumbs.append(part)
    return crumbs


@register.simple_tag
def told_flat(value: Any) -> list[tuple[str, str]] | None:
    """Names and values of what is kept as JSON, to be read as lines; None where parts lie in parts."""
    if value is None or value == "":
        return []
    if isinstance(value, dict):
        pairs = list(value.items())
    else:
        pairs = [("", part) for part in (value if isinstance(value, list) else [value])]
    if any(isinstance(part, (dict, list)) for _, part in pairs):
        return None
    return [(name.replace("_", " "), _plainly(part)) for name, part in pairs]


def _plainly(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "–" if value is None or value == "" else str(value)
