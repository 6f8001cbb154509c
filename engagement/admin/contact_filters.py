"""Segments as filters of the list of contacts."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from conversations.admin.contacts import more_filters
from conversations.models import Contact
from engagement import membership
from engagement.models import Segment

_MOST_LISTED = 100


class SegmentFilter(admin.SimpleListFilter):
    title = parameter_name = "segment"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        if not request.user.has_perm("engagement.view_segment"):
            return []
        return [(str(pk), name) for pk, name in Segment.objects.values_list("pk", "name")[:_MOST_LISTED]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Contact]) -> QuerySet[Contact]:
        chosen = self.value() or ""
        segment = Segment.objects.filter(pk=chosen).first() if chosen.isdecimal() and len(chosen) < 10 else None
        if segment is None or not request.user.has_perm("engagement.view_segment"):
            return queryset
        return queryset.filter(membership.in_segment(membership.rule_of(segment), now=timezone.now()))


more_filters.append(SegmentFilter)
