"""Lists of the task queue, in words: what the clock starts, what waits, what failed."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import django_q.admin  # (registers its pages, which must have happened by now)
from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django_q.models import Failure, OrmQ, Schedule, Success, Task
from unfold.admin import ModelAdmin
from unfold.decorators import display

from thrum_project.admin_titles import task_in_words

# What went well is not kept (save_limit), so its list would be empty for ever; the others do not look like ours.
admin.site.unregister([Success, Failure, OrmQ, Schedule])

_DAILY, _HOURLY = re.compile(r"(\d+) (\d+) \* \* \*"), re.compile(r"(\d+) \* \* \* \*")


def _clock_in_words(cron: str) -> str:
    if daily := _DAILY.fullmatch(cron):
        return f"daily at {int(daily[2]):02d}:{int(daily[1]):02d} UTC"
    if hourly := _HOURLY.fullmatch(cron):
        return f"hourly at {int(hourly[1])} past"
    return cron


@admin.register(Schedule)
class ScheduleAdmin(ModelAdmin):
    list_display = ("what", "every", "next_time", "last_time")
    list_filter = ("cluster",)
    search_fields = ("name", "func")
    ordering = ("name",)
    show_full_result_count = False
    fieldsets = (
        (None, {"fields": ("what", "every", "next_run", "last_time")}),
        ("How it is run", {"fields": ("func", "cluster", "repeats")}),
    )
    readonly_fields = ("what", "every", "last_time", "func", "cluster", "repeats")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Schedule]:
        last = Subquery(Task.objects.filter(id=OuterRef("task")).values("success"))
        rows: QuerySet[Schedule] = super().get_queryset(request).annotate(went_well=last)
        return rows

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # they come with every release (thrum_project/schedules.py)

    def has_delete_permission(self, request: HttpRequest, obj: Schedule | None = None) -> bool:
        return False

    @display(description="what", ordering="name")
    def what(self, row: Schedule) -> str:
        return task_in_words(row.name, row.func)

    @display(description="how often")
    def every(self, row: Schedule) -> str:
        if row.schedule_type == Schedule.MINUTES:
            return "every minute" if row.minutes == 1 else f"every {row.minutes} minutes"
        if row.schedule_type == Schedule.CRON:
            return _clock_in_words(row.cron or "")
        return str(row.get_schedule_type_display()).lower()

    @display(description="next time", ordering="next_run")
    def next_time(self, row: Schedule) -> datetime | None:
        moment: datetime | None = row.next_run
        return moment

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "next_run":
            kwargs |= {"label": "Next time", "help_text": "Earlier, and it runs then (UTC)."}
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @display(description="last time")
    def last_time(self, row: Schedule) -> str | None:
        """Empty where it went well and was not kept."""
        went_well: bool | None = row.went_well
        return None if went_well is None else "succeeded" if went_well else "failed"


@admin.register(Failure)
class FailureAdmin(ModelAdmin, django_q.admin.FailAdmin):
    list_display = ("what", "stopped", "said", "attempt_count")
    list_filter = ("group", "cluster")
    ordering = ("-stopped",)
    show_full_result_count = False
    fields = ("what", "said", "started", "stopped", "attempt_count", "func", "args", "kwargs", "result")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields

    @display(description="what", ordering="func")
    def what(self, row: Failure) -> str:
        return task_in_words("", row.func)

    @display(description="what it said")
    def said(self, row: Failure) -> str:
        lines = str(row.result or "").strip().splitlines()
        return lines[0][:100] if lines else ""


@admin.register(OrmQ)
class QueueAdmin(ModelAdmin, django_q.admin.QueueAdmin):
    list_display = ("what", "key", "lock")
    list_filter = ("key",)
    ordering = ("pk",)
    show_full_result_count = False
    fields = ("what", "key", "lock", "func", "args", "kwargs")
    readonly_fields = ("what", "key", "func", "args", "kwargs")

    @display(description="what")
    def what(self, row: OrmQ) -> str:
        return task_in_words(row.group(), str(row.func() or ""))
