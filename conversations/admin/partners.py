"""Companies whose apps ask us, and what their servers show: issued, told this once, taken back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from unfold.admin import ModelAdmin
from unfold.decorators import action, display
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminTextInputWidget,
)

from conversations.accounts.service_tokens import make_service_token, revoke_one
from conversations.models import Partner, PartnerUser, ServiceToken
from games.admin.history import HistoryAdmin, HistoryInline, KeepsHistory
from games.api.principals import Scope
from games.by_hand import changes

_LONGEST_DAYS = 3650
_EVERYTHING = [str(scope) for scope in Scope]


class TokenForm(forms.Form):
    label = forms.CharField(
        max_length=80, required=False, widget=UnfoldAdminTextInputWidget(), help_text="Where it is used, for us."
    )
    scopes = forms.MultipleChoiceField(
        choices=[(scope, scope) for scope in _EVERYTHING], initial=_EVERYTHING,
        widget=UnfoldAdminCheckboxSelectMultipleWidget(), label="May",
    )  # fmt: skip
    days = forms.IntegerField(
        min_value=1, max_value=_LONGEST_DAYS, required=False, widget=UnfoldAdminIntegerFieldWidget(),
        label="Good for days", help_text="Empty: until it is revoked.",
    )  # fmt: skip


class TokenInline(HistoryInline):
    model = ServiceToken
    fields = readonly_fields = ("hint", "label", "may", "state", "created_at", "expires_at", "revoked_at")
    show_change_link = True
    verbose_name_plural = "service tokens"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ServiceToken]:
        tokens: QuerySet[ServiceToken] = super().get_queryset(request)
        return tokens.select_related("partner")

    @display(description="may")
    def may(self, token: ServiceToken) -> str:
        return ", ".join(token.scopes)

    @display(description="state")
    def state(self, token: ServiceToken) -> str:
        return state_of(token)


class _ForAdministrators(ModelAdmin):
    def has_care_permission(self, request: HttpRequest, object_id: object = None) -> bool:
        """A token acts for all of a partner's users, so nobody makes one but an administrator."""
        return bool(request.user.is_superuser)


@admin.register(Partner)
class PartnerAdmin(_ForAdministrators, KeepsHistory):
    list_display = ("name", "is_active", "open_tokens", "users", "created_at")
    list_filter = ("is_active",)
    search_fields = ("name",)
    fields = ("name", "is_active", "created_at")
    readonly_fields = ("created_at",)
    inlines = (TokenInline,)
    actions_detail = ("issue_token",)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Partner]:
        partners: QuerySet[Partner] = super().get_queryset(request)
        named = PartnerUser.objects.filter(partner=OuterRef("pk")).order_by().values("partner")
        is_open = Q(tokens__revoked_at=None) & (Q(tokens__expires_at=None) | Q(tokens__expires_at__gt=timezone.now()))
        return partners.annotate(
            token_count=Count("tokens", filter=is_open),
            user_count=Subquery(named.annotate(count=Count("pk")).values("count"), output_field=IntegerField()),
        )

    def has_delete_permission(self, request: HttpRequest, obj: Partner | None = None) -> bool:
        return False  # its users would be nobody's; switched off it opens nothing either

    @display(description="open tokens")
    def open_tokens(self, partner: Partner) -> int:
        return int(getattr(partner, "token_count", 0))

    @display(description="users")
    def users(self, partner: Partner) -> int:
        return int(getattr(partner, "user_count", 0) or 0)

    @action(description="Issue a token", url_path="issue-token", permissions=("care",), icon="key")
    def issue_token(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The page that answers the form is the only one that ever shows it: nothing keeps the text."""
        partner = get_object_or_404(Partner, pk=object_id)
        form = TokenForm(request.POST or None)
        told: dict[str, Any] = {"title": f"Issue a token: {partner}", "partner": partner, "form": form}
        if form.is_valid():
            told["token"] = make_service_token(
                partner=partner.name, scopes=form.cleaned_data["scopes"], label=form.cleaned_data["label"],
                days=form.cleaned_data["days"],
            )  # fmt: skip
            _note(request, partner, f"issued a token: {form.cleaned_data['label'] or 'no label'}")
        return _page(self, request, "issue_token.html", told)


@admin.register(ServiceToken)
class ServiceTokenAdmin(_ForAdministrators, HistoryAdmin):
    list_display = ("hint", "partner", "label", "may", "state", "expires_at", "created_at")
    list_filter = (("revoked_at", admin.EmptyFieldListFilter), "partner")
    list_select_related = ("partner",)
    search_fields = ("hint__exact", "label")
    search_help_text = "The first four letters after thrum_, or of the label"
    fields = readonly_fields = (
        "partner", "hint", "label", "may", "state", "created_at", "expires_at", "revoked_at",
    )  # fmt: skip
    actions_detail = ("revoke",)

    @display(description="may")
    def may(self, token: ServiceToken) -> str:
        return ", ".join(token.scopes)

    @display(description="state")
    def state(self, token: ServiceToken) -> str:
        return state_of(token)

    @action(description="Revoke", url_path="revoke", permissions=("care",), icon="key_off")
    def revoke(self, request: HttpRequest, object_id: int) -> HttpResponse:
        token = get_object_or_404(ServiceToken.objects.select_related("partner"), pk=object_id)
        back = reverse("admin:conversations_servicetoken_change", args=[token.pk])
        if request.method != "POST":
            return _page(self, request, "revoke_token.html", {"title": f"Revoke: {token}", "token": token})
        if revoke_one(token_id=token.pk, now=timezone.now()):
            _note(request, token.partner, f"revoked the token {token.hint}…")
            messages.success(request, "It opens nothing any more.")
        else:
            messages.info(request, "It was revoked already.")
        return HttpResponseRedirect(back)


def state_of(token: ServiceToken) -> str:
    if token.revoked_at is not None:
        return "revoked"
    if token.expires_at is not None and token.expires_at <= timezone.now():
        return "over"
    return "open" if token.partner.is_active else "partner is switched off"


def _note(request: HttpRequest, partner: Partner, what: str) -> None:
    if not isinstance(request.user, User):
        raise PermissionDenied
    changes.note(
        kind=changes.kind_of(partner), object_id=partner.pk, name=partner.name, what=what, by=request.user,
        now=timezone.now(),
    )  # fmt: skip


def _page(page: ModelAdmin, request: HttpRequest, template: str, told: dict[str, Any]) -> HttpResponse:
    context = {**page.admin_site.each_context(request), "opts": page.opts, **told}
    return TemplateResponse(request, f"admin/conversations/{template}", context)
