"""Why people are not written to: what the last cycle decided, and for one person everything as it is this moment."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from unfold.decorators import display
from unfold.views import ChangeList

from conversations.admin import contacts
from conversations.models import Contact
from engagement import explaining, reasons
from engagement.admin import told
from engagement.admin.row_links import leading_to
from engagement.models import Decision
from games.admin.history import HistoryAdmin

_PAGE = "engagement_decision_person"

contacts.more_pages.append(("May we write first?", f"admin:{_PAGE}"))


@admin.register(Decision)
class DecisionAdmin(HistoryAdmin):
    list_display = ("person", "shown_segment", "shown_reason", "earliest_at", "decided_at")
    list_filter = ("segment", "reason")
    list_select_related = ("contact",)
    ordering = ("-contact_id",)

    def get_urls(self) -> list[URLPattern]:
        page = path("person/<int:contact_id>/", self.admin_site.admin_view(self.person_view), name=_PAGE)
        return [page, *super().get_urls()]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return leading_to(lambda row: reverse(f"admin:{_PAGE}", args=[row.contact_id]))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not Decision.objects.exists():
            messages.info(
                request, "No cycle has looked at anybody yet; one runs five past every hour. For one person at this "
                "moment: open them under Contacts, and there “May we write first?”.",
            )  # fmt: skip
        page: HttpResponse = super().changelist_view(request, extra_context)
        return page

    @display(description="person", ordering="contact_id")
    def person(self, row: Decision) -> str:
        return str(row.contact)

    @display(description="segment", ordering="segment")
    def shown_segment(self, row: Decision) -> str:
        return row.segment.replace("_", " ")

    @display(description="reason", ordering="reason")
    def shown_reason(self, row: Decision) -> str:
        return reasons.in_words(row.reason) or "may be written to"

    def person_view(self, request: HttpRequest, contact_id: int) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        contact = get_object_or_404(Contact.objects.select_related("player"), pk=contact_id)
        now = timezone.now()
        explanation = explaining.explain(contact, now=now)
        account = explaining.account_of(contact, now=now)
        context = {
            **self.admin_site.each_context(request),
            "title": f"May we write first to {contact}?",
            "opts": self.opts,
            "contact": contact,
            "now": now,
            "said": explanation,
            "why_not": explaining.why_not_reckoned(contact),
            "account": account,
            "attention": [(one, told.kind(one.kind), told.topic(one.topic)) for one in account.attention],
            "rows": explaining.as_rows(explanation) if explanation else [],
            "stored": self.shown_reason(explanation.stored) if explanation and explanation.stored else "",
            "touches": [(one, told.kind(one.kind), reasons.in_words(one.reason)) for one in account.touches],
        }
        return TemplateResponse(request, "admin/engagement/person.html", context)
