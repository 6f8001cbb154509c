"""Import and export on the games list. django-import-export gives the buttons, pages and the way out;
what a file means is decided by games.importing alone."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from import_export.admin import ImportExportMixin

from games.admin.forms import UploadForm
from games.catalogue.csv_columns import COLUMNS
from games.catalogue.export import template_csv
from games.importing.batches import INLINE_ROWS, receive_upload
from games.importing.csv_reading import UnreadableFileError


def csv_response(content: Any, file_name: str) -> HttpResponse:
    """With a byte order mark, or Excel reads “é” as “Ã©”; our own reader passes it over."""
    parts = [content] if isinstance(content, str) else list(content)
    response = HttpResponse("\ufeff" + "".join(parts), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


class ImportPageMixin(ImportExportMixin):
    import_export_change_list_template = "admin/import_export/change_list_import_export.html"
    to_encoding = "utf-8-sig"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        # process_import, the library's second step, writes by its own engine: it is not to be reached.
        inherited = [url for url in super().get_urls() if not str(url.name).endswith("_process_import")]
        return [path("import/template/", view(self.template_download), name="games_game_template"), *inherited]

    def has_import_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_add_permission(request) and self.has_change_permission(request))

    def has_export_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_view_permission(request))

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["import_file"]
            try:
                batch = receive_upload(
                    file=file.file,
                    file_name=file.name,
                    preset=form.cleaned_data["preset"],
                    by=request.user,  # type: ignore[arg-type]  # admin_view lets nobody anonymous in
                    now=timezone.now(),
                )
            except UnreadableFileError as error:
                form.add_error("import_file", str(error))
            else:
                return HttpResponseRedirect(reverse("admin:games_importbatch_change", args=[batch.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": "Import games",
            "form": form,
            "opts": self.model._meta,
            "columns": COLUMNS,
            "inline_rows": INLINE_ROWS,
        }
        return TemplateResponse(request, "admin/games/import.html", context)

    def template_download(self, request: HttpRequest) -> HttpResponse:
        if not self.has_import_permission(request):
            raise PermissionDenied
        return csv_response(template_csv(), "games_template.csv")
