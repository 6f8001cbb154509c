"""The penpal's post: which letters wait, which left, and why one did not. Their words stand where chats are read."""

from __future__ import annotations

from django.contrib import admin
from unfold.decorators import display

from conversations.models import Letter
from games.admin.history import HistoryAdmin


@admin.register(Letter)
class LetterAdmin(HistoryAdmin):
    list_display = (
        "due_at", "contact", "kind", "shown_state", "reason", "joined", "received_at", "told_at", "ended_at",
    )  # fmt: skip
    list_filter = ("state", "kind", "reason", "written_by", "joined")
    list_select_related = ("contact",)
    ordering = ("-due_at", "-pk")
    fields = readonly_fields = (
        "contact", "kind", "mood", "state", "reason", "received_at", "due_at", "told_at", "asked_at", "ended_at",
        "joined", "written_by", "game",
    )  # fmt: skip

    @display(
        description="state",
        ordering="state",
        label={"received": "info", "told": "warning", "answered": "success", "dropped": "default"},
    )
    def shown_state(self, letter: Letter) -> tuple[str, str]:
        return letter.state, str(Letter.State(letter.state).label)
