"""The queue of moderation: what was found and why, two verdicts, what was decided before; and harmless words."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.db.models.expressions import OrderBy
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.text import Truncator
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin
from unfold.decorators import display

from conversations.admin.talks import operator_of
from conversations.models import HarmlessPhrase, ModerationFlag
from conversations.moderation import review
from conversations.moderation.review import UnfitPhraseError
from games.admin.history import HistoryAdmin

REVIEW = "conversations.change_moderationflag"
State = ModerationFlag.State
_MOST_CHARS = 120
_WAITING_FIRST = (
    Case(When(state=State.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField()).asc(),
    "-is_certain", "-at", "-pk",
)  # fmt: skip


@admin.register(ModerationFlag)
class ModerationFlagAdmin(HistoryAdmin):
    list_display = ("at", "found", "sureness", "who", "said", "reason", "contact", "shown_state", "decided_at")
    list_filter = ("state", "category", "direction", "is_certain", "stage")
    list_select_related = ("contact",)
    actions = ("uphold_chosen", "undo_chosen")

    def get_ordering(self, request: HttpRequest) -> tuple[str | OrderBy, ...]:
        return _WAITING_FIRST  # unless a column is clicked

    def get_urls(self) -> list[URLPattern]:
        decide = path(
            "<int:flag_id>/decide/",
            self.admin_site.admin_view(self.decide),
            name="conversations_moderationflag_decide",
        )
        return [decide, *super().get_urls()]

    # --- the list -------------------------------------------------------------------------
    @display(description="what", ordering="category")
    def found(self, flag: ModerationFlag) -> str:
        return str(flag.get_category_display())

    @display(
        description="how sure", ordering="is_certain",
        label={"certain": "danger", "a model agrees": "danger", "suspected": "warning"},
    )  # fmt: skip
    def sureness(self, flag: ModerationFlag) -> str:
        if flag.is_certain:
            return "certain"
        return "a model agrees" if flag.stage == ModerationFlag.Stage.MODEL else "suspected"

    @display(description="written by", ordering="direction")
    def who(self, flag: ModerationFlag) -> str:
        return "the player" if flag.direction == "inbound" else "us"

    @display(description="words")
    def said(self, flag: ModerationFlag) -> str:
        return Truncator(flag.excerpt).chars(_MOST_CHARS) or "–"

    @display(description="state", ordering="state", label={"open": "warning", "upheld": "danger", "undone": "success"})
    def shown_state(self, flag: ModerationFlag) -> str:
        return flag.state

    def has_review_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(REVIEW)

    @admin.action(description="Uphold", permissions=["review"])
    def uphold_chosen(self, request: HttpRequest, queryset: QuerySet[ModerationFlag]) -> None:
        by, now = operator_of(request), timezone.now()
        count = sum(review.uphold(flag=flag, by=by, now=now) for flag in queryset)
        self.message_user(request, f"{count} upheld")

    @admin.action(description="Undo: false alarms", permissions=["review"])
    def undo_chosen(self, request: HttpRequest, queryset: QuerySet[ModerationFlag]) -> None:
        by, now = operator_of(request), timezone.now()
        count = sum(review.undo(flag=flag, by=by, now=now) for flag in queryset)
        self.message_user(request, f"{count} undone")

    # --- one flag -------------------------------------------------------------------------
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        number = int(object_id) if object_id.isdecimal() else 0
        flag = get_object_or_404(ModerationFlag.objects.select_related("contact", "message"), pk=number)
        context = {
            **self.admin_site.each_context(request),
            "title": str(flag).capitalize(),
            "opts": self.opts,
            "flag": flag,
            "sureness": self.sureness(flag),
            "who": self.who(flag),
            "verdicts": flag.verdicts.select_related("by"),
            "others": ModerationFlag.objects.filter(contact=flag.contact).exclude(pk=flag.pk)[:10],
            "may_review": self.has_review_permission(request),
        }
        return TemplateResponse(request, "admin/conversations/flag.html", context)

    @method_decorator(require_POST)
    def decide(self, request: HttpRequest, flag_id: int) -> HttpResponse:
        if not self.has_review_permission(request):
            raise PermissionDenied
        flag = get_object_or_404(ModerationFlag, pk=flag_id)
        by, now, why = operator_of(request), timezone.now(), request.POST.get("why", "")
        here = HttpResponseRedirect(reverse("admin:conversations_moderationflag_change", args=[flag.pk]))
        verdict = request.POST.get("verdict")
        if verdict == State.UPHELD:
            review.uphold(flag=flag, by=by, why=why, now=now)
            messages.success(request, "Upheld.")
        elif verdict == State.UNDONE:
            phrase = request.POST.get("phrase", "") if request.POST.get("learn") else ""
            try:
                count = review.undo(flag=flag, by=by, why=why, phrase=phrase, now=now)
            except UnfitPhraseError as error:
                messages.error(request, str(error))
                return here
            more = f" {count - 1} more with the same words are, too." if count > 1 else ""
            messages.success(request, f"Undone.{' These words are harmless now.' if phrase else ''}{more}")
        else:
            messages.error(request, "There is no such verdict.")
        return here


@admin.register(HarmlessPhrase)
class HarmlessPhraseAdmin(ModelAdmin):
    list_display = ("phrase", "is_active", "added_by", "added_at")
    list_filter = ("is_active",)
    list_select_related = ("added_by",)
    search_fields = ("phrase",)
    fields = ("phrase", "is_active")
    readonly_fields = ("phrase",)
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # they come from flags, where it shows what they excuse
