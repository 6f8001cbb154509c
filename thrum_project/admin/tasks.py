"""Lists of the task queue, in words: what the clock starts, what waits, what failed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import django_q.admin  # (registers its pages, which must have happened by now)
from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.html import format_html
from django_q.models import Failure, OrmQ, Schedule, Success, Task
from unfold.admin import ModelAdmin
from unfold.decorators import display

from thrum_project.admin_titles import moment_in_words, task_in_words

# What went well is not kept (save_limit), so its list would be empty for ever; the others do not look like ours.
admin.site.unregister([Success, Failure, OrmQ, Schedule])

# What the queue writes between an error and its traceback.
_TRACE_FOLLOWS = ": Traceback (most recent call last):"
_DAILY, _HOURLY = re.compile(r"(\d+) (\d+) \* \* \*"), re.compile(r"(\d+) \* \* \* \*")


def _clock_in_words(cron: str) -> str:
    if daily := _DAILY.fullmatch(cron):
        return f"daily at {int(daily[2]):02d}:{int(daily[1]):02d} UTC"
    if hourly := _HOURLY.fullmatch(cron):
        return f"hourly at {int(hourly[1])} past"
    return cron


def _call(function: str, args: Iterable[object] | None, kwargs: Mapping[str, object] | None) -> str:
    """The call as an engineer would type it."""
    given = [*map(repr, args or ()), *(f"{name}={value!r}" for name, value in (kwargs or {}).items())]
    return f"{function}({', '.join(given)})"


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
    list_display = ("what", "ended", "said", "tries")
    list_filter = ("group", "cluster")
    ordering = ("-stopped",)
    show_full_result_count = False
    fieldsets = (
        (None, {"fields": ("what", "said", "began", "ended", "tries")}),
        ("For engineers", {"fields": ("called", "whole_answer")}),
    )
    readonly_fields = ("what", "said", "began", "ended", "tries", "called", "whole_answer")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.readonly_fields

    def has_change_permission(self, request: HttpRequest, obj: Failure | None = None) -> bool:
        return False  # what happened stays as it was: put it back into the queue, or delete it

    @display(description="what", ordering="func")
    def what(self, row: Failure) -> str:
        return task_in_words("", row.func)

    @display(description="what it said")
    def said(self, row: Failure) -> str:
        lines = str(row.result or "").strip().splitlines()
        return lines[0].removesuffix(_TRACE_FOLLOWS).strip()[:100] if lines else ""

    @display(description="began", ordering="started")
    def began(self, row: Failure) -> str:
        return moment_in_words(row.started)

    @display(description="ended", ordering="stopped")
    def ended(self, row: Failure) -> str:
        return moment_in_words(row.stopped)

    @display(description="tries", ordering="attempt_count")
    def tries(self, row: Failure) -> int:
        return int(row.attempt_count)

    @display(description="what was called")
    def called(self, row: Failure) -> str:
        return _call(row.func, row.args, row.kwargs)

    @display(description="all that it said")
    def whole_answer(self, row: Failure) -> str:
        return format_html('<pre class="trace">{}</pre>', str(row.result or "").strip()) if row.result else ""


@admin.register(OrmQ)
class QueueAdmin(ModelAdmin, django_q.admin.QueueAdmin):
    list_display = ("what", "key", "lock")
    list_filter = ("key",)
    ordering = ("pk",)
    show_full_result_count = False
    fields = None  # the queue's own names them one below the other
    fieldsets = (
        (None, {"fields": ("what", "key", "lock")}),
        ("For engineers", {"fields": ("called",)}),
    )
    readonly_fields = ("what", "key", "called")

    @display(description="what")
    def what(self, row: OrmQ) -> str:
        return task_in_words(row.group(), str(row.func() or ""))

    @display(description="what is called")
    def called(self, row: OrmQ) -> str:
        return _call(str(row.func() or ""), row.args(), row.kwargs())
