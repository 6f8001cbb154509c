"""Filters under a name: one's own, and what others share."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin
from unfold.decorators import action

from thrum_project import saved_filters
from thrum_project.admin.asking import sure
from thrum_project.models import SavedFilter
from thrum_project.saved_filters import FilterRefusedError


@admin.register(SavedFilter)
class SavedFilterAdmin(ModelAdmin):
    """Everybody of the staff keeps their own; what somebody shares, others find and leave as it is."""

    list_display = ("name", "page", "owner", "is_shared", "is_pinned")
    list_select_related = ("owner",)
    list_filter = ("is_shared", "is_pinned")
    fields = ("name", "is_shared", "is_pinned", "page", "query")
    readonly_fields = ("page", "query")
    actions_detail = ("as_segment",)
    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # a filter is saved from the list that it filters

    def has_view_permission(self, request: HttpRequest, obj: SavedFilter | None = None) -> bool:
        return obj is None or obj.is_shared or obj.owner_id == request.user.pk

    def has_change_permission(self, request: HttpRequest, obj: SavedFilter | None = None) -> bool:
        return obj is None or obj.owner_id == request.user.pk

    def has_delete_permission(self, request: HttpRequest, obj: SavedFilter | None = None) -> bool:
        return obj is None or obj.owner_id == request.user.pk

    def get_queryset(self, request: HttpRequest) -> QuerySet[SavedFilter]:
        rows: QuerySet[SavedFilter] = super().get_queryset(request)
        return rows.filter(pk__in=SavedFilter.objects.seen_by(request.user.pk).values("pk"))

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {}  # one by one: a choice may hold what others share

    def get_urls(self) -> list[URLPattern]:
        save = path("save/", self.admin_site.admin_view(self.save), name="thrum_project_savedfilter_save")
        return [save, *super().get_urls()]

    def get_list_display(self, request: HttpRequest) -> tuple[Any, ...]:
        """What a filter opens depends on who looks, and this page object serves all who look at the same time."""

        @admin.display(description="list")
        def opens(saved: SavedFilter) -> str:
            address = saved_filters.address_of(saved, request)
            return format_html('<a class="underline" href="{}">open</a>', address) if address else "–"

        name, *others = self.list_display
        return (name, opens, *others)

    @method_decorator(require_POST)
    def save(self, request: HttpRequest) -> HttpResponse:
        """From the bar above a list."""
        page = request.POST.get("page", "")
        back = _list_of(page, request)
        assert isinstance(request.user, User)  # the admin lets nobody else in
        try:
            saved = saved_filters.save(
                name=request.POST.get("name", ""), page=page, query=request.POST.get("query", ""), owner=request.user,
                is_shared="is_shared" in request.POST, is_pinned="is_pinned" in request.POST,
            )  # fmt: skip
        except FilterRefusedError as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(f"{back}?{saved_filters.clean_query(request.POST.get('query', ''))}")
        messages.success(request, f"Saved as “{saved.name}”.")
        return HttpResponseRedirect(saved_filters.address_of(saved, request) or back)

    def has_segment_permission(self, request: HttpRequest, object_id: object = None) -> bool:
        return request.user.has_perm("engagement.add_segment")

    @action(description="Make a segment of it", url_path="as-segment", permissions=("segment",), icon="diversity_3")
    def as_segment(self, request: HttpRequest, object_id: int) -> HttpResponse:
        saved = get_object_or_404(self.get_queryset(request), pk=object_id)
        if saved_filters.address_of(saved, request) is None:
            raise PermissionDenied
        back = reverse("admin:thrum_project_savedfilter_change", args=[object_id])
        if request.method != "POST":
            return sure(
                self, request, verb="Make a segment of it", about=saved.name, back=back,
                consequence="Whoever the filter finds is in, today and later. Campaigns can go to a segment.",
            )  # fmt: skip
        assert isinstance(request.user, User)  # the admin lets nobody else in
        try:
            segment = saved_filters.make_segment(saved, by=request.user, now=timezone.now())
        except FilterRefusedError as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(back)
        messages.success(request, f"“{segment}” is a segment now: {segment.last_count:,} people.")
        return HttpResponseRedirect(reverse("admin:engagement_segment_change", args=[segment.pk]))


def _list_of(page: str, request: HttpRequest) -> str:
    """The list's address; raises PermissionDenied for what is none or is closed to them."""
    app, _, model_name = page.partition(".")
    try:
        model = apps.get_model(app, model_name)
        address = reverse(f"admin:{app}_{model_name}_changelist")
    except (LookupError, ValueError, NoReverseMatch):
        raise PermissionDenied from None
    if not admin.site.get_model_admin(model).has_view_or_change_permission(request):
        raise PermissionDenied
    return address
