"""A text on trial, on its history page: what differs, how it does, played before it is live, for everybody or back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin

from conversations.dialogue.wording.prompt_text import PromptName
from conversations.knowledge import in_use as knowledge
from conversations.models import PersonaText
from conversations.personas import editing as persona_editing
from conversations.personas import in_use as personas
from conversations.personas.figures import figures_by_change
from conversations.personas.naming import in_words
from conversations.simulation.persona_replays import compare
from conversations.simulation.recorded import recorded_chats
from conversations.simulation.saved import shipped
from conversations.simulation.scripts import Script
from games.by_hand.changes import text_difference

if TYPE_CHECKING:
    from django.contrib.auth.models import User

_CHATS = 8
_RECORDED_DAYS = timedelta(days=7)
_SHOWN = 60
CHANGED_MEANWHILE = "somebody else has saved this text since you opened the page. Look at it as it is now."
_NO_SHARE = "the share is a whole number from 0 to 99."
# Single messages of real people, redacted: for whoever is shown those that were not understood.
SEES_WORDS = "conversations.view_miss"


class DecisionForm(forms.Form):
    act = forms.ChoiceField(
        choices=[(act, act) for act in ("promote", "roll_back", "widen")],
        error_messages=dict.fromkeys(("required", "invalid_choice"), "this page knows no such act."),
    )
    based_on = forms.IntegerField(error_messages=dict.fromkeys(("required", "invalid"), CHANGED_MEANWHILE))
    percent = forms.IntegerField(
        min_value=0, max_value=99, required=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _NO_SHARE),
    )  # fmt: skip

    def clean_percent(self) -> int | None:
        percent: int | None = self.cleaned_data["percent"]
        if percent is None and self.cleaned_data.get("act") == "widen":
            raise forms.ValidationError(_NO_SHARE)
        return percent


class TrialPages(ModelAdmin):
    """The two pages beside the history of a text."""

    def trial_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/trial/", view(self.decide), name="conversations_personatext_trial"),
            path("<int:pk>/played/", view(self.played), name="conversations_personatext_played"),
        ]

    @method_decorator(require_POST)
    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """For everybody, back, or to another share."""
        prompt = get_object_or_404(PersonaText, pk=pk)
        if not self.has_change_permission(request, prompt):
            raise PermissionDenied
        form = DecisionForm(request.POST)
        if problem := _problem_in(form) or _decide(form, prompt=prompt, by=request.user):  # type: ignore[arg-type]
            messages.error(request, f"Nothing was changed: {problem}")
        else:
            messages.success(request, "Done; the next reply speaks so.")
        return HttpResponseRedirect(reverse("admin:conversations_personatext_history", args=[pk]))

    @method_decorator(require_POST)
    def played(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Chats under the newest text beside what everybody hears: which lines would be said differently."""
        prompt = get_object_or_404(PersonaText, pk=pk)
        if not self.has_change_permission(request, prompt):
            raise PermissionDenied
        name, file = PromptName.read(prompt.name), personas.files().get(prompt.name, "")
        if name is None:
            raise PermissionDenied
        is_recorded = request.POST.get("chats") == "recorded"
        if is_recorded and not request.user.has_perm(SEES_WORDS):
            raise PermissionDenied
        scripts = [(title, _spoken_by(script, name)) for title, script in _chats(is_recorded=is_recorded)]
        try:
            count, changed = compare(
                scripts, name=prompt.name, before=prompt.heard_by_all or file, after=prompt.text or file,
                known=knowledge.current(),
            )  # fmt: skip
        except ValueError as error:
            messages.error(request, f"It cannot be played: {error}")
            return HttpResponseRedirect(reverse("admin:conversations_personatext_history", args=[pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": f"In {len(scripts)} chats: {in_words(prompt.name)}",
            "prompt": prompt,
            "chats": len(scripts),
            "messages_played": count,
            "changed": changed[:_SHOWN],
            "changed_count": len(changed),
            "picks_differ": any(one.picks_differ for one in changed),
            "media": self.media,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/conversations/persona_played.html", context)


def _problem_in(form: DecisionForm) -> str:
    return "" if form.is_valid() else next(str(problems[0]) for problems in form.errors.values())


def _decide(form: DecisionForm, *, prompt: PersonaText, by: User) -> str:
    """What kept it from being done, in an editor's words."""
    told, now = form.cleaned_data, timezone.now()
    name, based_on = prompt.name, told["based_on"]
    done: object
    try:
        match told["act"]:
            case "promote":
                done = persona_editing.promote(name=name, by=by, now=now, based_on=based_on)
            case "roll_back":
                done = persona_editing.roll_back(name=name, by=by, now=now, based_on=based_on)
            case _:
                done = persona_editing.widen(name=name, percent=told["percent"], based_on=based_on)
    except persona_editing.ChangedMeanwhileError:
        return CHANGED_MEANWHILE
    except persona_editing.InvalidTextError as error:
        return str(error)
    return "" if done else "no text is on trial."


def trial_context(prompt: PersonaText) -> dict[str, Any]:
    """What the history page shows of a trial, and how each change did."""
    name, file = PromptName.read(prompt.name), personas.files().get(prompt.name, "")
    figures = figures_by_change(name, now=timezone.now()) if name else []
    is_on = prompt.trial_percent is not None
    difference = text_difference(prompt.heard_by_all or file, prompt.text or file) if is_on else ()
    last = prompt.changes.values_list("number", flat=True).first() or 0
    return {"is_on_trial": is_on, "last_number": last, "difference": difference, "figures": figures}


def _chats(*, is_recorded: bool) -> list[tuple[str, Script]]:
    if is_recorded:
        since = timezone.now() - _RECORDED_DAYS
        return [(f"chat {one.number}", one.script) for one in recorded_chats(since=since, limit=_CHATS)]
    return [(one.name, one.script) for one in shipped()[:_CHATS]]


def _spoken_by(script: Script, name: PromptName) -> Script:
    return replace(script, who=replace(script.who, persona=name.persona, english=name.level))
