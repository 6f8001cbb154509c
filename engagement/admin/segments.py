"""Segments: built from facts, counted while they are built, with people to look at and reasons to read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget

from engagement import membership
from engagement.admin import segment_answers
from engagement.admin.audiences import campaign_audience, segment_audience
from engagement.models import Segment
from engagement.segment_fields import FIELDS, OF_LIST, OF_NUMBER, OF_SPAN, Kind
from engagement.segment_rules import DEEPEST, EVERYBODY, UNITS, RuleError, as_json
from engagement.segment_words import Names, in_words
from games.admin.history import KeepsHistory


class SegmentForm(forms.ModelForm[Segment]):
    tree = forms.JSONField(
        label="Who is in", widget=UnfoldAdminTextareaWidget(attrs={"rows": 8, "class": "segment-tree"}),
        initial=lambda: as_json(EVERYBODY),
    )  # fmt: skip

    class Meta:
        model = Segment
        fields = ("name", "note", "tree")

    def clean_tree(self) -> dict[str, Any]:
        try:
            return as_json(membership.read_rule(self.cleaned_data["tree"]))
        except RuleError as error:
            raise forms.ValidationError(
                [f"{place}: {words}" if place else words for place, words in error.problems]
            ) from error


@admin.register(Segment)
class SegmentAdmin(KeepsHistory):
    form = SegmentForm
    _names: Names | None = None
    list_display = ("name", "who_is_in", "people", "counted_at")
    search_fields = ("name", "note")
    ordering = ("name",)
    readonly_fields = ("who_is_in",)

    class Media:
        css = {"all": ("engagement/segments.css",)}
        js = (forms.Script("engagement/segment_builder.js", defer=True),)

    def get_fields(self, request: HttpRequest, obj: Segment | None = None) -> tuple[str, ...]:
        """Who may only look reads the rule in words."""
        may_build = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        return ("name", "note", "tree") if may_build else ("name", "note", "who_is_in")

    def get_urls(self) -> list[URLPattern]:
        pages = (
            ("ask/", self.ask, "engagement_segment_ask"),
            ("<int:segment_id>/change/audience/", self.audience, "engagement_segment_audience"),
            ("of-campaign/<int:campaign_id>/", self.campaign_audience, "engagement_campaign_audience"),
        )
        own = [path(route, self.admin_site.admin_view(view), name=name) for route, view, name in pages]
        return [*own, *super().get_urls()]

    def audience(self, request: HttpRequest, segment_id: int) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return segment_audience(request, segment_id, self._context(request))

    def campaign_audience(self, request: HttpRequest, campaign_id: int) -> HttpResponse:
        if not (self.has_view_or_change_permission(request) and request.user.has_perm("engagement.view_campaign")):
            raise PermissionDenied
        return campaign_audience(request, campaign_id, self._context(request))

    def _context(self, request: HttpRequest) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts}

    def ask(self, request: HttpRequest) -> HttpResponse:
        return segment_answers.answer(request, may_ask=self.has_view_or_change_permission(request))

    @display(description="who is in")
    def who_is_in(self, segment: Segment) -> str:
        return in_words(membership.rule_of(segment), membership.names() if self._names is None else self._names)

    @display(description="people", ordering="last_count")
    def people(self, segment: Segment) -> str:
        if segment.last_count is None:
            return "–"
        page = reverse("admin:conversations_contact_changelist")
        return format_html('<a href="{}?segment={}">{}</a>', page, segment.pk, f"{segment.last_count:,}")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        self._names = membership.names()
        page: HttpResponse = super().changelist_view(request, extra_context)
        return page

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:  # fmt: skip
        told = {
            "builder": _builder(object_id),
            "ask_url": reverse("admin:engagement_segment_ask"),
            "segment_id": object_id or "",
        }
        page: HttpResponse = super().changeform_view(request, object_id, form_url, {**(extra_context or {}), **told})
        return page

    def save_model(self, request: HttpRequest, obj: Segment, form: forms.ModelForm[Any], change: bool) -> None:
        now = timezone.now()
        if not change:
            obj.created_by_id = request.user.pk
        obj.last_count, obj.counted_at = membership.count(membership.rule_of(obj), now=now), now
        super().save_model(request, obj, form, change)


def _stored(object_id: str | None) -> dict[str, Any]:
    """The tree of a segment, for those who may only look and have no field that holds it."""
    segment = Segment.objects.filter(pk=object_id).first() if object_id and object_id.isdecimal() else None
    return as_json(membership.rule_of(segment)) if segment else as_json(EVERYBODY)


def _builder(object_id: str | None) -> dict[str, Any]:
    """What the script in the page needs to know of facts."""
    names = membership.names()
    fields = []
    for field in FIELDS.values():
        choices = list(names.get(field.offered_by, {}).items()) or list(field.choices)
        fields.append({
            "key": field.key, "label": field.label, "kind": field.kind, "group": field.group, "unit": field.unit,
            "least": field.least, "most": field.most, "choices": choices,
            "operators": list(field.operators.items()),
        })  # fmt: skip
    return {
        "fields": fields,
        "stored": _stored(object_id),
        "ofList": OF_LIST, "ofSpan": OF_SPAN, "ofNumber": OF_NUMBER, "deepest": DEEPEST, "units": list(UNITS),
        "cities": membership.cities(),
        "free": [field.key for field in FIELDS.values() if field.kind is Kind.TEXT],
    }  # fmt: skip
