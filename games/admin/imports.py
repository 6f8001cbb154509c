"""An uploaded file: what it would do, what is wrong with it, and the decision."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin

from games.admin.forms import ColumnsForm, MappingForm
from games.admin.import_cells import differences
from games.admin.import_page import csv_response
from games.catalogue.export import bad_rows_csv
from games.importing.batches import NotReadyError, check_again, explain_columns, explain_columns_again, start_apply
from games.importing.csv_reading import UnreadableFileError, read_header
from games.importing.header_mappings import propose
from games.importing.name_mappings import remember_names
from games.importing.presets import PRESETS
from games.importing.undo import report_on, start_undo
from games.models import ImportBatch, ImportRow

_ROWS_PER_PAGE = 50
_CLASHES_SHOWN = 200
_SHOWN = {
    "errors": Q(effect=ImportRow.Effect.REFUSED),
    "doubles": Q(nearest__is_double=True),
    "kept": Q(undo=ImportRow.Undo.KEPT),
}
_FILTERS = (("", "All rows"), ("errors", "Only errors"), ("doubles", "Likely duplicates"))
_HEAVY = ("game__embedding", "game__mood_fit_estimate", "game__search", "game__summary", "game__feel")


def number_of(object_id: str) -> int:
    """What an address names; 0, which no row has, for what is no number."""
    return int(object_id) if object_id.isdecimal() else 0


@admin.register(ImportBatch)
class ImportBatchAdmin(ModelAdmin):
    list_display = (
        "file_name",
        "state",
        "take_back",
        "created",
        "changed",
        "unchanged",
        "refused",
        "kept",
        "progress",
        "created_at",
    )
    list_filter = ("state",)
    list_select_related = ("job",)
    search_fields = ("file_name",)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportBatch]:
        batches: QuerySet[ImportBatch] = super().get_queryset(request)
        return batches.defer("content")  # up to 50 MB a row

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # a batch begins with an upload on the games page

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/apply/", view(self.apply), name="games_importbatch_apply"),
            path("<int:pk>/map/", view(self.map_names), name="games_importbatch_map"),
            path("<int:pk>/columns/", view(self.map_columns), name="games_importbatch_columns"),
            path("<int:pk>/columns/again/", view(self.ask_columns_again), name="games_importbatch_columns_again"),
            path("<int:pk>/undo/", view(self.undo), name="games_importbatch_undo"),
            path("<int:pk>/bad-rows/", view(self.bad_rows), name="games_importbatch_bad_rows"),
        ]
        return [*own, *super().get_urls()]

    @admin.display(description="job")
    def progress(self, batch: ImportBatch) -> str:
        job = batch.job
        return f"{job.state} {job.done:,}/{job.total or 0:,}" if job else "–"

    @admin.display(description="take back")
    def take_back(self, batch: ImportBatch) -> str:
        if batch.state != ImportBatch.State.DONE:
            return "–"
        return format_html('<a href="{}">Take back …</a>', reverse("admin:games_importbatch_undo", args=[batch.pk]))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The preview and, later, the report: the same rows, told before or after."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        jobs_of_it = ("job", "compare_job", "undo_job")
        batch = get_object_or_404(self.get_queryset(request).select_related(*jobs_of_it), pk=number_of(object_id))
        shown = request.GET.get("only", "errors" if "errors" in request.GET else "")
        rows = ImportRow.objects.filter(batch=batch).select_related("game").defer(*_HEAVY).order_by("line")
        page = Paginator(rows.filter(_SHOWN.get(shown, Q())), _ROWS_PER_PAGE).get_page(request.GET.get("page"))
        is_waiting = batch.state == ImportBatch.State.CHECKED
        context = {
            **self.admin_site.each_context(request),
            **(extra_context or {}),
            "title": str(batch),
            "opts": self.opts,
            "batch": batch,
            "job": batch.undo_job or batch.job,
            "comparing": batch.compare_job if is_waiting else None,
            "page": page,
            "lines": [(row, _title(row), differences(row.before, row.after)) for row in page],
            "only": shown,
            "filters": [(key, label, key == shown) for key, label in _FILTERS],
            "may_decide": self._may_decide(request) and is_waiting,
            "may_explain": self._may_decide(request) and batch.state == ImportBatch.State.COLUMNS,
            "may_undo": self._may_decide(request) and batch.state == ImportBatch.State.DONE,
            "columns_form": self._columns_form(batch) if batch.unknown_columns else None,
            "mapping_form": MappingForm(unknown=batch.unknown_names) if batch.unknown_names else None,
            "modes": ImportBatch.Mode.choices,
            "mode_chosen": ImportBatch.Mode.GOOD_ROWS if batch.refused else ImportBatch.Mode.ALL_OR_NOTHING,
            "has_delete_permission": self.has_delete_permission(request, batch),
        }
        return TemplateResponse(request, "admin/games/import_batch.html", context)

    @method_decorator(require_POST)
    def apply(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = self._for_decision(request, pk)
        mode = request.POST.get("mode", "")
        if mode not in ImportBatch.Mode.values:
            raise PermissionDenied
        try:
            start_apply(batch=batch, mode=mode, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        except NotReadyError as error:
            messages.error(request, str(error))
        return self._back(pk)

    @method_decorator(require_POST)
    def map_names(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = self._for_decision(request, pk)
        form = MappingForm(request.POST, unknown=batch.unknown_names)
        if not form.is_valid() or not form.meanings():
            messages.error(request, "Choose what at least one of the names means.")
            return self._back(pk)
        remember_names(meanings=form.meanings())
        try:
            check_again(batch=batch, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        except NotReadyError as error:
            messages.error(request, str(error))
        return self._back(pk)

    @method_decorator(require_POST)
    def map_columns(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = self._for_decision(request, pk)
        form = self._columns_form(batch, request.POST)
        if not form.is_valid():
            messages.error(request, " ".join(map(str, form.non_field_errors())) or "Choose one of the columns offered.")
            return self._back(pk)
        try:
            explain_columns(batch=batch, columns=form.columns(), by=request.user, now=timezone.now())  # type: ignore[arg-type]
        except (NotReadyError, UnreadableFileError) as error:
            messages.error(request, str(error))
        return self._back(pk)

    @method_decorator(require_POST)
    def ask_columns_again(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            explain_columns_again(batch=self._for_decision(request, pk))
        except NotReadyError as error:
            messages.error(request, str(error))
        return self._back(pk)

    def undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What taking it back would do, and the decision."""
        batch = self._for_decision(request, pk)
        if request.method == "POST":
            force = request.POST.get("changed") == "force"
            try:
                start_undo(batch=batch, force=force, by=request.user, now=timezone.now())  # type: ignore[arg-type]
            except NotReadyError as error:
                messages.error(request, str(error))
            return self._back(pk)
        if batch.state != ImportBatch.State.DONE:
            return self._back(pk)
        report = report_on(batch)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Take back {batch.file_name}",
            "opts": self.opts,
            "batch": batch,
            "report": report,
            "clashes": [(one.row, _title(one.row), one.clashes) for one in report.clashing[:_CLASHES_SHOWN]],
        }
        return TemplateResponse(request, "admin/games/import_undo.html", context)

    def bad_rows(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        batch = get_object_or_404(self.get_queryset(request), pk=pk)
        return csv_response(bad_rows_csv(batch), f"refused_{batch.pk}.csv")

    def _columns_form(self, batch: ImportBatch, data: Any = None) -> ColumnsForm:
        known, taken = PRESETS[batch.preset].columns, self._columns_taken(batch)
        return ColumnsForm(
            data,
            unknown=batch.unknown_columns,
            free=[column for column in known if column not in taken],
            proposed=propose(batch.unknown_columns, preset=batch.preset, taken=taken),
        )

    def _columns_taken(self, batch: ImportBatch) -> set[str]:
        """Ours that the file has already, by their own name or by one that was explained."""
        content = ImportBatch.objects.values_list("content", flat=True).get(pk=batch.pk)
        return {*read_header(BytesIO(bytes(content or b""))), *batch.columns.values()}

    def _may_decide(self, request: HttpRequest) -> bool:
        return request.user.has_perms(["games.add_game", "games.change_game"])

    def _for_decision(self, request: HttpRequest, pk: int) -> ImportBatch:
        if not self._may_decide(request):
            raise PermissionDenied
        return get_object_or_404(self.get_queryset(request), pk=pk)

    def _back(self, pk: int) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:games_importbatch_change", args=[pk]))


def _title(row: ImportRow) -> str:
    if row.game:
        return row.game.title
    return str(row.after.get("title") or row.source.get("title") or "")
