"""Long work: how far it is, and stop or go on."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin

from games import jobs
from games.models import Job


@admin.register(Job)
class JobAdmin(ModelAdmin):
    list_display = ("what", "state", "progress", "by", "created_at", "finished_at")
    list_filter = ("state", "kind")
    list_select_related = ("by",)
    show_full_result_count = False
    fields = readonly_fields = (
        "what", "state", "progress", "error", "by", "attempts", "created_at", "heartbeat_at", "finished_at", "result",
    )  # fmt: skip
    change_form_outer_before_template = "admin/games/job_progress.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return False  # what was done stays on record

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/cancel/", view(self.cancel), name="games_job_cancel"),
            path("<int:pk>/resume/", view(self.resume), name="games_job_resume"),
        ]
        return [*own, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        nothing_to_save = {"show_save": False, "show_save_and_continue": False}
        response: HttpResponse = super().change_view(
            request, object_id, form_url, {**nothing_to_save, **(extra_context or {})}
        )
        return response

    @admin.display(description="what", ordering="kind")
    def what(self, job: Job) -> str:
        return job.kind.replace("_", " ")

    @admin.display(description="progress")
    def progress(self, job: Job) -> str:
        if not job.total:
            return f"{job.done:,}"
        return f"{job.done:,} of {job.total:,} ({100 * job.done // job.total} %)"

    @admin.display(description="error")
    def error(self, job: Job) -> str:
        return str(job.result.get("error", "–"))

    @method_decorator(require_POST)
    def cancel(self, request: HttpRequest, pk: int) -> HttpResponseRedirect:
        jobs.request_cancel(self._job(request, pk))
        messages.success(request, "It stops after the part under way.")
        return self._back(request)

    @method_decorator(require_POST)
    def resume(self, request: HttpRequest, pk: int) -> HttpResponseRedirect:
        if jobs.resume(self._job(request, pk)):
            messages.success(request, "It goes on from where it stopped.")
        else:
            messages.error(request, "Only a job that failed or was cancelled can go on.")
        return self._back(request)

    def _job(self, request: HttpRequest, pk: int) -> Job:
        if not self.has_change_permission(request):
            raise PermissionDenied
        return get_object_or_404(Job, pk=pk)

    def _back(self, request: HttpRequest) -> HttpResponseRedirect:
        back = request.POST.get("back", "")
        if not url_has_allowed_host_and_scheme(back, allowed_hosts=None) or not back.startswith("/admin/"):
            back = "/admin/games/job/"
        return HttpResponseRedirect(back)
