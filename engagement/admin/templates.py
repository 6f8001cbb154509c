"""Templates: written here, checked as Meta checks them, submitted, and followed until Meta has decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.dataclasses import UnfoldAction
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminTextareaWidget

from conversations.channels.errors import DeliveryError
from engagement import template_lint, template_sync
from engagement.admin.variable_lines import VariableLines
from engagement.models import MessageTemplate
from games.admin.history import KeepsHistory
from games.by_hand import changes

_S = MessageTemplate.Status
_MAY_SUBMIT = "engagement.submit_messagetemplate"
_OPEN = (_S.DRAFT, _S.UNSUBMITTED)
_WRITABLE = ("name", "language", "category", "body", "samples")
_THEIRS = (
    "status_in_words",
    "rejection_reason",
    "ready",
    "preview",
    "quick_replies",
    "content_sid",
    "kind",
    "submitted_at",
    "synced_at",
)


class TemplateForm(forms.ModelForm[MessageTemplate]):
    body = forms.CharField(
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        help_text="Variables are {{1}}, {{2}} … in order, never first, last or side by side.",
    )
    samples = VariableLines(
        example="1: Hades", help_text="What stands for each variable in the application, one a line: 1: Hades"
    )

    class Meta:
        model = MessageTemplate
        fields = _WRITABLE


@admin.register(MessageTemplate)
class MessageTemplateAdmin(KeepsHistory):
    form = TemplateForm
    list_display = ("name", "language", "category", "shown_status", "short_reason", "synced_at")
    list_filter = ("status", "category", "is_gone", "language")
    search_fields = ("name", "body")
    actions_list = ("read_back",)
    actions_detail = ("submit", "copy")

    def get_fields(self, request: HttpRequest, obj: MessageTemplate | None = None) -> tuple[str, ...]:
        """What the provider says of it stands below once there is a template to speak of."""
        return (*_WRITABLE, *_THEIRS) if obj else _WRITABLE

    def get_readonly_fields(self, request: HttpRequest, obj: MessageTemplate | None = None) -> tuple[str, ...]:
        is_theirs = obj is not None and obj.content_sid != ""
        return (*_WRITABLE, *_THEIRS) if is_theirs else _THEIRS

    def has_delete_permission(self, request: HttpRequest, obj: MessageTemplate | None = None) -> bool:
        """What is at the provider is only gone when it is gone there."""
        is_ours = obj is None or obj.content_sid == ""
        return is_ours and bool(super().has_delete_permission(request, obj))

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {}  # many at once are never deleted

    @display(
        description="status", ordering="status",
        label={"draft": "default", "unsubmitted": "default", "pending": "info", "approved": "success",
               "rejected": "danger", "paused": "warning", "disabled": "danger"},
    )  # fmt: skip
    def shown_status(self, template: MessageTemplate) -> tuple[str, str]:
        words = _S(template.status).label
        return template.status, f"{words}, gone at the provider" if template.is_gone else str(words)

    @display(description="status")
    def status_in_words(self, template: MessageTemplate) -> str:
        _, words = self.shown_status(template)
        return str(words)

    @display(description="why rejected")
    def short_reason(self, template: MessageTemplate) -> str:
        return template.rejection_reason[:80] or "–"

    @display(description="can it be sent?")
    def ready(self, template: MessageTemplate) -> str:
        return " ".join(template.check_ready()) or "Yes, also outside the reply window."

    @display(description="with its samples")
    def preview(self, template: MessageTemplate) -> str:
        shown = template_lint.render(template.body, {name: str(value) for name, value in template.samples.items()})
        return format_html('<span style="white-space:pre-wrap">{}</span>', shown or "–")

    @display(description="buttons")
    def quick_replies(self, template: MessageTemplate) -> str:
        return ", ".join(str(one.get("title", "")) for one in template.buttons) or "none"

    def take_back(self, request: HttpRequest, row: MessageTemplate, earlier: Mapping[str, Any]) -> MessageTemplate:
        """What is at the provider is not rewritten: its earlier words come back as a draft under another name."""
        if not row.content_sid:
            back: MessageTemplate = super().take_back(request, row, earlier)
            return back
        draft = MessageTemplate()
        changes.put_back(draft, {**earlier, "name": f"{row.name[:56]}_earlier"})
        return draft

    def get_actions_detail(self, request: HttpRequest, object_id: int) -> list[UnfoldAction]:
        """What Meta has, or has judged, offers no button to submit it again."""
        found: list[UnfoldAction] = super().get_actions_detail(request, object_id)
        if MessageTemplate.objects.filter(pk=object_id, status__in=_OPEN).exists():
            return found
        return [one for one in found if not one.action_name.endswith("_submit")]

    def has_submit_permission(self, request: HttpRequest, object_id: str | int | None = None) -> bool:
        return request.user.has_perm(_MAY_SUBMIT)

    @action(description="Read back from the provider", url_path="read-back", permissions=["submit"])
    def read_back(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return self._sure(request, None, "What the provider says of every template, as it stands now.", "Read back")
        try:
            synced = template_sync.sync(now=timezone.now())
        except DeliveryError as error:
            messages.error(request, f"Nothing could be read: {error.verdict.reason}.")
        else:
            changed = f" Changed: {'; '.join(synced.changed)}." if synced.changed else ""
            there = f"{synced.seen} {'template' if synced.seen == 1 else 'templates'} there"
            messages.success(request, f"{there}, {synced.new} new here, {synced.gone} gone.{changed}")
        return HttpResponseRedirect(reverse("admin:engagement_messagetemplate_changelist"))

    @action(description="Submit for approval", url_path="submit", permissions=["submit"])
    def submit(self, request: HttpRequest, object_id: int) -> HttpResponse:
        template = get_object_or_404(MessageTemplate, pk=object_id)
        if request.method != "POST":
            words = "Meta judges it, mostly within minutes. What was submitted cannot be changed any more."
            return self._sure(request, template, words, "Submit")
        try:
            status = template_sync.submit(template=template, now=timezone.now())
        except template_sync.TemplateRefusedError as error:
            messages.error(request, str(error))
        else:
            messages.success(
                request,
                f"Submitted: {_S(status).label}. What Meta decides is read back every half hour, or at once by "
                "“Read back from the provider” above the list of templates.",
            )
        return self._back(object_id)

    def has_copy_permission(self, request: HttpRequest, object_id: str | int | None = None) -> bool:
        return bool(self.has_add_permission(request))

    @action(description="Copy as a draft", url_path="copy", permissions=["copy"])
    def copy(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """What was submitted is not changed any more; a draft of the same words is."""
        old = get_object_or_404(MessageTemplate, pk=object_id)
        if request.method != "POST":
            return self._sure(request, old, "A draft of the same words, under another name.", "Copy")
        new = MessageTemplate.objects.create(
            name=f"{old.name[:58]}_copy", language=old.language, category=old.category, body=old.body,
            samples=old.samples, buttons=old.buttons,
        )  # fmt: skip
        return self._back(new.pk)

    def _sure(self, request: HttpRequest, template: MessageTemplate | None, words: str, verb: str) -> HttpResponse:
        """Links only lead here; what changes something is a form."""
        context = {
            **self.admin_site.each_context(request),
            "title": f"{verb}: {template.name if template else 'all templates'}",
            "opts": self.opts,
            "template": template,
            "words": words,
            "verb": verb,
            "preview": self.preview(template) if template else "",
        }
        return TemplateResponse(request, "admin/engagement/template_confirm.html", context)

    def _back(self, pk: int) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:engagement_messagetemplate_change", args=[pk]))
