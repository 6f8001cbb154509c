"""What was done to many at once: how far it is, what became of each, the file, and the way back."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from games.admin.history import HistoryAdmin
from games.by_hand import bulk, changes
from games.models import BulkRow, BulkRun, Job

_ROWS_SHOWN = 50


@admin.register(BulkRun)
class BulkRunAdmin(HistoryAdmin):
    list_display = ("created_at", "by", "what", "chosen", "state", "taken_back")
    list_select_related = ("by", "job", "undo_job", "undone_by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[BulkRun]:
        """Rows name people and games: each is for those who may do the act."""
        runs: QuerySet[BulkRun] = super().get_queryset(request)
        if request.user.is_superuser:
            return runs
        return runs.filter(action__in=[act.key for act in bulk.all_acts() if request.user.has_perm(act.permission)])

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/result.csv", view(self.result), name="games_bulkrun_result"),
            path("<int:pk>/undo/", view(self.undo), name="games_bulkrun_undo"),
        ]
        return [*own, *super().get_urls()]

    @admin.display(description="what")
    def what(self, run: BulkRun) -> str:
        act = bulk.act_of(run.action)
        return act.label if act else run.action

    @admin.display(description="state")
    def state(self, run: BulkRun) -> str:
        return run.job.get_state_display().lower() if run.job else "–"

    @admin.display(description="taken back")
    def taken_back(self, run: BulkRun) -> str:
        return f"by {run.undone_by}" if run.undo_job_id else "–"

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        run = self._seen(request, object_id)
        act = bulk.act_of(run.action)
        job = run.undo_job or run.job
        is_over = job is not None and job.state in (Job.State.DONE, Job.State.CANCELLED, Job.State.FAILED)
        rows = list(run.rows.exclude(outcome=BulkRow.Outcome.WAITING)[:_ROWS_SHOWN])
        return TemplateResponse(request, "admin/games/bulk_run.html", {
            **self.admin_site.each_context(request),
            "title": f"{self.what(run)}: {run.chosen:,} chosen",
            "opts": self.opts,
            "run": run,
            "original": run,
            "job": job,
            "argument": changes.in_words(next(iter(run.argument.values()), "")),
            "outcomes": bulk.outcomes(run),
            "rows": [(row, changes.differences(row.before, row.after)) for row in rows],
            "may_undo": bool(act and act.can_be_undone and is_over and not run.undo_job_id)
            and request.user.has_perm(act.permission if act else ""),
            "why_not": "" if act and act.can_be_undone else "This cannot be taken back.",
        })  # fmt: skip

    def result(self, request: HttpRequest, pk: int) -> HttpResponse | StreamingHttpResponse:
        run = self._seen(request, pk)
        response = StreamingHttpResponse(bulk.result_lines(run), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{run.action}-{run.pk}.csv"'
        return response

    @method_decorator(require_POST)
    def undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = self._seen(request, pk)
        act = bulk.act_of(run.action)
        if act is None or not request.user.has_perm(act.permission):
            raise PermissionDenied
        assert isinstance(request.user, User)  # the admin lets nobody else in
        if bulk.begin_undo(run=run, by=request.user, now=timezone.now()):
            messages.success(request, "It is being taken back. What somebody has changed since stays as it is.")
        else:
            messages.error(request, "It was taken back already, is still under way, or cannot be.")
        return HttpResponseRedirect(reverse("admin:games_bulkrun_change", args=[pk]))

    def _seen(self, request: HttpRequest, pk: object) -> BulkRun:
        if not self.has_view_permission(request):
            raise PermissionDenied
        pk = int(str(pk)) if str(pk).isdecimal() else 0
        return get_object_or_404(self.get_queryset(request).select_related("job", "undo_job", "by"), pk=pk)
