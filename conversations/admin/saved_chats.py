"""Saved chats: what the product must keep doing, in the words of people who write to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from unfold.admin import ModelAdmin
from unfold.decorators import action, display

from conversations.admin.simulator import simulator
from conversations.knowledge import in_use as knowledge
from conversations.models import SavedChat
from conversations.simulation.expectations import check_expectations
from conversations.simulation.saved import import_chats, kept_in, note_verdict, read_file, replay, write_file
from conversations.simulation.scripts import Script, ScriptError

_MOST_AT_ONCE = 20  # played while somebody waits for the page


class SavedChatForm(forms.ModelForm[SavedChat]):
    class Meta:
        model = SavedChat
        fields = ("name", "note", "script", "expected")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        try:
            script = Script.from_json(cleaned.get("script"))
        except ScriptError as error:
            self.add_error("script", str(error))
            return cleaned
        try:
            check_expectations(cleaned.get("expected") or [], steps=len(script.steps))
        except ScriptError as error:
            self.add_error("expected", str(error))
        return cleaned


@admin.register(SavedChat)
class SavedChatAdmin(ModelAdmin):
    form = SavedChatForm
    list_display = ("name", "shown_verdict", "last_run_at", "steps", "saved_by", "created_at")
    list_filter = ("verdict",)
    list_select_related = ("saved_by",)
    search_fields = ("name", "note")
    readonly_fields = ("shown_verdict", "last_run_at", "shown_differences", "saved_by", "created_at")
    fields = (
        "name",
        "note",
        "shown_verdict",
        "shown_differences",
        "last_run_at",
        "script",
        "expected",
        "saved_by",
        "created_at",
    )
    actions = ("run_again", "export_chats")
    actions_list = ("open_simulator", "import_file")
    actions_detail = ("open_on_phone",)
    show_full_result_count = False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("simulator/", view(self.simulator_view), name="conversations_savedchat_simulator"),
            path("import/", view(self.import_view), name="conversations_savedchat_import"),
        ]
        inherited: list[URLPattern] = super().get_urls()
        return [*own, *inherited]

    # A chat begins on the simulator's phone, not in an empty form.
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_save_permission(self, request: HttpRequest, object_id: object = None) -> bool:
        return request.user.has_perm("conversations.add_savedchat")

    def save_model(self, request: HttpRequest, obj: SavedChat, form: Any, change: bool) -> None:
        obj.verdict, obj.differences, obj.last_run_at = SavedChat.Verdict.NEVER_RUN, [], None
        super().save_model(request, obj, form, change)

    # --- the list -------------------------------------------------------------------------
    @display(
        description="verdict", ordering="verdict", label={"holds": "success", "broke": "danger", "never run": "info"}
    )
    def shown_verdict(self, chat: SavedChat) -> str:
        return str(SavedChat.Verdict(chat.verdict).label).lower()

    @display(description="steps")
    def steps(self, chat: SavedChat) -> int:
        return len(chat.script.get("steps", [])) if isinstance(chat.script, dict) else 0

    @display(description="what differs")
    def shown_differences(self, chat: SavedChat) -> str:
        return (
            "\n".join(
                f"step {one['step']}, {one['what']}: expected {one['expected'] or '–'}, found {one['found'] or '–'}"
                for one in chat.differences
            )
            or "–"
        )

    @admin.action(description="Run again", permissions=["view"])
    def run_again(self, request: HttpRequest, queryset: QuerySet[SavedChat]) -> None:
        chats = list(queryset[: _MOST_AT_ONCE + 1])
        if len(chats) > _MOST_AT_ONCE:
            messages.error(
                request, f"At most {_MOST_AT_ONCE} at once; manage.py replay_conversations --saved runs all."
            )
            return
        known = knowledge.current()
        broke = 0
        for chat in chats:
            try:
                _, differences = replay(kept_in(chat), known=known)
            except ScriptError as error:
                messages.error(request, f"{chat}: {error}")
                continue
            note_verdict(chat=chat, differences=differences, now=timezone.now())
            broke += bool(differences)
        self.message_user(request, f"{len(chats)} played, {broke} broke", messages.ERROR if broke else messages.SUCCESS)

    @admin.action(description="Export as a file", permissions=["view"])
    def export_chats(self, request: HttpRequest, queryset: QuerySet[SavedChat]) -> HttpResponse:
        response = HttpResponse(write_file([kept_in(chat) for chat in queryset]), content_type="application/json")
        response["Content-Disposition"] = 'attachment; filename="saved_chats.json"'
        return response

    @action(description="Simulator", url_path="open-simulator", icon="smartphone", permissions=("view",))
    def open_simulator(self, request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:conversations_savedchat_simulator"))

    @action(description="Import a file", url_path="open-import", icon="upload_file", permissions=("save",))
    def import_file(self, request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:conversations_savedchat_import"))

    @action(description="Open on the phone", url_path="open-on-phone", icon="smartphone", permissions=("view",))
    def open_on_phone(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return HttpResponseRedirect(f"{reverse('admin:conversations_savedchat_simulator')}?chat={int(object_id)}")

    # --- pages of their own ---------------------------------------------------------------
    def simulator_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        # Without `opts`: the simulator is a page of its own, not a part of "Saved chats".
        return simulator(request, self.admin_site.each_context(request))

    def import_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_save_permission(request):
            raise PermissionDenied
        trouble = ""
        if request.method == "POST":
            file = request.FILES.get("file")
            try:
                if file is None:
                    raise ScriptError("choose a file first")
                count = import_chats(chats=read_file(file.read(2 * 1024 * 1024)), by=request.user)  # type: ignore[arg-type]
            except ScriptError as error:
                trouble = str(error)
            else:
                messages.success(request, f"{count} saved chats imported. Run them to see whether they hold.")
                return HttpResponseRedirect(reverse("admin:conversations_savedchat_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Import saved chats",
            "trouble": trouble,
        }
        return TemplateResponse(request, "admin/conversations/saved_chats_import.html", context)
