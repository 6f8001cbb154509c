"""Saving a list as it is filtered, finding it again, and making a segment of one."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from engagement import membership, segment_rules
from engagement.models import Segment
from thrum_project.models import SavedFilter

# Where in a list one stood, and what is chosen in pop-ups, is not part of what was looked for.
_NOT_KEPT = {"p", "_popup", "_to_field", "_changelist_filters", "e", "all"}
_LONGEST = 2000


class FilterRefusedError(Exception):
    """It cannot be saved; the message says why."""


@transaction.atomic
def save(*, name: str, page: str, query: str, owner: User, is_shared: bool, is_pinned: bool) -> SavedFilter:
    """A filter of this name of theirs on this list, new or in place of the old one. Raises FilterRefusedError."""
    name = name.replace("\x00", "").strip()[:60]
    if not name:
        raise FilterRefusedError("Give it a name.")
    kept = clean_query(query)
    if len(kept) > _LONGEST:
        raise FilterRefusedError("That is more than an address can hold.")
    saved, _ = SavedFilter.objects.update_or_create(
        owner=owner, page=page, name=name, defaults={"query": kept, "is_shared": is_shared, "is_pinned": is_pinned}
    )
    return saved


def clean_query(query: str) -> str:
    return urlencode([(key, value) for key, value in parse_qsl(query.lstrip("?")) if key not in _NOT_KEPT])


def address_of(saved: SavedFilter, request: HttpRequest) -> str | None:
    """Where it leads; None for a list that is no more or that they may not open."""
    app, _, model_name = saved.page.partition(".")
    try:
        model = apps.get_model(app, model_name)
        address = reverse(f"admin:{app}_{model_name}_changelist")
    except (LookupError, NoReverseMatch):
        return None
    if not admin.site.get_model_admin(model).has_view_or_change_permission(request):
        return None
    return f"{address}?{saved.query}" if saved.query else address


def of_page(page: str, request: HttpRequest) -> list[tuple[SavedFilter, str]]:
    """Those of one list, with their addresses."""
    return _with_addresses(SavedFilter.objects.seen_by(request.user.pk).filter(page=page), request)


def pinned(request: HttpRequest) -> list[tuple[SavedFilter, str]]:
    """What stands on their first page."""
    rows = SavedFilter.objects.seen_by(request.user.pk).filter(is_pinned=True)
    return _with_addresses(rows, request)


def _with_addresses(rows: Any, request: HttpRequest) -> list[tuple[SavedFilter, str]]:
    return [
        (row, address) for row in rows.select_related("owner")[:50] if (address := address_of(row, request)) is not None
    ]


CONTACTS = "conversations.contact"
# What a filter of the list of people asks, as a condition of segments (engagement/segment_rules.py).
_AS_CONDITION: dict[tuple[str, str], dict[str, Any]] = {
    ("replies_allowed__exact", "1"): {"fact": "may_reply", "is": "yes"},
    ("replies_allowed__exact", "0"): {"fact": "may_reply", "is": "no"},
    ("proactive_allowed__exact", "1"): {"fact": "may_write_first", "is": "yes"},
    ("proactive_allowed__exact", "0"): {"fact": "may_write_first", "is": "no"},
    ("addresses__kind__exact", "phone"): {"fact": "channels", "is": "any_of", "value": ["whatsapp"]},
    ("addresses__kind__exact", "whatsapp_id"): {"fact": "channels", "is": "any_of", "value": ["whatsapp"]},
    ("addresses__kind__exact", "web"): {"fact": "channels", "is": "any_of", "value": ["web"]},
    ("addresses__kind__exact", "demo"): {"fact": "channels", "is": "any_of", "value": ["demo"]},
}


@transaction.atomic
def make_segment(saved: SavedFilter, *, by: User, now: datetime) -> Segment:
    """The people of this filter as a segment that goes on being true. Raises FilterRefusedError where none can ask."""
    asked = [(key, value) for key, value in parse_qsl(saved.query) if key != "o"]
    conditions = [_condition(key, value) for key, value in asked]
    if saved.page != CONTACTS or not conditions:
        raise FilterRefusedError("Filter the list of contacts first; a segment of everybody needs no filter.")
    if unknown := [key for (key, _), condition in zip(asked, conditions, strict=True) if condition is None]:
        raise FilterRefusedError(f"A segment cannot ask this: {', '.join(unknown)}. Leave it out and save again.")
    tree = segment_rules.as_json(membership.read_rule({"match": "all", "rules": conditions}))
    name, number = saved.name[:70], 1
    while Segment.objects.filter(name=name).exists():
        number += 1
        name = f"{saved.name[:70]} ({number})"
    segment = Segment(name=name, note="Made of a saved filter of contacts.", tree=tree, created_by=by)
    segment.last_count, segment.counted_at = membership.count(membership.rule_of(segment), now=now), now
    segment.save()
    return segment


def _condition(key: str, value: str) -> dict[str, Any] | None:
    if key == "segment":
        segment = Segment.objects.filter(pk=value).first() if value.isdecimal() else None
        return segment.tree if segment is not None and segment.tree.get("rules") else None
    return _AS_CONDITION.get((key, value))
