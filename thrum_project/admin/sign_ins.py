"""Who signed in, and who tried."""

from __future__ import annotations

from axes.models import AccessFailureLog, AccessLog
from django.contrib import admin
from unfold.decorators import display

from games.admin.history import HistoryAdmin
from thrum_project.admin_titles import moment_in_words


class Attempts(HistoryAdmin):
    """The columns that both lists have, named as ours are."""

    search_fields = ("username__exact", "ip_address__exact")
    search_help_text = "Whole name or address"

    @display(description="when", ordering="attempt_time")
    def at(self, row: AccessLog | AccessFailureLog) -> str:
        return moment_in_words(row.attempt_time)

    @display(description="name", ordering="username")
    def name(self, row: AccessLog | AccessFailureLog) -> str:
        return row.username or ""

    @display(description="address", ordering="ip_address")
    def address(self, row: AccessLog | AccessFailureLog) -> str:
        return row.ip_address or ""

    @display(description="browser", ordering="user_agent")
    def browser(self, row: AccessLog | AccessFailureLog) -> str:
        return row.user_agent or ""


@admin.register(AccessLog)
class SignInAdmin(Attempts):
    list_display = ("at", "name", "address", "left_at", "browser")
    fields = readonly_fields = list_display

    @display(description="signed out", ordering="logout_time")
    def left_at(self, row: AccessLog) -> str | None:
        return moment_in_words(row.logout_time) if row.logout_time else None


@admin.register(AccessFailureLog)
class RefusedSignInAdmin(Attempts):
    list_display = ("at", "name", "address", "was_locked_out", "browser")
    list_filter = ("locked_out",)
    fields = readonly_fields = list_display

    @display(description="locked out", boolean=True, ordering="locked_out")
    def was_locked_out(self, row: AccessFailureLog) -> bool:
        return bool(row.locked_out)
