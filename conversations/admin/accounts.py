"""Accounts of players: whose e-mail opens which conversation. What they play and say stands on the person's page."""

from __future__ import annotations

from datetime import datetime

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import QuerySet, Value
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import action, display

from conversations.accounts.keeping import name_of, sign_out_everywhere
from conversations.admin.masking import SEE_ADDRESSES, shown
from conversations.models import Account
from games.admin.history import HistoryAdmin
from games.by_hand import changes


@admin.register(Account)
class AccountAdmin(HistoryAdmin):
    list_display = ("e_mail", "is_verified", "person", "last_seen", "created_at")
    list_select_related = ("user", "contact")
    list_filter = (("email_verified_at", admin.EmptyFieldListFilter), ("contact", admin.EmptyFieldListFilter))
    search_fields = ("user__username__exact",)
    search_help_text = "The whole e-mail"
    fields = readonly_fields = ("e_mail", "email_verified_at", "person", "linked_at", "last_seen", "created_at")
    actions_detail = ("sign_out",)
    ordering = ("-pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Account]:
        accounts: QuerySet[Account] = super().get_queryset(request)
        return accounts.annotate(in_full=Value(request.user.has_perm(SEE_ADDRESSES)))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Account], search_term: str
    ) -> tuple[QuerySet[Account], bool]:
        """A whole e-mail and no less: who may not see them must not find them out letter by letter."""
        if not search_term.strip():
            return queryset, False
        return queryset.filter(user__username=name_of(search_term)), False

    @display(description="e-mail")
    def e_mail(self, account: Account) -> str:
        return shown(account.user.email or account.user.username, in_full=getattr(account, "in_full", False))

    @display(description="verified", boolean=True, ordering="email_verified_at")
    def is_verified(self, account: Account) -> bool:
        return account.email_verified_at is not None

    @display(description="conversation")
    def person(self, account: Account) -> str:
        if account.contact is None:
            return "not linked"
        page = reverse("admin:conversations_contact_change", args=[account.contact_id])
        return format_html('<a class="underline" href="{}">{}</a>', page, account.contact)

    @display(description="last signed in", ordering="user__last_login")
    def last_seen(self, account: Account) -> datetime | None:
        return account.user.last_login

    def has_care_permission(self, request: HttpRequest, object_id: object = None) -> bool:
        return bool(request.user.has_perm("conversations.change_account"))

    @action(description="Sign out everywhere", url_path="sign-out", permissions=("care",), icon="logout")
    def sign_out(self, request: HttpRequest, object_id: int) -> HttpResponse:
        account = get_object_or_404(self.get_queryset(request).select_related("user"), pk=object_id)
        if request.method != "POST":
            context = {
                **self.admin_site.each_context(request), "opts": self.opts, "account": account,
                "title": f"Sign out everywhere: {self.e_mail(account)}",
            }  # fmt: skip
            return TemplateResponse(request, "admin/conversations/sign_out.html", context)
        sign_out_everywhere(player_id=account.player_id)
        assert isinstance(request.user, User)  # the admin lets nobody else in
        changes.note(
            kind=changes.kind_of(account), object_id=account.pk, name=str(account), what="signed out everywhere",
            by=request.user, now=timezone.now(),
        )  # fmt: skip
        messages.success(request, "Every token of theirs is void; they sign in anew.")
        return HttpResponseRedirect(reverse("admin:conversations_account_change", args=[account.pk]))
