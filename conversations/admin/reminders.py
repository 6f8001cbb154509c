"""Reminders that players asked for: what waits, what left, what could not."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.decorators import display

from conversations.between_turns import reminders
from conversations.models import Reminder
from games.admin.history import HistoryAdmin


@admin.register(Reminder)
class ReminderAdmin(HistoryAdmin):
    list_display = ("due_at", "contact", "about", "time_zone", "shown_state", "reason", "told_at", "asked_at")
    list_filter = ("state", "reason")
    list_select_related = ("contact",)
    ordering = ("-due_at", "-pk")
    actions = ("take_back",)
    fields = readonly_fields = (
        "contact", "about", "game", "due_at", "time_zone", "state", "reason", "asked_at", "ended_at", "told_at",
        "message",
    )  # fmt: skip

    @display(
        description="state",
        ordering="state",
        label={"waiting": "info", "sent": "success", "unsent": "warning", "cancelled": "default"},
    )
    def shown_state(self, reminder: Reminder) -> str:
        return reminder.state

    def has_care_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("conversations.take_over_conversations")

    @admin.action(description="Take back (what still waits)", permissions=["care"])
    def take_back(self, request: HttpRequest, queryset: QuerySet[Reminder]) -> None:
        now, reason = timezone.now(), Reminder.Reason.TAKEN_BACK
        count = sum(
            reminders.cancel(contact=row.contact, reminder_ids=[row.pk], reason=reason, now=now)
            for row in queryset.select_related("contact")
        )
        self.message_user(request, f"{count} taken back")
