"""What happened is read, not edited; and what people change by hand keeps what it was before, and a way back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model
from django.db.models.deletion import ProtectedError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin, TabularInline

from games.admin import meanwhile
from games.by_hand import changes
from games.models import Change

_SHOWN = 50
_LONGEST_NUMBER = 19


class HistoryAdmin(ModelAdmin):
    """A list and pages to look at: rows come from the product, never from a form."""

    show_full_result_count = False  # COUNT(*) over the largest tables, for one label
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class HistoryInline(TabularInline):
    """The same for rows shown below another's page."""

    extra = 0
    can_delete = False

    def has_add_permission(self, *args: Any) -> bool:
        return False

    def has_change_permission(self, *args: Any) -> bool:
        return False


@dataclass(frozen=True)
class Entry:
    """One step of a history page. ``back`` are the ways to take a version back: words and address."""

    did: str
    at: datetime
    by: str
    why: str
    lines: list[changes.Line]
    back: tuple[tuple[str, str], ...] = ()


class KeepsHistory(ModelAdmin):
    """Keeps each change made in a form, with who and why, shows it, and takes a version back. Nobody's change is gone
    over unseen by who opened the form before it.

    ``kept_below`` names the relations whose rows belong to the row. What else follows from saving stands in
    ``save_model``, which taking back calls too; override ``take_back`` where an older version must not simply return.
    """

    kept_below: tuple[str, ...] = ()
    change_form_after_template = "admin/games/why.html"

    def get_urls(self) -> list[URLPattern]:
        restore = path(
            "<str:pk>/history/<int:change_id>/<str:which>/",
            self.admin_site.admin_view(self.restore),
            name=f"{self.opts.app_label}_{self.opts.model_name}_restore",
        )
        return [restore, *super().get_urls()]

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        row = super().get_object(request, object_id, from_field)
        if row is not None and request.method == "POST":
            _before_of(request)[row.pk] = changes.told(row, below=self.kept_below)
        return row

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:  # fmt: skip
        row = super().get_object(request, object_id) if object_id else None
        told = {meanwhile.FIELD: meanwhile.newest(row)} if row is not None else {}
        return super().changeform_view(request, object_id, form_url, {**told, **(extra_context or {})})

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        opened_as = request.POST.get(meanwhile.FIELD, "")
        is_told = obj is not None and opened_as.isdecimal() and len(opened_as) < _LONGEST_NUMBER
        return meanwhile.watched(form, obj, int(opened_as)) if is_told else form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        # The list's own cells come without get_object: what is stored now is what it was.
        if change and obj.pk not in _before_of(request):
            stored = self.model._default_manager.get(pk=obj.pk)
            _before_of(request)[obj.pk] = changes.told(stored, below=self.kept_below)
        super().save_model(request, obj, form, change)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self._keep(request, obj, Change.Did.ADDED, before={})
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self._keep(request, obj, Change.Did.CHANGED, before=_before_of(request).get(obj.pk, {}))
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        for row in queryset:
            before = changes.told(row, below=self.kept_below)
            changes.keep(
                row=row, did=Change.Did.DELETED, before=before, after={}, by=_who(request), now=timezone.now(),
                why=request.POST.get("why_changed", ""), request_id=_request_id(request),
            )  # fmt: skip
        return super().log_deletions(request, queryset)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Newest first, each with what differs, and the ways back for whoever may change the row."""
        row = self._found(request, object_id)
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        context = {
            "title": f"History of {row}",
            "row": row,
            "entries": self._entries(row, may_restore=self.may_take_back(request, row)),
            "change_url": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk]),
        }
        return history_page(self, request, {**context, **(extra_context or {})})

    def may_take_back(self, request: HttpRequest, row: Any) -> bool:
        return bool(self.has_change_permission(request, row))

    @method_decorator(require_POST)
    def restore(self, request: HttpRequest, pk: str, change_id: int, which: str) -> HttpResponse:
        row = self._found(request, pk)
        change = get_object_or_404(Change, pk=change_id, kind=changes.kind_of(row), object_id=str(row.pk))
        earlier = change.before if which == "before" else change.after
        if not self.may_take_back(request, row):
            raise PermissionDenied
        try:
            with transaction.atomic():
                back = self._take_back_and_keep(request, row, earlier, f"as it was on {change.at:%d %b %Y, %H:%M}")
        except (ValidationError, ProtectedError) as error:
            problems = error.messages if isinstance(error, ValidationError) else ["something depends on what is there"]
            messages.error(request, f"That version cannot come back: {'; '.join(problems)}")
            return HttpResponseRedirect(self._address("history", pk))
        messages.success(request, f"“{back}” is what it was.")
        return HttpResponseRedirect(self._address("change", back.pk))

    def take_back(self, request: HttpRequest, row: Any, earlier: Mapping[str, Any]) -> Any:
        """Make the row what it was, with all that follows; returns the row that has the version now."""
        changes.put_back(row, earlier, below=self.kept_below)
        self.save_model(request, row, None, True)
        return row

    def _take_back_and_keep(self, request: HttpRequest, row: Any, earlier: Mapping[str, Any], why: str) -> Any:
        before = changes.told(row, below=self.kept_below)
        back = self.take_back(request, row, earlier)
        after = changes.told(self.model._default_manager.get(pk=back.pk), below=self.kept_below)
        changes.keep(
            row=back, did=Change.Did.RESTORED, before=before if back.pk == row.pk else {}, after=after,
            by=_who(request), now=timezone.now(), why=why, request_id=_request_id(request),
        )  # fmt: skip
        return back

    def _entries(self, row: Any, *, may_restore: bool) -> list[Entry]:
        kept = Change.objects.filter(kind=changes.kind_of(row), object_id=str(row.pk)).select_related("by")
        rows = list(kept[: _SHOWN + 1])
        entries = []
        for place, one in enumerate(rows[:_SHOWN]):
            is_version = one.did != Change.Did.NOTED
            back = []
            if may_restore and is_version and place and one.after:
                back.append(("Take this version back", self._address("restore", row.pk, one.pk, "after")))
            if may_restore and is_version and one.before and place == len(rows) - 1:
                back.append(("Take back what it was before", self._address("restore", row.pk, one.pk, "before")))
            lines = changes.differences(one.before, one.after) if is_version else []
            by = one.by.get_username() if one.by else "nobody known"
            entries.append(Entry(one.get_did_display(), one.at, by, one.why, lines, tuple(back)))
        return entries

    def _found(self, request: HttpRequest, object_id: str) -> Any:
        row = super().get_object(request, object_id)
        if row is None:
            raise Http404
        return row

    def _keep(self, request: HttpRequest, row: Any, did: Change.Did, *, before: changes.Told) -> None:
        stored = self.model._default_manager.get(pk=row.pk)
        changes.keep(
            row=row, did=did, before=before, after=changes.told(stored, below=self.kept_below), by=_who(request),
            now=timezone.now(), why=request.POST.get("why_changed", ""), request_id=_request_id(request),
        )  # fmt: skip

    def _address(self, page: str, *args: object) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)


def history_page(page: ModelAdmin, request: HttpRequest, told: dict[str, Any]) -> HttpResponse:
    """The one page that shows histories, of whatever they are."""
    context = {**page.admin_site.each_context(request), "opts": page.opts, **told}
    return TemplateResponse(request, "admin/games/history.html", context)


def _before_of(request: HttpRequest) -> dict[Any, changes.Told]:
    """What the rows of this request were before it."""
    if not hasattr(request, "_told_before"):
        request._told_before = {}  # type: ignore[attr-defined]
    kept: dict[Any, changes.Told] = request._told_before  # type: ignore[attr-defined]
    return kept


def _request_id(request: HttpRequest) -> uuid.UUID:
    if not hasattr(request, "_change_id"):
        request._change_id = uuid.uuid4()  # type: ignore[attr-defined]
    found: uuid.UUID = request._change_id  # type: ignore[attr-defined]
    return found


def _who(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # the admin lets nobody else in
    return request.user
