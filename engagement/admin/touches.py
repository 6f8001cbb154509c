"""Every message that was planned, with why it did not leave; who is in which campaign; and the frozen copies."""

from __future__ import annotations

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from unfold.decorators import display

from engagement import reasons
from engagement.models import CampaignVersion, Enrolment, Touch
from games.admin.history import HistoryAdmin


@admin.register(Touch)
class TouchAdmin(HistoryAdmin):
    list_display = (
        "planned_at",
        "person",
        "kind",
        "campaign",
        "step",
        "shown_state",
        "why",
        "because",
        "earliest_at",
        "sent_at",
    )
    list_filter = ("state", "kind", "reason", ("campaign", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("campaign", "contact")
    ordering = ("-planned_at", "-pk")
    fields = readonly_fields = (
        "contact", "kind", "campaign", "version", "enrolment", "step", "occasion", "topic", "variant", "state",
        "reason", "because", "said", "due_at", "earliest_at", "planned_at", "decided_at", "sent_at", "tries", "message",
    )  # fmt: skip

    @display(description="person", ordering="contact")
    def person(self, touch: Touch) -> str:
        address = reverse("admin:conversations_contact_change", args=[touch.contact_id])
        return format_html('<a href="{}">{}</a>', address, f"contact {touch.contact_id}")

    @display(description="why not", ordering="reason")
    def why(self, touch: Touch) -> str:
        return reasons.in_words(touch.reason) or "–"

    @display(
        description="state",
        ordering="state",
        label={
            "planned": "info", "queued": "info", "sent": "success", "refused": "warning", "failed": "danger",
            "dropped": "default",
        },
    )  # fmt: skip
    def shown_state(self, touch: Touch) -> str:
        return touch.state


@admin.register(Enrolment)
class EnrolmentAdmin(HistoryAdmin):
    list_display = (
        "entered_at",
        "contact_id",
        "campaign",
        "version",
        "occasion",
        "state",
        "step",
        "next_at",
        "why_left",
    )
    list_filter = ("state", "why_left", ("campaign", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("campaign", "version")
    ordering = ("-entered_at", "-pk")
    fields = readonly_fields = (
        "contact", "campaign", "version", "occasion", "context", "state", "step", "next_at", "why_left", "entered_at",
        "ended_at",
    )  # fmt: skip


@admin.register(CampaignVersion)
class CampaignVersionAdmin(HistoryAdmin):
    list_display = ("campaign", "number", "state", "audience_size", "submitted_by", "submitted_at", "decided_by")
    list_filter = ("state",)
    list_select_related = ("campaign", "submitted_by", "decided_by")
    ordering = ("-submitted_at", "-pk")
    fields = readonly_fields = (
        "campaign", "number", "state", "frozen", "audience_size", "submitted_by", "submitted_at", "decided_by",
        "decided_at",
    )  # fmt: skip
