"""Who signed in, and who tried."""

from __future__ import annotations

from axes.models import AccessFailureLog, AccessLog
from django.contrib import admin

from games.admin.history import HistoryAdmin


@admin.register(AccessLog)
class SignInAdmin(HistoryAdmin):
    list_display = ("attempt_time", "username", "ip_address", "logout_time", "user_agent")
    search_fields = ("username__exact", "ip_address__exact")
    search_help_text = "Whole name or address"
    fields = readonly_fields = list_display


@admin.register(AccessFailureLog)
class RefusedSignInAdmin(HistoryAdmin):
    list_display = ("attempt_time", "username", "ip_address", "locked_out", "user_agent")
    list_filter = ("locked_out",)
    search_fields = ("username__exact", "ip_address__exact")
    search_help_text = "Whole name or address"
    fields = readonly_fields = list_display
