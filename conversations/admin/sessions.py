"""A session as a transcript: what was said, how it was read, what was offered and why."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from unfold.decorators import display

from conversations.admin.talks import reply_box
from conversations.admin.transcripts import lines_of
from conversations.models import MoodReading, Session
from games.admin.history import HistoryAdmin

_WARM = 0.15  # a mean of its messages, -1…1
_LONGEST = 400  # messages on one page; a session of more is a script, not a talk


@admin.register(Session)
class SessionAdmin(HistoryAdmin):
    list_display = (
        "opened_at",
        "contact",
        "channel",
        "shown_kind",
        "mode",
        "turns",
        "depth",
        "moods",
        "tone",
        "closed_at",
    )
    list_filter = ("kind", "mode", "channel", "mood_at_start", "mood_at_end", ("closed_at", admin.EmptyFieldListFilter))
    list_select_related = ("contact",)
    search_fields = ("contact__display_name__istartswith",)
    ordering = ("-pk",)

    @display(description="kind", ordering="kind", label=True)
    def shown_kind(self, session: Session) -> str:
        return session.get_kind_display()

    @display(description="mood")
    def moods(self, session: Session) -> str:
        both = [mood for mood in (session.mood_at_start, session.mood_at_end) if mood]
        return " → ".join(dict.fromkeys(both)) or "–"

    @display(description="tone", ordering="sentiment")
    def tone(self, session: Session) -> str:
        if session.sentiment is None:
            return "–"
        word = "warm" if session.sentiment > _WARM else "cold" if session.sentiment < -_WARM else "even"
        return f"{word} ({session.sentiment:+.2f})"

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        session = (
            Session.objects.select_related("contact__player").filter(pk=object_id).first()
            if object_id.isdigit()
            else None
        )
        if session is None:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"{session.contact}, {session.get_kind_display()}",
            "session": session,
            "moods": _moods(session),
            "lines": lines_of(session.messages.order_by("created_at", "pk"), limit=_LONGEST),
            "box": reply_box(request, session.contact, now=timezone.now()) if session.closed_at is None else None,
        }
        return TemplateResponse(request, "admin/conversations/transcript.html", context)


def _moods(session: Session) -> tuple[str, str]:
    """First and last; a session that is still open has not been summed up, so its readings tell."""
    if session.mood_at_start or session.mood_at_end:
        return session.mood_at_start, session.mood_at_end
    read = list(
        MoodReading.objects.filter(message__session=session).order_by("at", "pk").values_list("mood", flat=True)
    )
    return (read[0], read[-1]) if read else ("", "")
