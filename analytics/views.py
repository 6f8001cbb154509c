"""The dashboards: a page, one of its charts as a file, and the log of how sure we were."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from analytics import confidence_log, reading
from analytics.asked_once import asked_once
from analytics.charts import Cell, Table, file_of, sentence_of, table_of
from analytics.colours import PALETTE
from analytics.dimensions import DIMENSIONS
from analytics.figures import figure
from analytics.lone_day import LoneDay, lone_day_of
from analytics.number_words import age_in_words
from analytics.pages import PAGES, Page
from analytics.pages.asking import address_of, ask_from, form_of
from analytics.pages.drills import address
from analytics.pages.types import Ask, Panel
from analytics.table_html import html_of

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Shown:
    """A panel with its answer. ``silence`` says why there is none, ``alone`` stands for a line of one day."""

    panel: Panel
    table: SafeString | None
    figure: Mapping[str, Any] | None
    sentence: str
    note: str
    silence: str
    file: str
    drills: tuple[tuple[str, str], ...]
    alone: LoneDay | None = None

    @property
    def place(self) -> str:
        return f"panel-{self.panel.key}"

    @property
    def data_place(self) -> str:
        return f"data-{self.panel.key}"


def staff_only(view: View) -> View:
    """As for every page of the admin: signed in, with the second factor where it is asked for."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Asked each time, for the admin's site is put together after this module is read.
        return admin.site.admin_view(view)(request, *args, **kwargs)

    return inner


@staff_only
def page(request: HttpRequest, key: str) -> HttpResponse:
    wanted = _page(request, key)
    now = timezone.now()
    ask, problem = ask_from(request.GET.dict(), now=now, page=wanted)
    with asked_once():
        context = {
            **admin.site.each_context(request),
            "title": wanted.title,
            "page": wanted,
            "form": form_of(wanted, ask, problem=problem),
            "tiles": wanted.tiles(ask),
            "panels": [_shown(request, wanted, panel, ask) for panel in wanted.panels],
            "links": [(label, reverse(name)) for label, name, right in wanted.links if request.user.has_perm(right)],
            "age": age_in_words(reading.data_age(now)),
            "is_demo": ask.only.is_demo,
            "palette": PALETTE,
    }  # fmt: skip
    return TemplateResponse(request, "analytics/page.html", context)


@staff_only
def panel_file(request: HttpRequest, key: str, panel: str) -> HttpResponseBase:
    wanted = _page(request, key)
    found = wanted.panel(panel)
    if found is None:
        raise Http404
    ask, _ = ask_from(request.GET.dict(), now=timezone.now(), page=wanted)
    if not found.offers(ask.only):
        raise Http404
    told = table_for(found, ask)
    return _file(f"{key}-{panel}-{ask.period.first_day}-to-{ask.period.last_day}", told.headers, told.rows)


@staff_only
def log_of_confidence(request: HttpRequest) -> HttpResponseBase:
    _allow(request, PAGES["recommendations"])
    now = timezone.now()
    ask, problem = ask_from(request.GET.dict(), now=now)
    wanted = confidence_log.wanted_from(request.GET.dict())
    if request.GET.get("as") == "csv":
        rows = confidence_log.every(wanted, ask=ask)
        return _file(f"confidence-{ask.period.first_day}-to-{ask.period.last_day}", confidence_log.HEADERS, rows)
    told = "&".join(part for part in (address_of(ask), wanted.query) if part)
    found = confidence_log.page(wanted, ask=ask)
    return TemplateResponse(request, "analytics/confidence_log.html", {
        **admin.site.each_context(request),
        "title": "Confidence log",
        "form": confidence_log.form_of(wanted, ask, problem=problem),
        "log": found,
        "table": html_of(Table(confidence_log.HEADERS, found.rows), name="Confidence log"),
        "file": f"?{told}&as=csv",
        "newest": f"?{told}",
    })  # fmt: skip


def table_for(panel: Panel, ask: Ask) -> Table:
    drawn = panel.draw(ask)
    return drawn if isinstance(drawn, Table) else table_of(drawn)


def _shown(request: HttpRequest, of: Page, panel: Panel, ask: Ask) -> Shown:
    file = f"{reverse('analytics:file', args=[of.key, panel.key])}?{address_of(ask)}"
    drills = tuple(
        (drill.label, address(drill, ask)) for drill in panel.drills if request.user.has_perm(drill.permission)
    )
    if not panel.offers(ask.only):
        words = " and ".join(DIMENSIONS[key].label for key in ask.only.chosen)
        return Shown(panel, None, None, "", "", f"Not counted by {words}.", "", drills)
    drawn = panel.draw(ask)
    note = panel.note if isinstance(panel.note, str) else panel.note(ask)
    if isinstance(drawn, Table):
        silence = "" if drawn.rows else panel.empty
        table = html_of(drawn, name=panel.title) if drawn.rows else None
        return Shown(panel, table, None, "", note, silence, file, drills)
    if drawn.is_empty:
        return Shown(panel, None, None, "", note, panel.empty, "", drills)
    table, alone = html_of(table_of(drawn), name=panel.title), lone_day_of(drawn)
    drawing = None if alone else figure(drawn)
    return Shown(panel, table, drawing, sentence_of(drawn), note, "", file, drills, alone)


def _page(request: HttpRequest, key: str) -> Page:
    wanted = PAGES.get(key)
    if wanted is None:
        raise Http404
    _allow(request, wanted)
    return wanted


def _allow(request: HttpRequest, wanted: Page) -> None:
    if not request.user.has_perm(wanted.permission):
        raise PermissionDenied


def _file(name: str, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        file_of(headers, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
