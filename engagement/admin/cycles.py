"""Engagement cycles, what their check-ins bring, and the stop that somebody has to lift."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST
from unfold.decorators import display

from engagement import check_in_stops, cycle_results, message_values, weighing
from engagement.admin import told
from engagement.models import CheckInStop, CycleRun
from engagement.segments import SEGMENTS
from games.admin.history import HistoryAdmin

_RESUME = "engagement.run_cycles"
_RESULTS = "engagement_cyclerun_results"
_STOPS_SHOWN = 10


@admin.register(CycleRun)
class CycleRunAdmin(HistoryAdmin):
    list_display = ("started_at", "finished_at", "by", "looked_at", "planned", "rewritten")
    fields = readonly_fields = ("started_at", "finished_at", "by", "looked_at", "planned", "rewritten", "counted")

    class Media:
        css = {"all": ("games/catalogue.css", "engagement/campaigns.css")}

    @display(description="counted")
    def counted(self, run: CycleRun) -> str:
        groups = told.cycle(run.stats) if run.looked_at else []
        return render_to_string("admin/engagement/_counted.html", {"groups": groups})

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("results/", wrap(self.results_view), name=_RESULTS),
            path("resume/", wrap(self.resume_view), name="engagement_cyclerun_resume"),
        ]
        return [*own, *super().get_urls()]

    def results_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = cycle_results.results()
        context = {
            **self.admin_site.each_context(request),
            "title": "What check-ins bring",
            "opts": self.opts,
            "found": found,
            "window_hours": round(cycle_results.WINDOW.total_seconds() / 3600),
            "open_stop": CheckInStop.objects.filter(resumed_at=None).first(),
            "stops": CheckInStop.objects.exclude(resumed_at=None).select_related("resumed_by")[:_STOPS_SHOWN],
            "may_resume": request.user.has_perm(_RESUME),
            "values": _values(),
        }
        return TemplateResponse(request, "admin/engagement/check_ins.html", context)

    @method_decorator(require_POST)
    def resume_view(self, request: HttpRequest) -> HttpResponse:
        if not isinstance(request.user, User) or not request.user.has_perm(_RESUME):
            raise PermissionDenied
        if check_in_stops.resume(by=request.user, now=timezone.now()):
            messages.success(request, "Check-ins go on; what fails is counted from here.")
        return HttpResponseRedirect(reverse(f"admin:{_RESULTS}"))


def _values() -> list[dict[str, Any]]:
    """What messages are worth, the most first: each kind and topic that was seen, by segment; else what is believed."""
    seen = message_values.seen()
    known = sorted({(kind, topic) for kind, topic, _ in seen} | {(kind, "") for kind in weighing.PRIOR})
    rows = []
    for kind, topic in known:
        for segment in SEGMENTS if topic else ("",):
            likely = weighing.likely(seen, kind=kind, topic=topic, segment=segment)
            rows.append(
                {
                    "what": " · ".join(filter(None, (told.kind(kind), told.topic(topic), segment.replace("_", " ")))),
                    "people": likely.people if topic else None,
                    "replied": 100 * likely.replied,
                    "accepted": 100 * likely.accepted,
                    "opted_out": 100 * likely.opted_out,
                    "worth": likely.worth(),
                }
            )
    return sorted(rows, key=lambda row: -float(row["worth"] or 0))
