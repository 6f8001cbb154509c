"""A game's page beyond its form: advice on its text as it is typed, and what surrounds the game."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin

from games.catalogue.copy_checks import check_copy
from games.catalogue.insight import fair_start_of, showings_of
from games.retrieval.alike import games_like

_NEIGHBOURS = 8

_MOST_CHARS = 50_000


class ShowsSurroundings(ModelAdmin):
    change_form_before_template = "admin/games/copy_check.html"
    change_form_outer_after_template = "admin/games/game_insight.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [path("check-copy/", view(self.check_copy), name="games_game_check_copy"), *super().get_urls()]

    @method_decorator(require_POST)
    def check_copy(self, request: HttpRequest) -> HttpResponse:
        """The form as it stands, unsaved; a list of checkboxes counts as told where one is ticked."""
        if not self.has_change_permission(request) and not self.has_add_permission(request):
            raise PermissionDenied
        values = {name: ";".join(request.POST.getlist(name))[:_MOST_CHARS] for name in request.POST}
        notes = [
            {"field": note.field.replace("_", " "), "told": note.told, "grave": note.is_grave}
            for note in check_copy(values)
        ]
        return JsonResponse({"notes": notes})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        told: dict[str, Any] = {}
        if request.method == "GET" and object_id.isdecimal() and self.has_view_permission(request):
            now, pk = timezone.now(), int(object_id)
            told = {
                "neighbours": games_like(pk, limit=_NEIGHBOURS),
                "showings": showings_of(pk, now=now),
                "fair_start": fair_start_of(pk, now=now),
            }
        response: HttpResponse = super().change_view(request, object_id, form_url, {**told, **(extra_context or {})})
        return response
