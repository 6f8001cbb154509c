"""A text on trial, on its history page: what differs, how it does, played before it is live, for everybody or back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

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

from conversations import knowledge, persona_editing, personas
from conversations.dialogue.prompt_text import PromptName
from conversations.models import PersonaText
from conversations.persona_figures import figures_by_change
from conversations.simulation.persona_replays import compare
from conversations.simulation.recorded import recorded_chats
from conversations.simulation.saved import shipped
from conversations.simulation.scripts import Script
from games.changes import text_difference

_CHATS = 8
_RECORDED_DAYS = timedelta(days=7)
_SHOWN = 60
# Single messages of real people, redacted: for whoever is shown those that were not understood.
SEES_WORDS = "conversations.view_miss"


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
        done: object
        act, now = request.POST.get("act", ""), timezone.now()
        try:
            if act == "promote":
                done = persona_editing.promote(name=prompt.name, by=request.user, now=now)  # type: ignore[arg-type]
            elif act == "roll_back":
                done = persona_editing.roll_back(name=prompt.name, by=request.user, now=now)  # type: ignore[arg-type]
            else:
                percent = int(request.POST.get("percent", ""))
                done = 0 <= percent < 100 and persona_editing.widen(name=prompt.name, percent=percent)
        except (persona_editing.InvalidTextError, ValueError) as error:
            messages.error(request, f"Nothing was changed: {error}")
        else:
            if done:
                messages.success(request, "Done; the next reply speaks so.")
            else:
                messages.error(request, "Nothing was changed: no text is on trial, or the share is not 0 to 99.")
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
            "title": f"{prompt.name} in {len(scripts)} chats",
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


def trial_context(prompt: PersonaText) -> dict[str, Any]:
    """What the history page shows of a trial, and how each change did."""
    name, file = PromptName.read(prompt.name), personas.files().get(prompt.name, "")
    figures = figures_by_change(name, now=timezone.now()) if name else []
    is_on = prompt.trial_percent is not None
    difference = text_difference(prompt.heard_by_all or file, prompt.text or file) if is_on else ()
    return {"is_on_trial": is_on, "difference": difference, "figures": figures}


def _chats(*, is_recorded: bool) -> list[tuple[str, Script]]:
    if is_recorded:
        since = timezone.now() - _RECORDED_DAYS
        return [(f"chat {one.number}", one.script) for one in recorded_chats(since=since, limit=_CHATS)]
    return [(one.name, one.script) for one in shipped()[:_CHATS]]


def _spoken_by(script: Script, name: PromptName) -> Script:
    return replace(script, who=replace(script.who, persona=name.persona, english=name.level))
