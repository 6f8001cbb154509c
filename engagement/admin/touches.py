"""Every message that was planned, with why it did not leave; who is in which campaign; and the frozen copies."""

from __future__ import annotations

from django.contrib import admin
from django.template.loader import render_to_string
from django.utils.html import format_html
from unfold.decorators import display

from engagement import campaigns, reasons
from engagement.admin import campaign_pages, told
from engagement.models import CampaignVersion, Enrolment, Touch
from games.admin.history import HistoryAdmin


@admin.register(Touch)
class TouchAdmin(HistoryAdmin):
    list_display = (
        "planned_at",
        "person",
        "what",
        "step",
        "shown_state",
        "why",
        "earliest_at",
        "sent_at",
    )
    list_filter = ("state", "kind", "reason", ("campaign", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("campaign", "contact")
    ordering = ("-planned_at", "-pk")
    fields = readonly_fields = (
        "contact", "shown_kind", "campaign", "version", "enrolment", "step", "occasion", "shown_topic", "variant",
        "state", "why", "said", "due_at", "earliest_at", "planned_at", "decided_at", "sent_at", "tries", "message",
    )  # fmt: skip

    @display(description="person", ordering="contact")
    def person(self, touch: Touch) -> str:
        return told.person(touch.contact)

    @display(description="what", ordering="campaign")
    def what(self, touch: Touch) -> str:
        return str(touch.campaign or told.kind(touch.kind))

    @display(description="kind")
    def shown_kind(self, touch: Touch) -> str:
        return told.kind(touch.kind)

    @display(description="about")
    def shown_topic(self, touch: Touch) -> str:
        return told.topic(touch.topic) or "–"

    @display(description="why not", ordering="reason")
    def why(self, touch: Touch) -> str:
        """With what outweighed it, where that is the reason."""
        return " ".join(filter(None, (reasons.in_words(touch.reason), touch.because))) or "–"

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
        "person",
        "campaign",
        "version",
        "occasion",
        "state",
        "step",
        "next_at",
        "shown_why_left",
    )
    list_filter = ("state", "why_left", ("campaign", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("campaign", "version", "contact")
    ordering = ("-entered_at", "-pk")
    fields = readonly_fields = (
        "contact", "campaign", "version", "occasion", "brought_in_by", "state", "step", "next_at", "shown_why_left",
        "entered_at", "ended_at",
    )  # fmt: skip

    @display(description="person", ordering="contact")
    def person(self, enrolment: Enrolment) -> str:
        return told.person(enrolment.contact)

    @display(description="why left", ordering="why_left")
    def shown_why_left(self, enrolment: Enrolment) -> str:
        return reasons.in_words(enrolment.why_left) or "–"

    @display(description="brought in by")
    def brought_in_by(self, enrolment: Enrolment) -> str:
        return told.variables({key.replace("_", " "): str(value) for key, value in enrolment.context.items()})


@admin.register(CampaignVersion)
class CampaignVersionAdmin(HistoryAdmin):
    list_display = ("campaign", "number", "state", "audience_size", "submitted_by", "submitted_at", "decided_by")
    list_filter = ("state",)
    list_select_related = ("campaign", "submitted_by", "decided_by")
    ordering = ("-submitted_at", "-pk")
    fields = readonly_fields = (
        "campaign", "number", "state", "what_people_get", "audience_size", "submitted_by", "submitted_at", "decided_by",
        "decided_at",
    )  # fmt: skip

    class Media:
        css = {"all": ("games/catalogue.css", "engagement/campaigns.css")}

    @display(description="what people get")
    def what_people_get(self, version: CampaignVersion) -> str:
        if not version.frozen:
            return "–"
        shown = campaign_pages.copy_in_words(campaigns.live_copy(version))
        inner = render_to_string("admin/engagement/campaign/_copy.html", shown)
        return format_html('<div class="catalogue campaign">{}</div>', inner)
