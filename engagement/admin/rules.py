"""Quiet hours, caps and holdouts: what marketers may set for everything that we start by ourselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from unfold.decorators import display

from conversations import clocks
from engagement import standing_rules
from engagement.admin import told, urgent
from engagement.models import Attention, HoldoutRule, SendingRules
from games.admin.history import HistoryAdmin, KeepsHistory


class SendingRulesForm(forms.ModelForm[SendingRules]):
    class Meta:
        model = SendingRules
        fields = (
            "quiet_from", "quiet_until", "weekend_until", "per_day", "per_week", "per_calendar_day",
            "per_calendar_week", "check_in_failed_percent", "check_in_opt_out_percent", "usual_zone",
        )  # fmt: skip

    def clean_usual_zone(self) -> str:
        zone = str(self.cleaned_data["usual_zone"]).strip()
        if zone and not clocks.is_zone(zone):
            raise ValidationError("There is no such time zone. Names look like Europe/Berlin.")
        return zone


@admin.register(SendingRules)
class SendingRulesAdmin(KeepsHistory):
    """One row: the list leads straight to it."""

    form = SendingRulesForm
    fieldsets = (
        ("At night, on the clock of the person, nobody is written to first",
         {"fields": (("quiet_from", "quiet_until"), "weekend_until", "usual_zone")}),
        ("At most so many messages that nobody asked for",
         {"fields": (("per_day", "per_week"), ("per_calendar_day", "per_calendar_week"))}),
        ("Check-ins stop themselves", {"fields": (("check_in_failed_percent", "check_in_opt_out_percent"),)}),
    )  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SendingRules | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        SendingRules.objects.get_or_create(pk=1)
        return HttpResponseRedirect(reverse("admin:engagement_sendingrules_change", args=[1]))


@admin.register(HoldoutRule)
class HoldoutRuleAdmin(KeepsHistory):
    list_display = ("key", "percent", "rotates_every_weeks", "is_on", "until")
    fields = ("key", "percent", "rotates_every_weeks", "is_on")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "key":
            field.initial = standing_rules.GLOBAL
            field.help_text = "“global” holds back everything that we start; another name only what carries it."
        return field

    @display(description="these people until")
    def until(self, rule: HoldoutRule) -> str:
        found = standing_rules.as_it_stands(rule, now=timezone.now())
        return f"{found.until:%d %b %Y}" if rule.is_on else "–"


class CriticalFilter(admin.SimpleListFilter):
    title = "over the caps"
    parameter_name = "critical"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("1", "let by somebody")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Attention]) -> QuerySet[Attention]:
        return queryset.filter(~Q(critical_because="")) if self.value() else queryset


@admin.register(Attention)
class AttentionAdmin(HistoryAdmin):
    """The account: what was taken, by what, and who let something over the caps."""

    list_display = ("at", "person", "shown_kind", "shown_topic", "critical_because", "critical_by")
    list_filter = (CriticalFilter, "kind", "topic")
    list_select_related = ("contact", "critical_by")
    fields = readonly_fields = (
        "at",
        "person",
        "shown_kind",
        "shown_topic",
        "message",
        "critical_because",
        "critical_by",
    )

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.urgent_view)
        return [path("urgent/<int:contact_id>/", view, name="engagement_attention_urgent"), *super().get_urls()]

    @display(description="person", ordering="contact")
    def person(self, row: Attention) -> str:
        return told.person(row.contact)

    @display(description="kind", ordering="kind")
    def shown_kind(self, row: Attention) -> str:
        return told.kind(row.kind)

    @display(description="about", ordering="topic", empty_value="–")
    def shown_topic(self, row: Attention) -> str:
        return told.topic(row.topic)

    def urgent_view(self, request: HttpRequest, contact_id: int) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts}
        answer, taken = urgent.page(request, contact_id, context=context)
        if taken is not None:
            self.log_addition(request, taken, f"Wrote over the caps: {taken.critical_because}")
        return answer
