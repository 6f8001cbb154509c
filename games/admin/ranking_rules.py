"""Editors' rules: written as drafts, looked at on real players, published, and never without a way back."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin
from unfold.decorators import display

from games.admin.history import Entry, history_page
from games.admin.rule_forms import RankingRuleForm
from games.by_hand import changes
from games.models import RankingRule, RankingRuleChange
from games.ranking_rules import rulebook
from games.ranking_rules.estimate import estimate_for
from games.ranking_rules.preview import preview

_CHANGES_SHOWN = 50
_PUBLISH = "games.publish_rankingrule"


@admin.register(RankingRule)
class RankingRuleAdmin(ModelAdmin):
    form = RankingRuleForm
    list_display = ("name", "kind", "state", "concerns", "strength", "starts_at", "ends_at", "published_at")
    list_filter = ("kind",)
    search_fields = ("name",)
    show_full_result_count = False
    fieldsets = (
        (None, {"fields": (("name", "kind"), "strength", "why")}),
        ("Which games", {"fields": (
            "titles", "platforms", "genres", "tags", "studios", "fits_moods", ("released_from", "released_to"),
            ("price_from", "price_to", "price_currency"), ("rated_from", "rated_to"),
        )}),
        ("When and for whom", {"fields": ("said_moods", "starts_at", "ends_at")}),
    )  # fmt: skip

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False  # its history is needed to read old slates: switch it off

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(f"<int:rule_id>/{name}/", self.admin_site.admin_view(view), name=f"games_rankingrule_{name}")
            for name, view in (("preview", self.preview), ("publish", self.publish), ("off", self.switch_off))
        ]
        back = path(
            "<int:rule_id>/restore/<int:change_id>/",
            self.admin_site.admin_view(self.restore),
            name="games_rankingrule_restore",
        )
        return [*own, back, *super().get_urls()]

    @display(description="state", label={"in use": "success", "over": "danger", "begins later": "info"})
    def state(self, rule: RankingRule) -> str:
        return state_of(rule)

    @display(description="concerns")
    def concerns(self, rule: RankingRule) -> str:
        return concerns(rulebook.as_told(rule))

    def save_model(self, request: HttpRequest, obj: RankingRule, form: ModelForm[Any], change: bool) -> None:
        why = form.cleaned_data["why"]
        rulebook.save_draft(rule=obj, by=_who(request), why=why, now=timezone.now())

    def response_add(self, request: HttpRequest, obj: RankingRule, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._after_saving(request, obj) or super().response_add(request, obj, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: RankingRule) -> HttpResponse:
        return self._after_saving(request, obj) or super().response_change(request, obj)

    def preview(self, request: HttpRequest, rule_id: int) -> HttpResponse:
        rule = self._seen_by(request, rule_id)
        draft = rulebook.as_told(rule)
        return self._page(request, rule, "preview.html", {
            "title": f"Preview: {rule}",
            "draft": _told(draft),
            "differs": draft != rule.live,
            "estimate": estimate_for(rulebook.rule_of(rule), now=timezone.now()),
            "people": preview(rulebook.rule_of(rule), now=timezone.now()),
        })  # fmt: skip

    @method_decorator(require_POST)
    def publish(self, request: HttpRequest, rule_id: int) -> HttpResponse:
        rule = self._publishes(request, rule_id)
        try:
            rulebook.publish(
                rule_id=rule.pk, revision=int(request.POST.get("revision") or 0), by=_who(request),
                why=request.POST.get("why", ""), now=timezone.now(),
            )  # fmt: skip
        except (rulebook.StaleRuleError, ValueError):
            messages.error(request, "Somebody changed the rule meanwhile. Look at it as it is now.")
            return _go("preview", rule_id)
        messages.success(request, f"“{rule}” is in use everywhere within seconds.")
        return HttpResponseRedirect(reverse("admin:games_rankingrule_changelist"))

    @method_decorator(require_POST)
    def switch_off(self, request: HttpRequest, rule_id: int) -> HttpResponse:
        rule = self._publishes(request, rule_id)
        rulebook.switch_off(rule_id=rule.pk, by=_who(request), why=request.POST.get("why", ""), now=timezone.now())
        messages.success(request, f"“{rule}” does nothing from now on.")
        return _go("history", rule_id)

    @method_decorator(require_POST)
    def restore(self, request: HttpRequest, rule_id: int, change_id: int) -> HttpResponse:
        change = get_object_or_404(RankingRuleChange.objects.select_related("rule"), pk=change_id, rule=rule_id)
        if not self.has_change_permission(request, change.rule):
            raise PermissionDenied
        try:
            rulebook.restore(change=change, by=_who(request), now=timezone.now())
        except ValidationError as error:
            messages.error(request, f"That version cannot come back: {'; '.join(error.messages)}")
            return _go("history", rule_id)
        messages.success(request, "The draft is what it was. Look at it and publish it.")
        return _go("preview", rule_id)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        rule = self._seen_by(request, int(object_id) if object_id.isdigit() else 0)
        may_change = self.has_change_permission(request, rule)
        rows = enumerate(rule.changes.select_related("by")[:_CHANGES_SHOWN])
        return history_page(self, request, {
            "title": f"History of {rule}",
            "now_words": f"Now: {state_of(rule)}.",
            "entries": [_entry(row, may_return=may_change and place > 0) for place, row in rows],
            "change_url": reverse("admin:games_rankingrule_change", args=[rule.pk]),
            "more_links": [("Preview", reverse("admin:games_rankingrule_preview", args=[rule.pk]))],
        })  # fmt: skip

    def _after_saving(self, request: HttpRequest, rule: RankingRule) -> HttpResponse | None:
        """On to the preview, unless they go on editing."""
        return None if "_continue" in request.POST or "_addanother" in request.POST else _go("preview", rule.pk)

    def _seen_by(self, request: HttpRequest, rule_id: int) -> RankingRule:
        rule = get_object_or_404(RankingRule, pk=rule_id)
        if not self.has_view_or_change_permission(request, rule):
            raise PermissionDenied
        return rule

    def _publishes(self, request: HttpRequest, rule_id: int) -> RankingRule:
        if not request.user.has_perm(_PUBLISH):
            raise PermissionDenied
        return get_object_or_404(RankingRule, pk=rule_id)

    def _page(self, request: HttpRequest, rule: RankingRule, page: str, told: dict[str, Any]) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "rule": rule,
            "state": state_of(rule),
            "may_publish": request.user.has_perm(_PUBLISH),
            **told,
        }
        return TemplateResponse(request, f"admin/games/rankingrule/{page}", context)


def state_of(rule: RankingRule) -> str:
    """What it does for players right now; of its published words, not of its draft."""
    if rule.live is None:
        return "draft" if rule.published_at is None else "off"
    now = timezone.now()
    starts, ends = (parse_datetime(rule.live[name] or "") for name in ("starts_at", "ends_at"))
    if ends is not None and ends <= now:
        return "over"
    if starts is not None and starts > now:
        return "begins later"
    return "in use"


def concerns(told: dict[str, Any]) -> str:
    """ "genres puzzle, card; released from 2024-01-01", for lists."""
    skipped = {"name", "kind", "strength", "price_currency", "starts_at", "ends_at"}
    told = {name: value for name, value in _told(told) if name.replace(" ", "_") not in skipped}
    return "; ".join(f"{name} {value}" for name, value in told.items())


def _told(rule: dict[str, Any]) -> list[tuple[str, str]]:
    """What a rule says, in words, leaving out what it leaves open."""
    prices = rule.get("price_from") is not None or rule.get("price_to") is not None
    return [
        (name.replace("_", " "), ", ".join(value) if isinstance(value, list) else str(value))
        for name, value in rule.items()
        if value not in (None, "", []) and (name != "price_currency" or prices)
    ]


def _entry(row: RankingRuleChange, *, may_return: bool) -> Entry:
    lines = changes.differences(dict(_told(row.before)), dict(_told(row.after)))
    address = reverse("admin:games_rankingrule_restore", args=[row.rule_id, row.pk])
    back = (("Take this version back as the draft", address),) if may_return else ()
    return Entry(row.get_did_display(), row.at, str(row.by or "nobody known"), row.why, lines, back)


def _who(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # the admin lets nobody else in
    return request.user


def _go(name: str, rule_id: int) -> HttpResponse:
    return HttpResponseRedirect(reverse(f"admin:games_rankingrule_{name}", args=[rule_id]))
