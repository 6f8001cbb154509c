"""Every message, with what became of it."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from conversations.models import Message
from conversations.sending import outbox
from games.admin.history import HistoryAdmin


@admin.register(Message)
class MessageAdmin(HistoryAdmin):
    list_display = ("created_at", "direction", "contact", "start", "shown_status", "withheld_because", "error")
    list_filter = ("direction", "status", "origin", "channel", "withheld_because", "error_code")
    list_select_related = ("contact",)
    ordering = ("-pk",)
    actions = ("queue_again",)
    exclude = ("raw",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        rows: QuerySet[Message] = super().get_queryset(request)
        return rows.defer("raw", "understanding", "content")

    @display(description="text")
    def start(self, message: Message) -> str:
        return message.body[:80] or f"({message.kind})"

    @display(
        description="status",
        ordering="status",
        label={
            "failed": "danger", "unknown": "danger", "withheld": "warning", "queued": "info", "sending": "info",
            "received": "info", "handled": "success", "accepted": "success", "sent": "success",
            "delivered": "success", "read": "success",
        },
    )  # fmt: skip
    def shown_status(self, message: Message) -> str:
        return message.status

    def has_care_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("conversations.take_over_conversations")

    @admin.action(description="Queue again (failed or unknown, but no campaigns or check-ins)", permissions=["care"])
    def queue_again(self, request: HttpRequest, queryset: QuerySet[Message]) -> None:
        count = outbox.requeue(queryset)
        self.message_user(request, f"{count} queued again")
