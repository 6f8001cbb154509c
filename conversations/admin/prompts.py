"""What personas say: edited, refused by the line, and every step kept, one click from coming back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST
from unfold.decorators import display
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from conversations.admin.persona_trials import CHANGED_MEANWHILE, TrialPages, trial_context
from conversations.dialogue.wording.prompt_text import PromptName
from conversations.models import PersonaText, PersonaTextChange
from conversations.personas import editing as persona_editing
from conversations.personas import in_use as personas
from conversations.personas.naming import in_words
from games.by_hand.changes import text_difference

_CHANGES_SHOWN = 50
_MOST_PROBLEMS_TOLD = 30
_UNSEEN = -1  # a page that does not say what it showed showed nothing of today


class PersonaTextForm(forms.ModelForm[PersonaText]):
    """The text that is spoken now, whether it stands in a row or in the project's file."""

    text = forms.CharField(
        required=False, strip=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 36, "spellcheck": "true", "class": "prompt-text"}),
        help_text="Empty it to return to the project's file. How a text is written: docs/personas.md.",
    )  # fmt: skip
    note = forms.CharField(
        required=False, max_length=120, widget=UnfoldAdminTextInputWidget(), help_text="Why, for the history."
    )
    percent = forms.IntegerField(
        label="Speak it to, in percent", required=False, min_value=0, max_value=100,
        widget=UnfoldAdminIntegerFieldWidget(),
        help_text="Empty or 100: everybody. Fewer: the rest hears the last text. 0: nobody yet, to be played first.",
    )  # fmt: skip
    based_on = forms.IntegerField(widget=forms.HiddenInput(), required=False)

    class Meta:
        model = PersonaText
        fields = ("name", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["text"] = self.instance.text or personas.files().get(self.instance.name, "")
            self.initial["percent"] = self.instance.trial_percent
            self.initial["based_on"] = _last_number(self.instance)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        raw = str(cleaned.get("name") or self.instance.name)
        name, text = PromptName.read(raw), str(cleaned.get("text") or "").strip()
        if name is None:
            self.add_error(
                "name" if "name" in self.fields else None, "persona_level or persona_level_hint, like librarian_easy"
            )
        elif text:
            problems = personas.problems_of(text.replace("\r\n", "\n"), name)[:_MOST_PROBLEMS_TOLD]
            if problems:  # told above the text, which is long
                self.add_error(None, format_html_join(mark_safe("<br>"), "{}", ((problem,) for problem in problems)))
        elif raw not in personas.files():
            self.add_error(None, "the project has no file of this name, so the text cannot be empty")
        if self.instance.pk and cleaned.get("based_on") != _last_number(self.instance):
            self.add_error(None, "Somebody else has saved meanwhile. Copy your text, load the page again and compare.")
        return cleaned


@dataclass(frozen=True)
class ShownChange:
    row: PersonaTextChange
    lines: tuple[tuple[str, str], ...]  # kind (added, gone, same, place), text
    is_current: bool


@admin.register(PersonaText)
class PersonaTextAdmin(TrialPages):
    form = PersonaTextForm
    list_display = ("who", "english", "part", "spoken_from", "changed_by", "changed_at")
    list_select_related = ("changed_by",)
    search_fields = ("name", "text")
    show_full_result_count = False
    list_per_page = 60
    warn_unsaved_form = True

    class Media:
        css = {"all": ("conversations/prompts.css",)}

    def get_urls(self) -> list[URLPattern]:
        own = path(
            "<int:pk>/restore/<int:change>/",
            self.admin_site.admin_view(self.restore),
            name="conversations_personatext_restore",
        )
        return [own, *self.trial_urls(), *super().get_urls()]

    def get_fields(self, request: HttpRequest, obj: PersonaText | None = None) -> tuple[str, ...]:
        return ("text", "percent", "note", "based_on") if obj else ("name", "text", "note", "based_on")

    def has_delete_permission(self, request: HttpRequest, obj: PersonaText | None = None) -> bool:
        return False  # an emptied text returns to the file; what was said once stays on record

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        persona_editing.list_every_file()
        response: HttpResponse = super().changelist_view(request, extra_context)
        return response

    def save_model(self, request: HttpRequest, obj: PersonaText, form: Any, change: bool) -> None:
        persona_editing.change(
            name=obj.name,
            text=form.cleaned_data["text"],
            by=request.user,  # type: ignore[arg-type]  # admin_view lets nobody anonymous in
            now=timezone.now(),
            based_on=(form.cleaned_data["based_on"] or 0) if change else None,
            note=form.cleaned_data["note"],
            percent=form.cleaned_data.get("percent"),
        )
        saved = PersonaText.objects.get(name=obj.name)
        obj.pk, obj.text, obj.trial_percent = saved.pk, saved.text, saved.trial_percent

    def response_post_save_change(self, request: HttpRequest, obj: PersonaText) -> HttpResponse:
        """What is on trial is played, widened and decided on its own page."""
        if obj.trial_percent is not None:
            return HttpResponseRedirect(reverse("admin:conversations_personatext_history", args=[obj.pk]))
        response: HttpResponse = super().response_post_save_change(request, obj)
        return response

    @method_decorator(require_POST)
    def restore(self, request: HttpRequest, pk: int, change: int) -> HttpResponse:
        row = get_object_or_404(PersonaTextChange, pk=change, prompt=pk)
        if not self.has_change_permission(request):
            raise PermissionDenied
        seen = request.POST.get("based_on", "")
        try:
            persona_editing.restore(
                change_id=row.pk,
                by=request.user,  # type: ignore[arg-type]  # admin_view lets nobody anonymous in
                now=timezone.now(),
                based_on=int(seen) if seen.isdecimal() and len(seen) < 10 else _UNSEEN,
            )
        except persona_editing.ChangedMeanwhileError:
            messages.error(request, f"Nothing was changed: {CHANGED_MEANWHILE}")
        except persona_editing.InvalidTextError as error:
            messages.error(request, f"Number {row.number} cannot come back: {error}")
        else:
            messages.success(request, f"Number {row.number} is spoken again.")
        return HttpResponseRedirect(reverse("admin:conversations_personatext_history", args=[pk]))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Who changed what and when, newest first, each against the one before."""
        prompt = get_object_or_404(PersonaText, pk=object_id)
        if not self.has_view_or_change_permission(request, prompt):
            raise PermissionDenied
        rows = list(prompt.changes.select_related("by")[: _CHANGES_SHOWN + 1])
        ours = personas.files().get(prompt.name, "")
        earlier = [*rows[1:], None]
        shown = [
            ShownChange(
                row, text_difference(before.text or ours, row.text or ours) if before else (), is_current=place == 0
            )
            for place, (row, before) in enumerate(zip(rows[:_CHANGES_SHOWN], earlier, strict=False))
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": f"What was said before: {in_words(prompt.name)}",
            "prompt": prompt,
            "changes": shown,
            **trial_context(prompt),
            "may_change": self.has_change_permission(request, prompt),
            "media": self.media,
            "opts": self.opts,
        }
        return TemplateResponse(
            request, "admin/conversations/persona_history.html", {**context, **(extra_context or {})}
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[PersonaText]:
        self._files = personas.files()
        rows: QuerySet[PersonaText] = super().get_queryset(request)
        return rows

    @display(description="persona")
    def who(self, prompt: PersonaText) -> str:
        name = PromptName.read(prompt.name)
        return personas.current().names.get(name.persona, name.persona) if name else "–"

    @display(description="English", label={"easy": "info", "normal": "success", "rich": "warning"})
    def english(self, prompt: PersonaText) -> str:
        name = PromptName.read(prompt.name)
        return name.level if name else "–"

    @display(description="for")
    def part(self, prompt: PersonaText) -> str:
        name = PromptName.read(prompt.name)
        return "who is stuck" if name and name.is_hint else "everybody"

    @display(
        description="spoken from",
        label={"edited": "info", "on trial": "warning", "file": "success", "invalid": "danger"},
    )
    def spoken_from(self, prompt: PersonaText) -> str:
        name = PromptName.read(prompt.name)
        text = prompt.text or self._files.get(prompt.name, "")
        if name is None or not text or personas.problems_of(text, name):
            return "invalid"
        if prompt.trial_percent is not None:
            return "on trial"
        return "edited" if prompt.text else "file"


def _last_number(prompt: PersonaText) -> int:
    return prompt.changes.order_by("-number").values_list("number", flat=True).first() or 0
