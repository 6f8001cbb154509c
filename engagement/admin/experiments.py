"""Experiments: asked with two texts and a share, watched on one page, ended by a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.http import require_POST
from unfold.decorators import display

from engagement import experiment_collecting, experiment_counts, experiment_rehearsal, experiments
from engagement.admin import coverage, experiment_pages
from engagement.admin.experiment_forms import ExperimentForm
from engagement.experiment_rehearsal import TooFewError
from engagement.experiments import ExperimentError
from engagement.models import Experiment
from games.admin.history import KeepsHistory
from games.by_hand import changes

_LAUNCH = "engagement.launch_experiment"
_LABELS = {"draft": "default", "running": "success", "shipped": "info", "stopped": "warning"}
_HAS_TEXT = "where && (where.startsWith('check_in') || where.startsWith('campaign'))"


@admin.register(Experiment)
class ExperimentAdmin(KeepsHistory):
    kept_below = ("variants",)
    form = ExperimentForm
    change_form_template = "admin/engagement/experiment/change_form.html"
    list_display = ("title", "kind", "shown_state", "metric", "launched_at", "ended_at")
    list_filter = ("state", "kind", "is_demo")
    search_fields = ("name",)
    show_full_result_count = False
    fieldsets = (
        (None, {"fields": ("where", "text_a", "text_b", "tone_b", "send_time_b", "settings_b", "share_percent")}),
        ("More choices", {"classes": ("collapse",), "fields": (
            "template_b", "name", "hypothesis", "metric", "also", "least_lift_percent", "window_days", "least_days",
            "alpha", "power", "margin_opt_out", "margin_block", "margin_negative",
        )}),
    )  # fmt: skip
    # Of the ways to say what B does only the one that fits what is tried is shown.
    conditional_fields = {
        "text_a": "where && where.startsWith('check_in')",
        "text_b": _HAS_TEXT,
        "template_b": _HAS_TEXT,
        "tone_b": "where == 'tone'",
        "send_time_b": "where && where.startsWith('time')",
        "settings_b": "where == 'recommender'",
    }

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False  # what was tried on people stays explainable

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        allowed: bool = super().has_change_permission(request, obj)
        return allowed and (not isinstance(obj, Experiment) or obj.state == Experiment.State.DRAFT)

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(f"<int:experiment_id>/{name}/", self.admin_site.admin_view(view), name=f"engagement_experiment_{name}")
            for name, view in (("result", self.result), ("do", self.do))
        ]
        coverage_page = path(
            "coverage/", self.admin_site.admin_view(self.coverage), name="engagement_experiment_coverage"
        )
        return [*own, coverage_page, *super().get_urls()]

    @display(description="name", ordering="name")
    def title(self, experiment: Experiment) -> str:
        is_draft = experiment.state == Experiment.State.DRAFT
        page = f"admin:engagement_experiment_{'change' if is_draft else 'result'}"
        return format_html('<a href="{}">{}</a>', reverse(page, args=[experiment.pk]), experiment.name)

    @display(description="state", ordering="state", label=_LABELS)
    def shown_state(self, experiment: Experiment) -> str:
        return str(experiment.state)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:  # fmt: skip
        mine = Experiment.objects.filter(pk=object_id).first() if object_id and object_id.isdigit() else None
        told: dict[str, Any] = {"may_launch": request.user.has_perm(_LAUNCH)}
        if mine is not None and mine.state != Experiment.State.DRAFT:
            return _go(mine.pk)
        if mine is not None and request.method == "GET":
            told["takes"], told["is_hopeless"] = experiment_pages.what_it_takes(mine, now=timezone.now())
        page: HttpResponse = super().changeform_view(request, object_id, form_url, {**(extra_context or {}), **told})
        return page

    def save_model(self, request: HttpRequest, obj: Experiment, form: ModelForm[Any], change: bool) -> None:
        experiments.draft(experiment=obj, variants=form.cleaned_data["sides"])

    def take_back(self, request: HttpRequest, row: Experiment, earlier: Mapping[str, Any]) -> Experiment:
        changes.put_back(row, earlier)
        sides = {side["key"]: side["config"] for side in earlier.get("variants", [])}
        return experiments.draft(experiment=row, variants=sides)

    def response_add(self, request: HttpRequest, obj: Experiment, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._after_saving(request, obj)

    def response_change(self, request: HttpRequest, obj: Experiment) -> HttpResponse:
        return self._after_saving(request, obj)

    def result(self, request: HttpRequest, experiment_id: int) -> HttpResponse:
        experiment = self._seen(request, experiment_id)
        if experiment.state == Experiment.State.DRAFT:
            return HttpResponseRedirect(reverse("admin:engagement_experiment_change", args=[experiment_id]))
        return TemplateResponse(request, "admin/engagement/experiment/result.html", {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": experiment.name,
            "may_launch": request.user.has_perm(_LAUNCH),
            "is_running": experiment.state == Experiment.State.RUNNING,
            **experiment_pages.result(experiment, now=timezone.now()),
        })  # fmt: skip

    def coverage(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        context = {**self.admin_site.each_context(request), "opts": self.opts}
        return coverage.page(request, may_launch=request.user.has_perm(_LAUNCH), context=context)

    @method_decorator(require_POST)
    def do(self, request: HttpRequest, experiment_id: int) -> HttpResponse:
        """One of the verbs; what the state or the read-out does not let through is refused in words."""
        experiment = self._seen(request, experiment_id)
        if not request.user.has_perm(_LAUNCH):
            raise PermissionDenied
        by, now = _who(request), timezone.now()

        def ship() -> object:
            experiment_collecting.collect(experiment=experiment, now=now)
            may_ship = experiment_counts.reading_of(experiment, now=now).may_ship
            key = request.POST.get("key", "")
            return experiments.ship(experiment=experiment, key=key, may_ship=may_ship, by=by, now=now)

        acts: dict[str, tuple[Callable[[], object], str]] = {
            "launch": (lambda: experiments.launch(experiment=experiment, by=by, now=now), "It runs."),
            "stop": (
                lambda: experiments.stop(experiment=experiment, by=by, why=request.POST.get("why", ""), now=now),
                "Stopped. Everybody gets again what they got before.",
            ),
            "ship": (ship, "Everybody gets it from now on."),
            "count": (lambda: experiment_collecting.collect(experiment=experiment, now=now), "Counted."),
            "rehearse": (
                lambda: experiment_rehearsal.rehearse_with_ours(
                    experiment=experiment, rng=np.random.default_rng(), by=by, now=now
                ),
                "Rehearsed; the result stands under “How we know”.",
            ),
        }
        if act := acts.get(request.POST.get("verb", "")):
            self._try(request, *act)
        return _go(experiment_id)

    def _after_saving(self, request: HttpRequest, experiment: Experiment) -> HttpResponse:
        change = HttpResponseRedirect(reverse("admin:engagement_experiment_change", args=[experiment.pk]))
        if "_go" not in request.POST or not request.user.has_perm(_LAUNCH):
            messages.success(request, "Saved. Nobody gets it before you press Go.")
            return change
        by, now = _who(request), timezone.now()
        launched = self._try(
            request,
            lambda: experiments.launch(experiment=experiment, by=by, now=now),
            "It runs. Come back in some days.",
        )
        return _go(experiment.pk) if launched else change

    def _try(self, request: HttpRequest, act: Callable[[], object], done: str) -> bool:
        try:
            with transaction.atomic():
                act()
        except (ExperimentError, TooFewError) as error:
            messages.error(request, str(error))
        except IntegrityError:
            messages.error(request, "Another experiment on the same words runs already. Stop it first.")
        else:
            messages.success(request, done)
            return True
        return False

    def _seen(self, request: HttpRequest, experiment_id: int) -> Experiment:
        experiment = get_object_or_404(Experiment, pk=experiment_id)
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return experiment


def _who(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # the admin lets nobody else in
    return request.user


def _go(experiment_id: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:engagement_experiment_result", args=[experiment_id]))
