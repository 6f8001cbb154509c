"""What was learnt: which version is in use, how it was made, and one click back to an older one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from unfold.admin import ModelAdmin
from unfold.decorators import action, display

from games import artefacts
from games.admin.artefact_words import how_made, name_of
from games.models import ModelArtefact
from games.moods.estimates_job import ARTEFACT as MOOD_FIT
from games.moods.estimates_job import queue_renewal
from games.policy import in_use as policy_in_use
from games.policy import replay
from games.policy import reports as policy_reports
from games.policy.replay import Scoring

_LOOKED_BACK = timedelta(days=30)
# More would keep the page waiting; the command reads more.
_SLOTS_ON_A_PAGE = 1_500


class _WhatFilter(admin.SimpleListFilter):
    title = "what"
    parameter_name = "name"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        names = ModelArtefact.objects.order_by("name").values_list("name", flat=True).distinct()
        return [(name, name_of(name)) for name in names]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ModelArtefact]) -> QuerySet[ModelArtefact]:
        return queryset.filter(name=self.value()) if self.value() else queryset


@admin.register(ModelArtefact)
class ModelArtefactAdmin(ModelAdmin):
    list_display = ("what", "short_version", "is_active", "kilobytes", "created_at", "activated_at")
    list_filter = (_WhatFilter, "is_active")
    show_full_result_count = False
    fields = readonly_fields = (
        "what", "short_version", "is_active", "how_it_was_made", "kilobytes", "sha256", "created_at", "activated_at",
    )  # fmt: skip
    actions = ("use_this_version",)
    actions_list = ("ranking",)

    class Media:
        css = {"all": ("games/catalogue.css",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[ModelArtefact]:
        without_bytes: QuerySet[ModelArtefact] = super().get_queryset(request).defer("content")
        return without_bytes

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ModelArtefact | None = None) -> bool:
        return False  # old versions go by themselves

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)
        if not self.has_change_permission(request):
            actions.pop("use_this_version", None)
        return actions

    @display(description="what", ordering="name")
    def what(self, row: ModelArtefact) -> str:
        name = name_of(row.name)
        return name[:1].upper() + name[1:]

    @display(description="how it was made")
    def how_it_was_made(self, row: ModelArtefact) -> str:
        lines = how_made(row.config)
        if not lines:
            return "–"
        return format_html('<dl class="made">{}</dl>', format_html_join("", "<dt>{}</dt><dd>{}</dd>", lines))

    @display(description="version")
    def short_version(self, row: ModelArtefact) -> str:
        return row.version[:12]

    @display(description="kB", ordering="size")
    def kilobytes(self, row: ModelArtefact) -> str:
        return f"{row.size // 1024:,}"

    @action(description="Use this version from now on")
    def use_this_version(self, request: HttpRequest, queryset: QuerySet[ModelArtefact]) -> None:
        chosen = list(queryset)
        if len({row.name for row in chosen}) != len(chosen):
            messages.error(request, "Choose one version of each.")
            return
        with transaction.atomic():
            for row in chosen:
                artefacts.activate(row, now=timezone.now())
                self.log_change(request, row, "In use from now on.")
            if any(row.name == MOOD_FIT for row in chosen):
                queue_renewal(by=request.user if request.user.is_authenticated else None)
        messages.success(request, "In use everywhere within seconds.")

    @action(description="How ranking is doing", url_path="ranking")
    def ranking(self, request: HttpRequest) -> HttpResponse:
        """What is in use, what it is worth, what it would change, by the log of the last thirty days."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        now = timezone.now()
        since = now - _LOOKED_BACK
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "How ranking is doing",
            "state": policy_in_use.state(),
            "estimates": [
                (
                    name,
                    policy_reports.off_policy(
                        scoring, since=since, until=now, limit=_SLOTS_ON_A_PAGE, of_judges=is_learnt
                    ),
                )
                for name, scoring, is_learnt in _scorings()
            ],
            "audit": policy_reports.exploration_audit(since=since, until=now),
            "lift": policy_reports.lift(since=since, until=now),
            "confidence": policy_reports.confidence_reliability(since=since, until=now),
        }
        return TemplateResponse(request, "admin/games/ranking.html", context)


def _scorings() -> list[tuple[str, Scoring, bool]]:
    """Each with whether it was learnt: then those from whom it learnt must not judge it."""
    policy = policy_in_use.in_use().policy
    learnt = [("learnt", replay.by_policy(policy), True)] if policy else []
    return [*learnt, ("fixed weights", replay.by_fixed_weights, False)]
